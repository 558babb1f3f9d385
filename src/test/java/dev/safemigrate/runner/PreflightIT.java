package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/** What the preflight sees on a real server, and what it makes of that. */
class PreflightIT {

  private static final PreflightLimits LOW =
      new PreflightLimits(Duration.ZERO, Duration.ofDays(1), 1 << 20, 1 << 20);

  private final TestDatabase database = TestDatabase.create(18);
  private final TestRun run =
      new TestRun(database).precautions(new Precautions(false, Optional.of(LOW), Set.of()));

  @BeforeEach
  void applyFirst() throws Exception {
    run.file("V1__t.sql", "CREATE TABLE t (id int, note text); CREATE TABLE u (id int);");
    run.apply();
  }

  @Test
  void nothingUnusualSaysNothing() throws Exception {
    run.file("V2__more.sql", "ALTER TABLE t ADD COLUMN more int;");
    run.precautions(Precautions.STANDARD).apply();
    assertThat(run.said()).noneMatch(word -> word.startsWith("notice preflight"));
  }

  @Test
  void transactionThatHoldsATargetIsNamed() throws Exception {
    run.file("V2__more.sql", "ALTER TABLE t ADD COLUMN more int;");
    try (Connection other = database.connect()) {
      begin(other, "SET application_name = 'nightly report'; SELECT FROM t");
      Thread.sleep(20);
      run.preview();
    }
    assertThat(run.said())
        .anyMatch(
            word ->
                word.matches(
                    "notice preflight pid \\d+, user postgres, application nightly report, idle in"
                        + " transaction, in a transaction for \\d s: it has locked t, .*Let it end"
                        + " first, or end it: SELECT pg_terminate_backend\\(\\d+\\)."));
  }

  @Test
  void oldSnapshotMattersToConcurrentBuilds() throws Exception {
    try (Connection other = database.connect()) {
      begin(other, "SELECT FROM u");
      Thread.sleep(20);
      run.file("V2__more.sql", "ALTER TABLE t ADD COLUMN more int;");
      run.preview();
      assertThat(run.said()).noneMatch(word -> word.startsWith("notice preflight pid"));
      run.file("V3__i.sql", "CREATE INDEX CONCURRENTLY i ON t (id);");
      run.preview();
      assertThat(run.said()).anyMatch(word -> word.contains("waits for its snapshot"));
    }
  }

  @Test
  void preparedTransactionOnATargetRefuses() throws Exception {
    String name = "left_" + database.name();
    try (Connection other = database.connect()) {
      begin(other, "INSERT INTO t VALUES (1); PREPARE TRANSACTION '" + name + "'");
    }
    try {
      run.file("V2__u.sql", "ALTER TABLE u ADD COLUMN more int;");
      run.preview();
      assertThat(run.said()).anyMatch(word -> word.contains("prepared transaction '" + name));
      run.file("V3__t.sql", "ALTER TABLE t ADD COLUMN more int;");
      assertThatThrownBy(run::apply)
          .isInstanceOf(RunException.class)
          .hasMessageContaining("prepared transaction '" + name + "' of postgres")
          .hasMessageContaining("it has locked t and does not end by itself")
          .hasMessageContaining("ROLLBACK PREPARED '" + name)
          .hasMessageContaining("Nothing was changed");
      assertThat(run.status()).containsExactly("1 applied", "2 pending", "3 pending");
      run.precautions(Precautions.NONE).without("V3__t.sql").apply();
    } finally {
      execute("ROLLBACK PREPARED '" + name + "'");
    }
  }

  @Test
  void rightsThatAreMissingRefuse() throws Exception {
    execute("DROP ROLE IF EXISTS modest");
    execute("CREATE ROLE modest LOGIN PASSWORD 'modest'");
    execute("GRANT ALL ON migrate_history TO modest");
    execute("GRANT USAGE ON SEQUENCE migrate_history_rank_seq TO modest");
    execute("CREATE SCHEMA closed");
    TestRun modest =
        new TestRun(database.as("modest", "modest"))
            .file("V1__t.sql", "CREATE TABLE t (id int, note text); CREATE TABLE u (id int);")
            .file("V2__more.sql", "ALTER TABLE t ADD COLUMN more int; CREATE SCHEMA s;")
            .file("V3__table.sql", "CREATE TABLE closed.x (id int);");
    assertThatThrownBy(modest::apply)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("public.t belongs to postgres: only its owner may alter")
        .hasMessageContaining("may not create objects in schema closed")
        .hasMessageContaining("may not create schemas and extensions in this database");
    execute("ALTER TABLE t OWNER TO modest; GRANT CREATE ON SCHEMA closed TO modest");
    execute("GRANT CREATE ON DATABASE " + database.name() + " TO modest");
    assertThat(modest.apply().applied()).hasSize(2);
    assertThat(modest.said()).anyMatch(word -> word.contains("pg_read_all_stats"));
    execute("DROP OWNED BY modest; DROP ROLE modest");
  }

