package dev.safemigrate.history;

import dev.safemigrate.history.HistoryEntry.AppliedBy;
import dev.safemigrate.history.HistoryEntry.AppliedMigration;
import dev.safemigrate.history.HistoryEntry.Journal;
import dev.safemigrate.history.HistoryEntry.Kind;
import dev.safemigrate.history.HistoryEntry.LockWaits;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Our own history of one database. Every method works in the transaction that the given connection
 * has open, so that a row stands or falls with the work that it records.
 */
public final class History {

  private static final String READ =
      """
      SELECT rank, kind, version, description, script, checksum, classification, phase, applied_by,
        host, project_version, git_commit, tool_version, started_at, finished_at, duration_ms,
        units_total, units_done, unit_running, unit_name, lock_waits,
        lock_wait_ms, rolled_back_at, verified_at
      FROM %s ORDER BY rank
      """;

  private static final String INSERT =
      """
      INSERT INTO %s (kind, version, description, script, checksum, classification, phase, host,
        project_version, git_commit, tool_version, units_total)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING rank
      """;

  private static final String RECORD =
      """
      INSERT INTO %s (kind, version, description, script, checksum, host, project_version,
        git_commit, tool_version, note, started_at, finished_at)
      SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ran.at, ran.at
      FROM (SELECT coalesce(?::timestamptz, clock_timestamp()) AS at) AS ran
      """;

  /** One statement for what one transaction has done: the clock of its beginning is now(). */
  private static final String INSERT_APPLIED =
      """
      INSERT INTO %s (kind, version, description, script, checksum, classification, phase, host,
        project_version, git_commit, tool_version, duration_ms, lock_waits, lock_wait_ms,
        started_at, finished_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, now(), clock_timestamp())
      """;

  private final HistoryTable table;

  public History(HistoryTable table) {
    this.table = table;
  }

  public HistoryTable table() {
    return table;
  }

  /** Whether the table is there; a table that is not ours counts. */
  public boolean exists(Connection connection) throws SQLException {
    return HistorySchema.exists(connection, table);
  }

  /**
   * Creates the table where it is missing.
   *
   * @throws HistoryException when a table of that name is not ours
   */
  public void create(Connection connection) throws SQLException, HistoryException {
    HistorySchema.create(connection, table);
  }

