package dev.safemigrate.effect;

import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.parser.JSqlParserQueryReader;
import dev.safemigrate.parser.SqlParser;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.SchemaFold;
import dev.safemigrate.schema.SchemaState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Renders docs/locks.md from the model. */
final class LocksDocument {

  private static final JSqlParserQueryReader READER = new JSqlParserQueryReader();

  private LocksDocument() {}

  static String render() {
    StringBuilder text = new StringBuilder();
    text.append("# Which statement takes which lock\n\n");
    text.append("Made from the model that the analyser uses; the model is held against\n");
    text.append(
        "measurements on PostgreSQL 14 to 18. Every statement is shown on this schema:\n\n");
    text.append("```sql\n").append(setup().strip()).append("\n```\n\n");
    text.append(
        "A lock is held until the transaction ends. The column *busy* tells for how long\n");
    text.append(
        "the statement itself keeps it: an instant, or as long as a scan, an index build,\n");
    text.append("a rewrite of the table, the rows it touches, or a wait for others takes.\n");
    String heading = "";
    for (String line : resource("locks-document.sql").lines().toList()) {
      if (line.startsWith("-- ")) {
        heading = line.substring(3);
        text.append("\n## ").append(heading).append("\n\n");
        text.append("| statement | versions | locks (busy) | who waits | also |\n");
        text.append("|---|---|---|---|---|\n");
      } else if (!line.isBlank()) {
        row(line, text);
      }
    }
    return text.toString();
  }

  private static String setup() {
    return resource("locks-document-setup.sql");
  }

  private static void row(String sql, StringBuilder text) {
    Map<String, List<Integer>> byText = new LinkedHashMap<>();
    for (int version = 14; version <= 18; version++) {
      byText
          .computeIfAbsent(cells(sql, new ServerVersion(version)), cells -> new ArrayList<>())
          .add(version);
    }
    byText.forEach(
        (cells, versions) ->
            text.append(
                "| `%s` | %s | %s |\n".formatted(sql.replace("|", "\\|"), range(versions), cells)));
  }

  private static String range(List<Integer> versions) {
    int first = versions.get(0);
    int last = versions.get(versions.size() - 1);
    return first == last ? String.valueOf(first) : first + "-" + last;
  }

  private static String cells(String sql, ServerVersion version) {
    SchemaFold fold = new SchemaFold(version, READER);
    SchemaState state =
        fold.applyAll(SchemaState.empty(), SqlParser.parse(setup(), version).statements());
    Statement statement = SqlParser.parse(sql, version).statements().get(0);
    Effects effects =
        new EffectModel(READER).predict(statement, state, TransactionState.NONE, version);
    if (effects.failure().isPresent()) {
      return "refused: %s | | %s"
          .formatted(effects.failure().get().sqlstate(), effects.failure().get().reason());
    }
    Map<RelationName, RelationLock> strongest = new TreeMap<>();
    effects.locks().forEach(lock -> strongest.putIfAbsent(lock.relation(), lock));
    List<String> locks = new ArrayList<>();
    strongest.values().forEach(lock -> locks.add(lock(lock)));
    return "%s | %s | %s"
        .formatted(
            locks.isEmpty() ? "none" : String.join("<br>", locks), waits(strongest), also(effects));
  }

  private static String lock(RelationLock lock) {
    return "%s: %s (%s)"
        .formatted(
            lock.relation().name(),
            lock.mode().sqlName(),
            lock.hold().name().toLowerCase(Locale.ROOT));
  }

  private static String waits(Map<RelationName, RelationLock> locks) {
    if (locks.values().stream().anyMatch(lock -> lock.mode().blocksReads())) {
      return "everybody";
    }
    if (locks.values().stream().anyMatch(lock -> lock.mode().blocksWrites())) {
      return "writers";
    }
    boolean ddl = locks.values().stream().anyMatch(lock -> lock.mode().conflictsWith(lock.mode()));
    return ddl ? "DDL, VACUUM" : "nobody but ACCESS EXCLUSIVE";
  }

  private static String also(Effects effects) {
    List<String> also = new ArrayList<>();
    add(also, "rewrites ", effects.rewrites().stream().map(RelationName::name).sorted().toList());
    add(also, "scans ", effects.scans().stream().map(RelationName::name).sorted().toList());
    add(also, "builds ", effects.indexBuilds().stream().map(RelationName::name).sorted().toList());
    add(also, "waits for ", effects.waitsFor().stream().sorted().toList());
    if (effects.transaction() == TransactionNeed.FORBIDDEN) {
      also.add("not in a transaction");
    }
    return String.join("; ", also);
  }

  private static void add(List<String> also, String word, List<String> names) {
    if (!names.isEmpty()) {
      also.add(word + String.join(", ", names));
    }
  }

  private static String resource(String name) {
    try (InputStream in = LocksDocument.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("test resource " + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
