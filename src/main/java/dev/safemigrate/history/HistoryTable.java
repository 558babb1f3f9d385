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

  /** The qualified name, quoted for SQL. */
  public String sql() {
    return Identifiers.quote(schema) + "." + Identifiers.quote(name);
  }

  /** {@code schema.name}, for messages. */
  @Override
  public String toString() {
    return schema + "." + name;
  }
}
