package dev.safemigrate.history;

import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.history.HistoryEntry.AppliedBy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is known of a database beside its migrations: the schema as a run has left it, what the
 * server had counted before and behind it, and backups. Kept in a table beside the history, which
 * is created with its first row.
 */
public final class ReleaseRecords {

  private static final String SUFFIX = "_release";
  private static final String WORK_BEFORE = "work before";
  private static final String WORK_BEHIND = "work behind";
  private static final String INSTALL = "install";

  /** Every kind of row; a table of an earlier version allows fewer. */
  private static final List<String> KINDS =
      List.of("schema", "backup", WORK_BEFORE, WORK_BEHIND, INSTALL);

  private final HistoryTable history;
  private final HistoryTable table;

  public ReleaseRecords(HistoryTable history) {
    this.history = history;
    this.table = tableOf(history);
  }

  /** Where the records of a history are kept. */
  public static HistoryTable tableOf(HistoryTable history) {
    return new HistoryTable(history.schema(), history.name() + SUFFIX);
  }

  /**
   * The schema as a run has left it.
   *
   * @param recordedAt by the server's clock
   * @param hash of its canonical text
   * @param content the schema, packed
   * @param toolVersion the plugin's version, whose canonical form it is
   * @param current whether nothing was applied or rolled back since
   */
  public record KeptSchema(
      Instant recordedAt, String hash, byte[] content, String toolVersion, boolean current) {}

  /**
   * A backup that was made.
   *
   * @param finishedAt by the server's clock
   * @param age until now, by the server's clock
   * @param place the file, or the command that made it
   * @param verified whether it was restored to see that it can be
   */
  public record Backup(Instant finishedAt, Duration age, String place, boolean verified) {}

  /**
   * What the server had counted when the last run that applied something began and ended.
   *
   * @param before the run, packed
   * @param behind the run, packed; empty when it did not come to its end
   * @param toolVersion the plugin's version, whose form it is
   */
  public record KeptWork(byte[] before, Optional<byte[]> behind, String toolVersion) {}

  /** Keeps what the server has counted before a run, instead of what was kept for the last one. */
  public void keepWorkBefore(Connection connection, AppliedBy by, byte[] content)
      throws SQLException {
    create(connection);
    execute(connection, "DELETE FROM %s WHERE kind IN ('work before', 'work behind')");
    insert(connection, WORK_BEFORE, by, "", Optional.of(content), false);
  }

  /** Keeps what it has counted when the run has ended. */
  public void keepWorkBehind(Connection connection, AppliedBy by, byte[] content)
      throws SQLException {
    insert(connection, WORK_BEHIND, by, "", Optional.of(content), false);
  }

