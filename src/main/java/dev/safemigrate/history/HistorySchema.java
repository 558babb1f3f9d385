package dev.safemigrate.history;

import dev.safemigrate.ast.Identifiers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The shape of our history table: creating it, and telling it from a stranger's. */
final class HistorySchema {

  /** The columns that every version of the table has; a table without them is not ours. */
  private static final Set<String> COLUMNS =
      Set.of("rank", "kind", "version", "script", "checksum", "finished_at", "rolled_back_at");

  /** Columns that came later, with their types: a table made before lacks them. */
  private static final Map<String, String> LATER =
      Map.of("note", "text", "verified_at", "timestamptz", "unit_name", "text");

  private HistorySchema() {}

  /** Whether the table is there. */
  static boolean exists(Connection connection, HistoryTable table) throws SQLException {
    return !columns(connection, table).isEmpty();
  }

  /**
   * Creates schema and table where they are missing, and adds the columns that came later to a
   * table of an earlier version: each without a default, which leaves the rows as they are.
   *
   * @throws HistoryException when a table of that name is not ours
   */
  static void create(Connection connection, HistoryTable table)
      throws SQLException, HistoryException {
    if (exists(connection, table)) {
      requireOurs(connection, table);
      addLater(connection, table);
      return;
    }
    try (Statement statement = connection.createStatement()) {
      // IF NOT EXISTS asks for the right to create schemas even where the schema is there.
      if (!schemaExists(connection, table.schema())) {
        statement.execute("CREATE SCHEMA " + Identifiers.quote(table.schema()));
      }
      statement.execute(ddl(table));
    }
  }

  private static void addLater(Connection connection, HistoryTable table) throws SQLException {
    for (String column : missing(connection, table)) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "ALTER TABLE %s ADD COLUMN IF NOT EXISTS %s %s"
                .formatted(table.sql(), column, LATER.get(column)));
      }
    }
  }

  /** The columns that came later and are not there, in alphabetical order. */
  static Set<String> missing(Connection connection, HistoryTable table) throws SQLException {
    Set<String> missing = new TreeSet<>(LATER.keySet());
    missing.removeAll(columns(connection, table));
    return missing;
  }

  /** What stands for such a column in a query of a table without it. */
  static String absent(String column) {
    return "NULL::" + LATER.get(column) + " AS " + column;
  }

  /**
   * @throws HistoryException when a table of that name is not ours
   */
  static void requireOurs(Connection connection, HistoryTable table)
      throws SQLException, HistoryException {
    Set<String> found = columns(connection, table);
    Set<String> missing = new TreeSet<>(COLUMNS);
    missing.removeAll(found);
    if (!missing.isEmpty()) {
      throw new HistoryException(
          ("%s exists but is not a history of this plugin: it has the columns %s and lacks %s."
                  + " Nothing was changed. Give the history another name with migrate.table.")
              .formatted(table, String.join(", ", found), String.join(", ", missing)));
    }
  }

  private static boolean schemaExists(Connection connection, String schema) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT FROM pg_catalog.pg_namespace WHERE nspname = ?")) {
      query.setString(1, schema);
      try (ResultSet row = query.executeQuery()) {
        return row.next();
      }
    }
  }

  private static Set<String> columns(Connection connection, HistoryTable table)
      throws SQLException {
    String sql =
        """
        SELECT a.attname
        FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY a.attnum
        """;
    Set<String> columns = new LinkedHashSet<>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, table.schema());
      query.setString(2, table.name());
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          columns.add(rows.getString(1));
        }
      }
    }
    return columns;
  }

  /**
   * A migration is applied once at a time: the unique index says so even if two runners should ever
   * get past the lock. Some tools allow several files of one version.
   */
  private static String ddl(HistoryTable table) {
    return """
    CREATE TABLE %1$s (
      rank bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      kind text NOT NULL
        CHECK (kind IN ('versioned', 'repeatable', 'baseline', 'rollback')),
      version text,
      description text NOT NULL,
      script text NOT NULL,
      checksum text,
      classification text,
      phase text,
      applied_by text NOT NULL DEFAULT current_user,
      host text NOT NULL,
      project_version text,
      git_commit text,
      tool_version text NOT NULL,
      started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      finished_at timestamptz,
      duration_ms bigint NOT NULL DEFAULT 0,
      units_total integer NOT NULL DEFAULT 0,
      units_done text[] NOT NULL DEFAULT '{}',
      unit_running integer,
      unit_name text,
      lock_waits integer NOT NULL DEFAULT 0,
      lock_wait_ms bigint NOT NULL DEFAULT 0,
      rolled_back_at timestamptz,
      note text,
      verified_at timestamptz
    );
    CREATE UNIQUE INDEX ON %1$s (version, script)
      WHERE kind = 'versioned' AND rolled_back_at IS NULL;
    COMMENT ON TABLE %1$s IS 'History of migrate-maven-plugin, format 1';
    """
        .formatted(table.sql());
  }
}
