package dev.safemigrate.history;

import dev.safemigrate.ast.Identifiers;

/**
 * Where the history is kept.
 *
 * @param schema always given: a migration may empty the search path
 * @param name the table's own name
 */
public record HistoryTable(String schema, String name) {

  /** The name that is used unless a user chooses another. */
  public static final String DEFAULT_NAME = "migrate_history";

  private static final String BACKFILLS = "_backfill";

  /** NAMEDATALEN - 1 (the manual, 4.1.1), if every character is a byte. */
  private static final int LONGEST_NAME = 63;

  /** The qualified name, quoted for SQL. */
  public String sql() {
    return Identifiers.quote(schema) + "." + Identifiers.quote(name);
  }

  /** Where backfills keep how far they have come: beside the history. */
  public HistoryTable ofBackfills() {
    String base = name.substring(0, Math.min(name.length(), LONGEST_NAME - BACKFILLS.length()));
    return new HistoryTable(schema, base + BACKFILLS);
  }

  /** {@code schema.name}, for messages. */
  @Override
  public String toString() {
    return schema + "." + name;
  }
}
