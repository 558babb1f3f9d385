package dev.safemigrate.history;

import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.NamingStyle;
import dev.safemigrate.source.Version;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tools that keep one row for each migration that is applied.
 *
 * @param tool whose it is
 * @param tables the names of its table
 * @param columns those that tell it from a stranger's table
 * @param alone whether it has no other columns
 * @param identity SQL for what names the migration
 * @param condition of the rows that count
 * @param appliedAt SQL for the time in seconds since 1970, as text; empty where none is kept
 * @param checksum SQL for a checksum of the file in hex, as text; empty where none is kept
 * @param algorithm of the checksum, over the bytes of the file
 */
record IdentityFormat(
    NamingStyle tool,
    Set<String> tables,
    Set<String> columns,
    boolean alone,
    String identity,
    String condition,
    String appliedAt,
    String checksum,
    String algorithm)
    implements HistoryFormat {

  /** SQL for "not kept". */
  private static final String NONE = "''";

  /** Its files are no SQL; those that were written in their place have the same numbers. */
  static final IdentityFormat KNEX =
      new IdentityFormat(
          NamingStyle.KNEX,
          Set.of("knex_migrations"),
          Set.of("name", "batch", "migration_time"),
          false,
          "coalesce(substring(name from '^[0-9]+'), name)",
          "",
          AppliedElsewhere.epoch("migration_time"),
          NONE,
          "");

  /** The version is the digits that the file's name begins with. */
  static final IdentityFormat DBMATE =
      new IdentityFormat(
          NamingStyle.DBMATE,
          Set.of("schema_migrations"),
          Set.of("version"),
          true,
          "version",
          "",
          NONE,
          NONE,
          "");

  /** The version is the folder's, without dashes. */
  static final IdentityFormat DIESEL =
      new IdentityFormat(
          NamingStyle.DIESEL,
          Set.of("__diesel_schema_migrations"),
          Set.of("version", "run_on"),
          false,
          "version",
          "",
          AppliedElsewhere.epoch("run_on"),
          NONE,
          "");

  /** A row whose migration failed stays without an end; one that was taken back says when. */
  static final IdentityFormat PRISMA =
      new IdentityFormat(
          NamingStyle.PRISMA,
          Set.of("_prisma_migrations"),
          Set.of("checksum", "finished_at", "migration_name", "rolled_back_at"),
          false,
          "migration_name",
          "WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
          AppliedElsewhere.epoch("finished_at"),
          "checksum",
          "SHA-256");

  static final IdentityFormat SQLX =
      new IdentityFormat(
          NamingStyle.SQLX,
          Set.of("_sqlx_migrations"),
          Set.of("version", "installed_on", "success", "checksum"),
          false,
          "version",
          "WHERE success",
          AppliedElsewhere.epoch("installed_on"),
          "encode(checksum, 'hex')",
          "SHA-384");

  /** The id is the file's name. */
  static final IdentityFormat SQL_MIGRATE =
      new IdentityFormat(
          NamingStyle.SQL_MIGRATE,
          Set.of("gorp_migrations"),
          Set.of("id", "applied_at"),
          false,
          "id",
          "",
          AppliedElsewhere.epoch("applied_at"),
          NONE,
          "");

  static final IdentityFormat MYBATIS =
      new IdentityFormat(
          NamingStyle.MYBATIS,
          Set.of("changelog"),
          Set.of("id", "applied_at", "description"),
          false,
          "id",
          "",
          AppliedElsewhere.epoch("applied_at"),
          NONE,
          "");

  @Override
  public boolean recognises(Set<String> found) {
    return alone ? found.equals(columns) : found.containsAll(columns);
  }

  @Override
  public Map<String, AppliedElsewhere> applied(HistoryRows rows, List<MigrationScript> scripts)
      throws SQLException {
    Map<String, List<String>> texts = new HashMap<>();
    Map<Version, List<String>> numbers = new HashMap<>();
    for (List<String> row :
        rows.select(List.of(identity + "::text", appliedAt, checksum), condition)) {
      texts.put(row.get(0), row);
      Version.ofNumbers(row.get(0)).ifPresent(version -> numbers.put(version, row));
    }
    Map<String, AppliedElsewhere> applied = new HashMap<>();
    for (MigrationScript script : scripts) {
      row(script, texts, numbers)
          .ifPresent(
              row ->
                  applied.put(
                      script.identity(),
                      new AppliedElsewhere(
                          AppliedElsewhere.time(row.get(1)), isOther(script, row.get(2)))));
    }
    return applied;
  }

  /** Numbers lose their leading zeros on the way through a numeric column. */
  private static Optional<List<String>> row(
      MigrationScript script, Map<String, List<String>> texts, Map<Version, List<String>> numbers) {
    String name = script.name();
    return Optional.ofNullable(texts.get(script.identity()))
        .or(() -> Optional.ofNullable(texts.get(name.substring(name.lastIndexOf('/') + 1))))
        .or(() -> Version.ofNumbers(script.identity()).map(numbers::get));
  }

  private boolean isOther(MigrationScript script, String noted) {
    if (noted.isEmpty()) {
      return false;
    }
    try {
      byte[] digest = MessageDigest.getInstance(algorithm).digest(script.fileBytes());
      return !HexFormat.of().formatHex(digest).equals(noted);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}
