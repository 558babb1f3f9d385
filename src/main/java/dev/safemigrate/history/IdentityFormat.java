package dev.safemigrate.history;

import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.NamingStyle;
import dev.safemigrate.source.Version;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tools that keep one row for each migration that is applied.
 *
 * @param tool whose it is
 * @param tables the names of its table
 * @param columns those that tell it from a stranger's table
 * @param alone whether it has no other columns
 * @param identity the column that names the migration
 * @param condition of the rows that count
 */
record IdentityFormat(
    NamingStyle tool,
    Set<String> tables,
    Set<String> columns,
    boolean alone,
    String identity,
    String condition)
    implements HistoryFormat {

  /** The name is the file's, with its ending. */
  static final IdentityFormat KNEX =
      new IdentityFormat(
          NamingStyle.KNEX,
          Set.of("knex_migrations"),
          Set.of("name", "batch", "migration_time"),
          false,
          "name",
          "");

  /** The version is the digits that the file's name begins with. */
  static final IdentityFormat DBMATE =
      new IdentityFormat(
          NamingStyle.DBMATE, Set.of("schema_migrations"), Set.of("version"), true, "version", "");

  /** The version is the folder's, without dashes. */
  static final IdentityFormat DIESEL =
      new IdentityFormat(
          NamingStyle.DIESEL,
          Set.of("__diesel_schema_migrations"),
          Set.of("version", "run_on"),
          false,
          "version",
          "");

  /** A row whose migration failed stays without an end; one that was taken back says when. */
  static final IdentityFormat PRISMA =
      new IdentityFormat(
          NamingStyle.PRISMA,
          Set.of("_prisma_migrations"),
          Set.of("checksum", "finished_at", "migration_name", "rolled_back_at"),
          false,
          "migration_name",
          "WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL");

  static final IdentityFormat SQLX =
      new IdentityFormat(
          NamingStyle.SQLX,
          Set.of("_sqlx_migrations"),
          Set.of("version", "installed_on", "success", "checksum"),
          false,
          "version",
          "WHERE success");

  /** The id is the file's name. */
  static final IdentityFormat SQL_MIGRATE =
      new IdentityFormat(
          NamingStyle.SQL_MIGRATE,
          Set.of("gorp_migrations"),
          Set.of("id", "applied_at"),
          false,
          "id",
          "");

  static final IdentityFormat MYBATIS =
      new IdentityFormat(
          NamingStyle.MYBATIS,
          Set.of("changelog"),
          Set.of("id", "applied_at", "description"),
          false,
          "id",
          "");

  @Override
  public boolean recognises(Set<String> found) {
    return alone ? found.equals(columns) : found.containsAll(columns);
  }

  @Override
  public Set<String> applied(HistoryRows rows, List<MigrationScript> scripts) throws SQLException {
    Set<String> texts = new HashSet<>();
    Set<Version> numbers = new HashSet<>();
    for (List<String> row : rows.select(List.of(identity + "::text"), condition)) {
      texts.add(row.get(0));
      Version.ofNumbers(row.get(0)).ifPresent(numbers::add);
    }
    return scripts.stream()
        .filter(script -> isAmong(script, texts, numbers))
        .map(MigrationScript::identity)
        .collect(Collectors.toSet());
  }

  /** Numbers lose their leading zeros on the way through a numeric column. */
  private static boolean isAmong(MigrationScript script, Set<String> texts, Set<Version> numbers) {
    String name = script.name();
    return texts.contains(script.identity())
        || texts.contains(name.substring(name.lastIndexOf('/') + 1))
        || Version.ofNumbers(script.identity()).filter(numbers::contains).isPresent();
  }
}
