package dev.safemigrate.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.safemigrate.embedded.PostgresServers;
import dev.safemigrate.runner.RunException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A copy of production is restored, and the pending migrations run on it. */
class BackupRestoreIT {

  /** The oldest server, which any pg_dump can read. */
  private static final int MAJOR = 14;

  private static final String PRODUCTION =
      "CREATE TABLE orders (id bigint PRIMARY KEY, note text);"
          + " INSERT INTO orders SELECT n, 'note' FROM generate_series(1, 300) n;";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"custom", "plain"})
  void pendingMigrationsRunOnWhatWasRestored(String format) throws Exception {
    Path dump = dump(format);
    RehearsedProject project =
        new RehearsedProject(MAJOR)
            .file("V1__orders.sql", "CREATE TABLE orders (id bigint PRIMARY KEY, note text);")
            .file("V2__placed.sql", "ALTER TABLE orders ADD COLUMN placed timestamptz;")
            .file("U2__placed.sql", "ALTER TABLE orders DROP COLUMN placed;")
            .applied(1)
            .restored();
    RehearsalResult result;
    try (ScratchClaim claim = ScratchClaim.take(project.sessions())) {
      new BackupRestore(project.settings(), Optional.empty()).restore(dump);
      result = project.rehearse();
    }
    assertThat(result.failures()).isEmpty();
    assertThat(result.rows()).isEqualTo(300);
    assertThat(result.measured()).isEqualTo(1);
    assertThat(result.downs().restored()).containsExactly("U2__placed.sql");
  }

  @Test
  void whatIsNoBackupIsRefusedWithTheServersWords() throws Exception {
    assumeTrue(works("psql"), "there is no psql");
    Path file = Files.writeString(folder.resolve("no.sql"), "SELECT nothing;");
    assertThatThrownBy(
            () ->
                new BackupRestore(new RehearsedProject(MAJOR).settings(), Optional.empty())
                    .restore(file))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("psql cannot restore")
        .hasMessageContaining("nothing");
  }

  @Test
  void whatAFailedRestoreHasLeftIsNotDroppedByTheNext() throws Exception {
    assumeTrue(works("psql"), "there is no psql");
    RehearsedProject project = new RehearsedProject(MAJOR);
    Path file = Files.writeString(folder.resolve("half.sql"), PRODUCTION + "\nSELECT nothing;");
    assertThatThrownBy(
            () -> {
              try (ScratchClaim claim = ScratchClaim.take(project.sessions())) {
                new BackupRestore(project.settings(), Optional.empty()).restore(file);
              }
            })
        .hasMessageContaining("psql cannot restore");
    assertThatThrownBy(() -> ScratchClaim.take(project.sessions()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("not empty: it has table public.orders");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-- Dumped from database version 18.1 | Set postgresVersion to 18",
        "ALTER SCHEMA public OWNER TO nobody_here; | --no-owner",
        "CREATE EXTENSION postgis; | no extension postgis",
      })
  void whatTheServerLacksIsNamedWithAWayOut(String sql, String words) throws Exception {
    assumeTrue(works("psql"), "there is no psql");
    Path file = Files.writeString(folder.resolve("lacks.sql"), sql + "\n");
    assertThatThrownBy(
            () ->
                new BackupRestore(new RehearsedProject(MAJOR).settings(), Optional.empty())
                    .restore(file))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("lacks.sql")
        .hasMessageContaining(words);
  }

  @Test
  void aRestoreThatTakesTooLongIsEnded() throws Exception {
    assumeTrue(works("psql"), "there is no psql");
    Path file = Files.writeString(folder.resolve("slow.sql"), "SELECT pg_sleep(60);\n");
    RehearsedProject project = new RehearsedProject(MAJOR);
    assertThatThrownBy(
            () ->
                new BackupRestore(project.settings(), Optional.of(Duration.ofSeconds(1)))
                    .restore(file))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("ended after 1 s (migrate.rehearsal.timeLimit)");
  }

  private Path dump(String format) throws Exception {
    assumeTrue(works("pg_dump") && works("pg_restore"), "there are no client programs");
    RehearsedProject production = new RehearsedProject(MAJOR);
    PostgresServers servers = PostgresServers.get(MAJOR);
    try (Connection connection = servers.connect(production.database())) {
      connection.createStatement().execute(PRODUCTION);
    }
    Path dump = folder.resolve("dump." + format);
    String url = servers.server().url(production.database());
    String address =
        url.substring(url.indexOf("//"), url.indexOf('?') < 0 ? url.length() : url.indexOf('?'));
    ProcessBuilder builder =
        new ProcessBuilder(
                "pg_dump",
                "--format=" + format,
                "--file=" + dump,
                "--username=" + servers.server().user(),
                "--dbname=postgresql:" + address)
            .inheritIO();
    builder.environment().put("PGPASSWORD", servers.server().password());
    assertThat(builder.start().waitFor()).isZero();
    return dump;
  }

  private static boolean works(String program) throws Exception {
    try {
      Process process = new ProcessBuilder(program, "--version").redirectErrorStream(true).start();
      new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (java.io.IOException e) {
      return false; // There is no such program, which is what was asked.
    }
  }
}