  @Test
  void extensionThatIsNotOnTheServerRefuses() throws Exception {
    run.file("V2__e.sql", "CREATE EXTENSION IF NOT EXISTS no_such_extension;");
    assertThatThrownBy(run::apply)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("extension no_such_extension is not on the server");
  }

  @Test
  void spaceForRewritesAndIndexesIsEstimated() throws Exception {
    execute("INSERT INTO t SELECT g, repeat('x', 100) FROM generate_series(1, 50000) g");
    execute("ANALYZE t");
    run.file("V2__type.sql", "ALTER TABLE t ALTER COLUMN id TYPE bigint;")
        .file("V3__i.sql", "CREATE INDEX CONCURRENTLY i ON t (note);");
    run.preview();
    assertThat(run.said())
        .anyMatch(
            word ->
                word.matches(
                    "notice preflight rewrites and index builds need about 1\\d\\.\\d MB more space"
                        + " \\(public.t [67]\\.\\d MB, an index on public.t [5-7]\\.\\d MB\\):.*"
                        + "free.*"));
  }

  /** Who may not read where the data are is told what the server does tell. */
  @Test
  void unknownRoomIsNamedWithWhatTheServerTells() throws Exception {
    execute("INSERT INTO t SELECT g, repeat('x', 100) FROM generate_series(1, 50000) g");
    execute("ANALYZE t");
    execute("CREATE ROLE builder LOGIN PASSWORD 'b'; ALTER TABLE t OWNER TO builder");
    execute("GRANT ALL ON SCHEMA public TO builder; GRANT ALL ON migrate_history TO builder");
    execute("ALTER ROLE builder SET temp_file_limit = '1MB'");
    execute("SELECT pg_create_physical_replication_slot('forgotten', true)");
    TestRun builder =
        new TestRun(database.as("builder", "b"))
            .precautions(run.settings().precautions())
            .scripts(run.file("V2__i.sql", "CREATE INDEX CONCURRENTLY i ON t (note);").scripts());
    try {
      builder.preview();
    } finally {
      execute("SELECT pg_drop_replication_slot('forgotten')");
    }
    assertThat(builder.said())
        .anyMatch(
            word ->
                word.matches(
                    ".*how much is free is unknown, for SQL cannot tell; tablespace pg_default"
                        + " holds [0-9.]+ MB, about as much log is written, all of it is kept for"
                        + " replication slots that nobody reads \\(forgotten\\), an index of"
                        + " [5-7]\\.\\d MB may fail, for temp_file_limit allows 1\\.0 MB to be"
                        + " sorted on disk.*"));
    execute("DROP OWNED BY builder; DROP ROLE builder");
  }

  @Test
  void leftOversAreNamedUnlessTheRunMendsThem() throws Exception {
    execute("INSERT INTO t VALUES (1), (1)");
    assertThatThrownBy(() -> execute("CREATE UNIQUE INDEX CONCURRENTLY left_index ON t (id)"))
        .isInstanceOf(SQLException.class);
    execute("ALTER TABLE t ADD CONSTRAINT left_check CHECK (id > 0) NOT VALID");
    run.file("V2__more.sql", "ALTER TABLE t ADD COLUMN more int;");
    run.preview();
    assertThat(run.said())
        .anyMatch(word -> word.startsWith("notice preflight invalid indexes: left_index: every"))
        .anyMatch(word -> word.contains("never validated: t: left_check: rows from before"));
    int before = run.said().size();
    run.file("V3__mend.sql", "ALTER TABLE t VALIDATE CONSTRAINT left_check;")
        .file("V4__drop.sql", "DROP INDEX CONCURRENTLY left_index;");
    run.preview();
    assertThat(run.said().subList(before, run.said().size())).isEmpty();
  }

  /** A receiver that tells the server that it has replayed nothing since. */
  @Test
  void replicaThatIsBehindIsNamed() throws Exception {
    try (Connection receiver = database.receiver("lagging");
        PGReplicationStream stream =
            receiver
                .unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .physical()
                .withStartPosition(position())
                .start()) {
      LogSequenceNumber begin = stream.getLastReceiveLSN();
      execute("INSERT INTO t SELECT g, repeat('x', 100) FROM generate_series(1, 30000) g");
      stream.setAppliedLSN(begin);
      stream.setFlushedLSN(begin);
      stream.forceUpdateStatus();
      Thread.sleep(300);
      run.file("V2__more.sql", "ALTER TABLE u ADD COLUMN more int;");
      run.preview();
    }
    assertThat(run.said())
        .anyMatch(word -> word.matches("notice preflight replica lagging is behind by .* MB.*"));
  }

  private LogSequenceNumber position() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("SELECT pg_current_wal_lsn()")) {
      row.next();
      return LogSequenceNumber.valueOf(row.getString(1));
    }
  }

  private static void begin(Connection connection, String sql) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
