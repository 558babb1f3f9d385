package dev.safemigrate.rule;

import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.schema.RelationName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** SqlNames for SQL. */
final class SqlNames {

  /** NAMEDATALEN - 1: what the server cuts names to (manual, 4.1.1). */
  private static final int LIMIT = 63;

  private SqlNames() {}

  static String quote(String name) {
    return Identifiers.quote(name);
  }

  static String quote(QualifiedName name) {
    return Identifiers.quote(name);
  }

  static String quote(RelationName name) {
    return name.schema().equals("public")
        ? quote(name.name())
        : quote(name.schema()) + "." + quote(name.name());
  }

  /** The parts joined by underscores, the longest cut until the name fits. */
  static String join(String... parts) {
    List<String> pieces = new ArrayList<>(List.of(parts));
    while (String.join("_", pieces).getBytes(StandardCharsets.UTF_8).length > LIMIT) {
      int longest = 0;
      for (int i = 1; i < pieces.size(); i++) {
        if (pieces.get(i).length() > pieces.get(longest).length()) {
          longest = i;
        }
      }
      String piece = pieces.get(longest);
      pieces.set(longest, piece.substring(0, piece.length() - 1));
    }
    return String.join("_", pieces);
  }
}
