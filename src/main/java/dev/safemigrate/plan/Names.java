package dev.safemigrate.plan;

import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.Table;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/** Names as SQL, and names of what a plan creates. */
final class Names {

  /** NAMEDATALEN - 1: what the server cuts names to (manual, section 4.1.1). */
  private static final int LIMIT = 63;

  private Names() {}

  static String sql(String name) {
    return Identifiers.quote(name);
  }

  static String sql(Table table) {
    return sql(table.name());
  }

  /** With its schema, unless that is public. */
  static String sql(RelationName name) {
    return name.schema().equals("public")
        ? sql(name.name())
        : sql(name.schema()) + "." + sql(name.name());
  }

  /** With its schema always: for bodies of functions, which run under any search_path. */
  static String qualified(RelationName name) {
    return sql(name.schema()) + "." + sql(name.name());
  }

  static RelationName beside(Table table, String name) {
    return new RelationName(table.name().schema(), name);
  }

  static String list(List<String> names) {
    return names.stream().map(Names::sql).collect(Collectors.joining(", "));
  }

  /** As a message names a column: {@code orders.total}. */
  static String shown(QualifiedName table, String column) {
    return table.name() + "." + column;
  }

  /**
   * The parts joined by underscores. What would be longer than a name may be is cut, with a
   * checksum behind it, so that different parts give different names.
   */
  static String join(String... parts) {
    String whole = String.join("_", parts);
    if (whole.getBytes(StandardCharsets.UTF_8).length <= LIMIT) {
      return whole;
    }
    CRC32 checksum = new CRC32();
    checksum.update(whole.getBytes(StandardCharsets.UTF_8));
    String suffix = "_%08x".formatted(checksum.getValue());
    StringBuilder cut = new StringBuilder(whole);
    while (cut.toString().getBytes(StandardCharsets.UTF_8).length + suffix.length() > LIMIT) {
      boolean pair = Character.isLowSurrogate(cut.charAt(cut.length() - 1));
      cut.setLength(cut.length() - (pair ? 2 : 1));
    }
    return cut + suffix;
  }
}
