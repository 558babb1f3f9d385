package dev.safemigrate.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.safemigrate.embedded.PostgresServers;
import dev.safemigrate.history.HistoryEntry.AppliedBy;
import dev.safemigrate.history.HistoryTable;
import dev.safemigrate.history.ReleaseRecords;
import dev.safemigrate.runner.ConnectionSettings;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Needs pg_dump on the PATH; the oldest server is one that each pg_dump in use can dump. */
class BackupIT {

  private static final HistoryTable TABLE = new HistoryTable("public", "migrate_history");
  private static final AppliedBy BY =
      new AppliedBy("", "build.example", Optional.of("1.2.0"), Optional.empty(), "0.1.0");
  private static final int OLD = 14;
  private static final int NEW = 18;

  @TempDir private Path folder;
  private final List<String> told = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {OLD, OLD + 1})
  void dumpIsReadRestoredAndRecorded(int major) throws Exception {
    requirePrograms(major);
    String database = database(major);
    String scratch = PostgresServers.get(major).newDatabase();
    String place = run(major, database, pgDump(Optional.empty()), Optional.of(scratch));
    assertThat(place).endsWith(database + "-20261102T120000Z.dump");
    assertThat(Path.of(place)).isNotEmptyFile();
    assertThat(told)
        .anyMatch(line -> line.startsWith("Restore point 'migrate 1.2.0 20261102T120000Z' at "))
        .contains("Restored into a scratch server: the schema is the same.");
    assertThat(count(major, scratch, "SELECT count(*) FROM orders")).isEqualTo(100);
    ReleaseRecords.Backup recorded = recorded(major, database).orElseThrow();
    assertThat(recorded.verified()).isTrue();
    assertThat(recorded.place()).isEqualTo(place);
    assertThat(recorded.age()).isLessThan(Duration.ofMinutes(5));
  }

  @Test
  void passwordIsInTheEnvironmentAndNotInTheCommand() throws Exception {
    requirePrograms();
    Path wrapper =
        script(
            "echo \"$@\" >> %1$s/args; echo \"$PGPASSWORD\" > %1$s/password; exec pg_dump \"$@\"");
    run(OLD, database(OLD), pgDump(Optional.of(wrapper)), Optional.empty());
    String password = PostgresServers.get(OLD).server().password();
    assertThat(folder.resolve("password")).content().contains(password);
    assertThat(folder.resolve("args"))
        .content()
        .contains("--format=custom")
        .doesNotContain(password);
  }

  @Test
  void programThatIsOlderThanTheServerIsRefused() throws Exception {
    Path old = script("echo 'pg_dump (PostgreSQL) 17.2'");
    assertThatThrownBy(() -> run(NEW, database(NEW), pgDump(Optional.of(old)), Optional.empty()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("is of version 17, the server of version 18")
        .hasMessageContaining("migrate.pgDump");
  }

  @Test
  void dumpThatCannotBeReadIsNoBackup() throws Exception {
    requirePrograms();
    Path truncating =
        script(
            "pg_dump \"$@\"; for a in \"$@\"; do case $a in --file=*) echo x > ${a#--file=};; esac; done");
    String database = database(OLD);
    assertThatThrownBy(() -> run(OLD, database, pgDump(Optional.of(truncating)), Optional.empty()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("No backup: pg_restore --list ended with 1");
    assertThat(recorded(OLD, database)).isEmpty();
    try (Stream<Path> files = Files.list(folder.resolve("dumps"))) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void missingProgramIsTold() {
    assertThatThrownBy(
            () ->
                run(
                    NEW,
                    database(NEW),
                    pgDump(Optional.of(folder.resolve("nowhere/pg_dump"))),
                    Optional.empty()))
        .hasMessageContaining("Parameter 'pgDump' is '");
  }

  @Test
  void commandOfAnotherToolMakesTheBackup() throws Exception {
    String database = database(NEW);
    String command = "echo $PGDATABASE > " + folder.resolve("snapshot");
    assertThat(run(NEW, database, command(command), Optional.empty())).isEqualTo(command);
    assertThat(folder.resolve("snapshot")).content().contains(database);
    assertThat(recorded(NEW, database).orElseThrow().verified()).isFalse();
    assertThatThrownBy(() -> run(NEW, database, command("echo full; exit 7"), Optional.empty()))
        .hasMessageContaining("ended with 7:\n    full");
  }

  private BackupSettings pgDump(Optional<Path> program) {
    return new BackupSettings(
        folder.resolve("dumps"),
        program.map(Path::toString),
        Optional.empty(),
        true,
        "migrate 1.2.0");
  }

  private BackupSettings command(String line) {
    return new BackupSettings(folder, Optional.empty(), Optional.of(line), false, "");
  }

  private String run(int major, String database, BackupSettings settings, Optional<String> scratch)
      throws Exception {
    return new Backup(
            connection(major, database),
            settings,
            scratch.map(name -> version -> connection(version, name)),
            told::add,
            Clock.fixed(Instant.parse("2026-11-02T12:00:00Z"), ZoneOffset.UTC))
        .run(TABLE, BY);
  }

  private static ConnectionSettings connection(int major, String database) {
    PostgresServers servers = PostgresServers.get(major);
    return new ConnectionSettings(
        servers.server().url(database),
        Optional.of(servers.server().user()),
        Optional.of(new Secret(servers.server().password())),
        Duration.ofSeconds(10));
  }

  private static String database(int major) throws Exception {
    String database = PostgresServers.get(major).newDatabase();
    try (Connection connection = PostgresServers.get(major).connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE orders (id int PRIMARY KEY, note text)");
      statement.execute("INSERT INTO orders SELECT i FROM generate_series(1, 100) i");
      statement.execute("CREATE VIEW notes AS SELECT note FROM orders");
    }
    return database;
  }

  private static long count(int major, String database, String query) throws Exception {
    try (Connection connection = PostgresServers.get(major).connect(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static Optional<ReleaseRecords.Backup> recorded(int major, String database)
      throws Exception {
    try (Connection connection = PostgresServers.get(major).connect(database)) {
      return new ReleaseRecords(TABLE).lastBackup(connection);
    }
  }

  /** A program in place of pg_dump. */
  private Path script(String line) throws IOException {
    Path script = folder.resolve("pg_dump");
    Files.writeString(script, "#!/bin/sh\n" + line.replace("%1$s", folder.toString()) + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script;
  }

  private static void requirePrograms() throws Exception {
    requirePrograms(OLD);
  }

  private static void requirePrograms(int major) throws Exception {
    boolean found;
    try {
      found = ClientPrograms.find(Optional.empty()).major() >= major;
    } catch (RunException e) {
      found = false;
    }
    assumeTrue(found, "pg_dump " + major + " or newer is not on the PATH: nothing can be dumped");
  }
}
