package dev.safemigrate.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safemigrate.embedded.PostgresServers;
import dev.safemigrate.history.HistoryEntry.AppliedBy;
import dev.safemigrate.history.HistoryEntry.AppliedMigration;
import dev.safemigrate.history.HistoryEntry.Journal;
import dev.safemigrate.history.HistoryEntry.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Our own history on a real server. */
class HistoryIT {

  private static final AppliedBy US =
      new AppliedBy("", "build.example", Optional.of("1.2.0"), Optional.empty(), "0.1.0");

  private final History history =
      new History(new HistoryTable("public", "a \"hostile\"; DROP TABLE x --"));

  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    PostgresServers servers = PostgresServers.get(18);
    connection = servers.connect(servers.newDatabase());
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void databaseWithoutHistoryHasNoEntries() throws Exception {
    assertThat(history.read(connection)).isEmpty();
    assertThat(history.exists(connection)).isFalse();
  }

  @Test
  void creatingTwiceIsFine() throws Exception {
    history.create(connection);
    history.create(connection);
    assertThat(history.read(connection)).isEmpty();
  }

  /** A table of the releases that knew fewer kinds of rows takes those that came later. */
  @Test
  void recordsOfAnEarlierVersionAreBroughtUpToDate() throws Exception {
    HistoryTable table = new HistoryTable("public", "my\"%s history");
    ReleaseRecords records = new ReleaseRecords(table);
    records.addBackup(connection, US, "shop.dump", false);
    String sql = ReleaseRecords.tableOf(table).sql();
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "DO $do$ BEGIN EXECUTE (SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass,"
              + " conname) FROM pg_constraint WHERE contype = 'c' AND conname LIKE 'my%'); END $do$");
      statement.execute("ALTER TABLE " + sql + " ADD CHECK (kind IN ('schema', 'backup'))");
    }
    records.keepWorkBefore(connection, US, new byte[] {1});
    records.keepWorkBehind(connection, US, new byte[] {2});
    records.beginInstall(connection, US);
    records.beginInstall(connection, US);
    assertThat(records.installing(connection)).isTrue();
    records.endInstall(connection);
    assertThat(records.installing(connection)).isFalse();
    assertThat(records.work(connection)).isPresent();
    assertThat(records.lastBackup(connection)).isPresent();
    try (Statement statement = connection.createStatement()) {
      assertThatThrownBy(
              () ->
                  statement.execute(
                      "INSERT INTO "
                          + sql
                          + " (kind, history_rank, detail, verified, host, tool_version)"
                          + " VALUES ('other', 0, '', false, '', '')"))
          .hasMessageContaining("violates check constraint");
    }
  }

  @Test
  void entryComesBackAsItWasWritten() throws Exception {
    history.create(connection);
    AppliedMigration migration = versioned("1.10");
    long rank = history.begin(connection, migration, US, 0);
    history.finish(connection, rank, migration, 12, new HistoryEntry.LockWaits(3, 900));

    List<HistoryEntry> entries = history.read(connection);
    assertThat(entries).hasSize(1);
    HistoryEntry entry = entries.get(0);
    assertThat(entry.migration()).isEqualTo(migration);
    assertThat(entry.applied()).isTrue();
    assertThat(entry.appliedBy().host()).isEqualTo("build.example");
    assertThat(entry.appliedBy().user()).isEqualTo(PostgresServers.get(18).server().user());
    assertThat(entry.durationMillis()).isEqualTo(12);
    assertThat(entry.lockWaits()).isEqualTo(new HistoryEntry.LockWaits(3, 900));
    assertThat(entry.journal()).isEqualTo(Journal.NONE);
  }

  @Test
  void journalTellsWhichUnitWasRunning() throws Exception {
    history.create(connection);
    long rank = history.begin(connection, versioned("2"), US, 3);
    history.unitStarts(connection, rank, 0, Optional.empty());
    history.unitDone(connection, rank, "aa", 5);
    history.unitStarts(connection, rank, 1, Optional.of("t_a_idx"));

    HistoryEntry entry = history.read(connection).get(0);
    assertThat(entry.unfinished()).isTrue();
    assertThat(entry.journal())
        .isEqualTo(new Journal(3, List.of("aa"), Optional.of(1), Optional.of("t_a_idx")));
  }

  @Test
  void versionIsAppliedOnceButMayComeAgainAfterRollback() throws Exception {
    history.create(connection);
    long rank = history.begin(connection, versioned("3"), US, 0);
    history.finish(connection, rank, versioned("3"), 0, HistoryEntry.LockWaits.NONE);
    assertThatThrownBy(() -> history.begin(connection, versioned("3"), US, 0))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505"));

    history.rolledBack(connection, rank);
    history.begin(connection, versioned("3"), US, 0);
    assertThat(history.read(connection)).hasSize(2);
  }

  @Test
  void tableOfAStrangerIsRefused() throws Exception {
    History golang = new History(new HistoryTable("public", "schema_migrations"));
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty bool)");
    }
    assertThatThrownBy(() -> golang.create(connection))
        .isInstanceOf(HistoryException.class)
        .hasMessageContaining("version, dirty")
        .hasMessageContaining("migrate.table");
    assertThatThrownBy(() -> golang.read(connection)).isInstanceOf(HistoryException.class);
  }

  @Test
  void tableOfAnEarlierVersionIsReadAndBroughtUpToDate() throws Exception {
    history.create(connection);
    long rank = history.begin(connection, versioned("4"), US, 0);
    history.finish(connection, rank, versioned("4"), 0, HistoryEntry.LockWaits.NONE);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "ALTER TABLE %s DROP note, DROP verified_at, DROP unit_name"
              .formatted(history.table().sql()));
    }
    assertThat(history.read(connection)).hasSize(1);

    history.create(connection);
    history.verified(connection, rank);
    long next = history.begin(connection, versioned("5"), US, 1);
    history.unitStarts(connection, next, 0, Optional.of("t_a_idx"));
    assertThat(history.read(connection))
        .extracting(entry -> entry.journal().name())
        .containsExactly(Optional.empty(), Optional.of("t_a_idx"));
  }

  private static AppliedMigration versioned(String version) {
    return new AppliedMigration(
        Kind.VERSIONED,
        Optional.of(version),
        "add orders",
        "V" + version + "__add_orders.sql",
        Optional.of("00ff"),
        Optional.of("safe"),
        Optional.empty());
  }
}
