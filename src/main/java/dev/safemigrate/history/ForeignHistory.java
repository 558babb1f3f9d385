package dev.safemigrate.history;

import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.NamingStyle;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The history table of another tool, recognised by its name and columns. It is only read. */
public final class ForeignHistory {

  /** Rails has it beside a schema_migrations whose columns are dbmate's. */
  private static final String RAILS_METADATA = "ar_internal_metadata";

  private static final List<HistoryFormat> FORMATS =
      List.of(
          new FlywayFormat(),
          new LiquibaseFormat(),
          new GolangMigrateFormat(),
          new AlembicFormat(),
          new GooseFormat(),
          IdentityFormat.KNEX,
          IdentityFormat.DBMATE,
          IdentityFormat.DIESEL,
          IdentityFormat.PRISMA,
          IdentityFormat.SQLX,
          IdentityFormat.SQL_MIGRATE,
          IdentityFormat.MYBATIS);

  private static final String COLUMNS =
      """
      SELECT n.nspname, c.relname, a.attname
      FROM pg_catalog.pg_attribute a
      JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
        AND lower(c.relname) = ANY (string_to_array(?, ','))
      ORDER BY n.nspname, c.relname, a.attnum
      """;

  private final HistoryTable table;
  private final HistoryFormat format;

  private ForeignHistory(HistoryTable table, HistoryFormat format) {
    this.table = table;
    this.format = format;
  }

  /**
   * All tables of the database that are another tool's history, by schema and name.
   *
   * @param connection whose user sees the tables
   */
  public static List<ForeignHistory> find(Connection connection) throws SQLException {
    Map<HistoryTable, Set<String>> tables = tables(connection);
    List<ForeignHistory> found = new ArrayList<>();
    tables.forEach(
        (table, columns) -> {
          boolean rails =
              columns.size() == 1
                  && tables.containsKey(new HistoryTable(table.schema(), RAILS_METADATA));
          FORMATS.stream()
              .filter(
                  format ->
                      !rails
                          && format.tables().contains(table.name().toLowerCase(Locale.ROOT))
                          && format.recognises(columns))
              .findFirst()
              .ifPresent(format -> found.add(new ForeignHistory(table, format)));
        });
    return found;
  }

  private static Map<HistoryTable, Set<String>> tables(Connection connection) throws SQLException {
    Set<String> names = new LinkedHashSet<>(Set.of(RAILS_METADATA));
    FORMATS.forEach(format -> names.addAll(format.tables()));
    Map<HistoryTable, Set<String>> tables = new LinkedHashMap<>();
    try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
      query.setString(1, String.join(",", names));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          tables
              .computeIfAbsent(
                  new HistoryTable(rows.getString(1), rows.getString(2)),
                  table -> new LinkedHashSet<>())
              .add(rows.getString(3).toLowerCase(Locale.ROOT));
        }
      }
    }
    return tables;
  }

  /** The tool that keeps it. */
  public NamingStyle tool() {
    return format.tool();
  }

  public HistoryTable table() {
    return table;
  }

  /**
   * Which scripts its tool would not run any more.
   *
   * @param scripts all of the project
   * @return {@link MigrationScript#identity() identities}
   */
  public Set<String> applied(Connection connection, List<MigrationScript> scripts)
      throws SQLException {
    return entries(connection, scripts).keySet();
  }

  /** The same with what the history says of each. */
  public Map<String, AppliedElsewhere> entries(Connection connection, List<MigrationScript> scripts)
      throws SQLException {
    return format.applied(new HistoryRows(connection, table), scripts);
  }

  /** {@code schema.name}, for messages. */
  @Override
  public String toString() {
    return table.toString();
  }
}