  /**
   * All rows in the order of application; none when there is no table.
   *
   * @throws HistoryException when a table of that name is not ours
   */
  public List<HistoryEntry> read(Connection connection) throws SQLException, HistoryException {
    if (!exists(connection)) {
      return List.of();
    }
    HistorySchema.requireOurs(connection, table);
    String sql = READ;
    for (String column : HistorySchema.missing(connection, table)) {
      sql = sql.replaceFirst("\\b" + column + "\\b", HistorySchema.absent(column));
    }
    List<HistoryEntry> entries = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql.formatted(table.sql()))) {
      while (row.next()) {
        entries.add(entry(row));
      }
    }
    return entries;
  }

  /**
   * Records that a migration begins.
   *
   * @param units how many units of work are journalled; 0 where the file is one transaction
   * @return the row's rank
   */
  public long begin(
      Connection connection, AppliedMigration migration, AppliedBy appliedBy, int units)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT.formatted(table.sql()))) {
      set(insert, migration, appliedBy);
      insert.setInt(12, units);
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /**
   * Records a migration that this plugin did not run.
   *
   * @param at when it ran; now, where nobody knows
   * @param note how that is known, for people
   */
  public void record(
      Connection connection,
      AppliedMigration migration,
      AppliedBy appliedBy,
      Optional<Instant> at,
      String note)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(RECORD.formatted(table.sql()))) {
      insert.setString(1, migration.kind().name().toLowerCase(Locale.ROOT));
      setText(insert, 2, migration.version());
      insert.setString(3, migration.description());
      insert.setString(4, migration.script());
      setText(insert, 5, migration.checksum());
      insert.setString(6, appliedBy.host());
      setText(insert, 7, appliedBy.projectVersion());
      setText(insert, 8, appliedBy.gitCommit());
      insert.setString(9, appliedBy.toolVersion());
      insert.setString(10, note);
      setText(insert, 11, at.map(Instant::toString));
      insert.executeUpdate();
    }
  }

  /**
   * SQL that shares an exchange with a row.
   *
   * @param before ends with a semicolon, or is empty
   * @param after begins with one, or is empty
   */
  public record Around(String before, String after) {}

  /**
   * Records a migration that was applied in the open transaction, from its beginning to its end.
   *
   * @param around what is sent with the row; the end of the transaction, for one
   * @param millis since the transaction began
   */
  public void applied(
      Connection connection,
      Around around,
      AppliedMigration migration,
      AppliedBy appliedBy,
      long millis,
      LockWaits lockWaits)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            around.before() + INSERT_APPLIED.formatted(table.sql()) + around.after())) {
      set(insert, migration, appliedBy);
      insert.setLong(12, millis);
      insert.setInt(13, lockWaits.retries());
      insert.setLong(14, lockWaits.millis());
      insert.execute();
    }
  }

  private static void set(PreparedStatement insert, AppliedMigration migration, AppliedBy appliedBy)
      throws SQLException {
    insert.setString(1, migration.kind().name().toLowerCase(Locale.ROOT));
    setText(insert, 2, migration.version());
    insert.setString(3, migration.description());
    insert.setString(4, migration.script());
    setText(insert, 5, migration.checksum());
    setText(insert, 6, migration.classification());
    setText(insert, 7, migration.phase());
    insert.setString(8, appliedBy.host());
    setText(insert, 9, appliedBy.projectVersion());
    setText(insert, 10, appliedBy.gitCommit());
    insert.setString(11, appliedBy.toolVersion());
  }

  /**
   * Records that a unit is about to be sent of whose end nothing may be known later.
   *
   * @param name the name that was chosen for what it builds, where its file gives none
   */
  public void unitStarts(Connection connection, long rank, int unit, Optional<String> name)
      throws SQLException {
    update(
        connection,
        "unit_running = ?, unit_name = ?",
        rank,
        update -> {
          update.setInt(1, unit);
          setText(update, 2, name);
        });
  }

  /** Records that a unit has run: call it in the unit's own transaction where it has one. */
  public void unitDone(Connection connection, long rank, String hash, long millis)
      throws SQLException {
    update(
        connection,
        "units_done = array_append(units_done, ?::text), unit_running = NULL, unit_name = NULL, duration_ms ="
            + " duration_ms + ?",
        rank,
        update -> {
          update.setString(1, hash);
          update.setLong(2, millis);
        });
  }

  /**
   * Records that the migration is applied in full, with the content that its file has now: what
   * follows the parts that an earlier run applied may have been changed.
   */
  public void finish(
      Connection connection,
      long rank,
      AppliedMigration migration,
      long millis,
      LockWaits lockWaits)
      throws SQLException {
    update(
        connection,
        "finished_at = clock_timestamp(), checksum = ?, classification = ?,"
            + " duration_ms = duration_ms + ?, lock_waits = lock_waits + ?,"
            + " lock_wait_ms = lock_wait_ms + ?, phase = ?",
        rank,
        update -> {
          setText(update, 1, migration.checksum());
          setText(update, 2, migration.classification());
          update.setLong(3, millis);
          update.setInt(4, lockWaits.retries());
          update.setLong(5, lockWaits.millis());
          setText(update, 6, migration.phase());
        });
  }

  /** Records that the file of an applied migration is right as it is now. */
  public void takeChecksum(Connection connection, long rank, String checksum) throws SQLException {
    update(connection, "checksum = ?", rank, update -> update.setString(1, checksum));
  }

  /** Records that the queries which must be true behind the migration are. */
  public void verified(Connection connection, long rank) throws SQLException {
    update(connection, "verified_at = clock_timestamp()", rank, update -> {});
  }

  /** Records that a down script has undone the migration. */
  public void rolledBack(Connection connection, long rank) throws SQLException {
    update(connection, "rolled_back_at = clock_timestamp()", rank, update -> {});
  }

  private void update(Connection connection, String assignments, long rank, Parameters parameters)
      throws SQLException {
    String sql = "UPDATE %s SET %s WHERE rank = ?".formatted(table.sql(), assignments);
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      parameters.set(update);
      update.setLong((int) assignments.chars().filter(c -> c == '?').count() + 1, rank);
      int rows = update.executeUpdate();
      if (rows != 1) {
        throw new SQLException(
            "the history row %d of %s is gone: somebody else works on it".formatted(rank, table));
      }
    }
  }

  private static HistoryEntry entry(ResultSet row) throws SQLException {
    AppliedMigration migration =
        new AppliedMigration(
            Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
            text(row, "version"),
            row.getString("description"),
            row.getString("script"),
            text(row, "checksum"),
            text(row, "classification"),
            text(row, "phase"));
    AppliedBy appliedBy =
        new AppliedBy(
            row.getString("applied_by"),
            row.getString("host"),
            text(row, "project_version"),
            text(row, "git_commit"),
            row.getString("tool_version"));
    return new HistoryEntry(
        row.getLong("rank"),
        migration,
        appliedBy,
        row.getTimestamp("started_at").toInstant(),
        instant(row, "finished_at"),
        row.getLong("duration_ms"),
        journal(row),
        new LockWaits(row.getInt("lock_waits"), row.getLong("lock_wait_ms")),
        instant(row, "rolled_back_at"),
        instant(row, "verified_at"));
  }

  private static Journal journal(ResultSet row) throws SQLException {
    Array done = row.getArray("units_done");
    List<String> hashes = List.of((String[]) done.getArray());
    int running = row.getInt("unit_running");
    Optional<Integer> known = row.wasNull() ? Optional.empty() : Optional.of(running);
    return new Journal(row.getInt("units_total"), hashes, known, text(row, "unit_name"));
  }

  private static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    @Nullable Timestamp timestamp = row.getTimestamp(column);
    return Optional.ofNullable(timestamp).map(Timestamp::toInstant);
  }

  private static void setText(PreparedStatement statement, int index, Optional<String> value)
      throws SQLException {
    if (value.isPresent()) {
      statement.setString(index, value.get());
    } else {
      statement.setNull(index, Types.VARCHAR);
    }
  }

  /** Sets the parameters of an update before its last, the rank. */
  @FunctionalInterface
  private interface Parameters {
    void set(PreparedStatement update) throws SQLException;
  }
}
