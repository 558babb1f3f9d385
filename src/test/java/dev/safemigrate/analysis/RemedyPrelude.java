package dev.safemigrate.analysis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is on the server before a history begins whose first migrations are not told. */
final class RemedyPrelude {

  private static final Path FILE = Path.of("src/test/resources/remedy-prelude.sql");

  private static final Pattern CREATED =
      Pattern.compile("(?i)CREATE (?:TABLE|SCHEMA|MATERIALIZED VIEW) (?:IF NOT EXISTS )?(\\w+)");

  private static final Pattern TABLE =
      Pattern.compile("(?i)(?: ON | OF |TABLE |SCHEMA |VIEW )(\\w+)");

  /** What single cases want besides. */
  private static final Map<String, String> MORE =
      Map.of(
          "blocking-index-drop", "CREATE INDEX orders_customer_idx ON orders (customer_id)",
          "blocking-reindex", "CREATE INDEX orders_customer_idx ON orders (customer_id)",
          "two-statements-are-one-query",
              "CREATE INDEX orders_customer_idx ON orders (customer_id)",
          "page unbounded-update", "ALTER TABLE orders ADD COLUMN region text",
          "unbounded-update/", "ALTER TABLE orders ADD COLUMN region text",
          "unbounded-delete/backfill", "ALTER TABLE orders ADD COLUMN region text",
          "invalid-index-kept", "ALTER TABLE orders ADD COLUMN number text",
          "not-valid-check-breaks-updates", "ALTER TABLE orders ADD COLUMN region text");

  private RemedyPrelude() {}

  /** The statements for a case; what the history creates itself is left out. */
  static List<String> of(String name, Fixture fixture) {
    List<String> created = new ArrayList<>();
    for (Fixture.File file : fixture.files()) {
      Matcher matcher = CREATED.matcher(file.text());
      while (matcher.find()) {
        created.add(matcher.group(1));
      }
    }
    List<String> statements = new ArrayList<>();
    for (String sql : lines()) {
      if (needs(sql).stream().noneMatch(created::contains)) {
        statements.add(sql);
      }
    }
    MORE.forEach(
        (part, sql) -> {
          if (name.contains(part) && needs(sql).stream().noneMatch(created::contains)) {
            statements.add(sql);
          }
        });
    return statements;
  }

  private static List<String> needs(String sql) {
    return TABLE.matcher(" " + sql).results().map(result -> result.group(1)).toList();
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