  /** What was kept of the last run, if something was. */
  public Optional<KeptWork> work(Connection connection) throws SQLException {
    if (!HistorySchema.exists(connection, table)) {
      return Optional.empty();
    }
    String sql =
        """
        SELECT b.content, (SELECT content FROM %1$s WHERE kind = 'work behind' AND id > b.id
          ORDER BY id DESC LIMIT 1), b.tool_version
        FROM %1$s b WHERE b.kind = 'work before' ORDER BY b.id DESC LIMIT 1
        """
            .formatted(table.sql());
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next()
          ? Optional.of(
              new KeptWork(row.getBytes(1), Optional.ofNullable(row.getBytes(2)), row.getString(3)))
          : Optional.empty();
    }
  }

  /** Records that a first install has begun, unless that is recorded. */
  public void beginInstall(Connection connection, AppliedBy by) throws SQLException {
    if (!installing(connection)) {
      create(connection);
      insert(connection, INSTALL, by, "", Optional.empty(), false);
    }
  }

  /** Whether a first install was begun and did not come to its end. */
  public boolean installing(Connection connection) throws SQLException {
    if (!HistorySchema.exists(connection, table)) {
      return false;
    }
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT FROM %s WHERE kind = 'install' LIMIT 1".formatted(table.sql()))) {
      return row.next();
    }
  }

  /** Forgets that a first install has begun. */
  public void endInstall(Connection connection) throws SQLException {
    if (HistorySchema.exists(connection, table)) {
      execute(connection, "DELETE FROM %s WHERE kind = 'install'");
    }
  }

  /** Keeps the schema instead of the one that was kept before. */
  public void keepSchema(Connection connection, AppliedBy by, String hash, byte[] content)
      throws SQLException {
    create(connection);
    execute(
        connection, "UPDATE %s SET content = NULL WHERE kind = 'schema' AND content IS NOT NULL");
    insert(connection, "schema", by, hash, Optional.of(content), false);
  }

  /** Records a backup that has just ended. */
  public void addBackup(Connection connection, AppliedBy by, String place, boolean verified)
      throws SQLException {
    create(connection);
    insert(connection, "backup", by, place, Optional.empty(), verified);
  }

  /** The schema that was kept last, if one is. */
  public Optional<KeptSchema> schema(Connection connection) throws SQLException {
    String sql =
        """
        SELECT r.recorded_at, r.detail, r.content, r.tool_version,
          r.history_rank = (SELECT coalesce(max(h.rank), 0) FROM %1$s h)
            AND NOT EXISTS (SELECT FROM %1$s h WHERE h.rolled_back_at > r.recorded_at) AS current
        FROM %2$s r WHERE r.kind = 'schema' AND r.content IS NOT NULL
        ORDER BY r.id DESC LIMIT 1
        """
            .formatted(history.sql(), table.sql());
    if (!HistorySchema.exists(connection, table)) {
      return Optional.empty();
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next()
          ? Optional.of(
              new KeptSchema(
                  row.getTimestamp(1).toInstant(),
                  row.getString(2),
                  row.getBytes(3),
                  row.getString(4),
                  row.getBoolean(5)))
          : Optional.empty();
    }
  }

  /** The last backup, if one is known. */
  public Optional<Backup> lastBackup(Connection connection) throws SQLException {
    if (!HistorySchema.exists(connection, table)) {
      return Optional.empty();
    }
    String sql =
        ("SELECT recorded_at, extract(epoch FROM clock_timestamp() - recorded_at)::bigint,"
                + " detail, verified FROM %s WHERE kind = 'backup' ORDER BY id DESC LIMIT 1")
            .formatted(table.sql());
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next()
          ? Optional.of(
              new Backup(
                  row.getTimestamp(1).toInstant(),
                  Duration.ofSeconds(row.getLong(2)),
                  row.getString(3),
                  row.getBoolean(4)))
          : Optional.empty();
    }
  }

  private void create(Connection connection) throws SQLException {
    if (HistorySchema.exists(connection, table)) {
      allowKinds(connection);
      return;
    }
    execute(
        connection,
        """
        CREATE TABLE IF NOT EXISTS %s (
          id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          kind text NOT NULL CHECK (kind IN (KINDS)),
          recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
          history_rank bigint NOT NULL,
          detail text NOT NULL,
          content bytea,
          verified boolean NOT NULL,
          host text NOT NULL,
          project_version text,
          tool_version text NOT NULL
        )
        """
            .replace("KINDS", kinds()));
  }

  /** Lets a table of an earlier version hold the kinds that came later. */
  private void allowKinds(Connection connection) throws SQLException {
    Optional<String> tooNarrow = tooNarrow(connection);
    if (tooNarrow.isPresent()) {
      String name = Identifiers.quote(tooNarrow.get());
      execute(
          connection,
          "ALTER TABLE %%s DROP CONSTRAINT IF EXISTS %s, ADD CONSTRAINT %s CHECK (kind IN (%s))"
              .formatted(name.replace("%", "%%"), name.replace("%", "%%"), kinds()));
    }
  }

  /** The constraint on the kind, if it lacks one. */
  private Optional<String> tooNarrow(Connection connection) throws SQLException {
    String sql =
        """
        SELECT k.conname, pg_catalog.pg_get_constraintdef(k.oid)
        FROM pg_catalog.pg_constraint k
        JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND k.conkey = ARRAY[a.attnum]
        WHERE k.conrelid = pg_catalog.to_regclass(?) AND k.contype = 'c' AND a.attname = 'kind'
        """;
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, table.sql());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          String definition = row.getString(2);
          if (KINDS.stream().anyMatch(kind -> !definition.contains("'" + kind + "'"))) {
            return Optional.of(row.getString(1));
          }
        }
        return Optional.empty();
      }
    }
  }

  private static String kinds() {
    return KINDS.stream().map(kind -> "'" + kind + "'").collect(Collectors.joining(", "));
  }

  private void insert(
      Connection connection,
      String kind,
      AppliedBy by,
      String detail,
      Optional<byte[]> content,
      boolean verified)
      throws SQLException {
    String rank =
        HistorySchema.exists(connection, history)
            ? "(SELECT coalesce(max(rank), 0) FROM %s)".formatted(history.sql())
            : "0";
    String sql =
        ("INSERT INTO %s (kind, history_rank, detail, content, verified, host, project_version,"
                + " tool_version) VALUES (?, %s, ?, ?, ?, ?, ?, ?)")
            .formatted(table.sql(), rank);
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, kind);
      insert.setString(2, detail);
      if (content.isPresent()) {
        insert.setBytes(3, content.get());
      } else {
        insert.setNull(3, Types.BINARY);
      }
      insert.setBoolean(4, verified);
      insert.setString(5, by.host());
      if (by.projectVersion().isPresent()) {
        insert.setString(6, by.projectVersion().get());
      } else {
        insert.setNull(6, Types.VARCHAR);
      }
      insert.setString(7, by.toolVersion());
      insert.executeUpdate();
    }
  }

  private void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql.formatted(table.sql()));
    }
  }
}
