package dev.safemigrate.backup;

import dev.safemigrate.runner.ExternalProgram;
import dev.safemigrate.runner.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * pg_dump and pg_restore of this machine.
 *
 * @param dump how to call pg_dump
 * @param restore how to call pg_restore
 * @param major the version of pg_dump
 */
record ClientPrograms(String dump, String restore, int major) {

  private static final Pattern VERSION = Pattern.compile("pg_dump \\(PostgreSQL\\) (\\d+)");
  private static final Optional<Duration> SHORT = Optional.of(Duration.ofSeconds(30));

  /**
   * Finds them.
   *
   * @param configured the path of pg_dump, with pg_restore beside it; empty for those on the PATH
   * @throws RunException when there is none
   */
  static ClientPrograms find(Optional<String> configured)
      throws RunException, InterruptedException {
    String dump = configured.orElse("pg_dump");
    ExternalProgram.Outcome version;
    try {
      version = ExternalProgram.run(List.of(dump, "--version"), Map.of(), SHORT);
    } catch (IOException e) {
      throw new RunException(
          RunException.Kind.SETUP,
          configured.isPresent()
              ? "Parameter 'pgDump' is '%s', which cannot be run: %s"
                  .formatted(dump, e.getMessage())
              : "There is no pg_dump on the PATH. Install PostgreSQL's client programs, name"
                  + " pg_dump with migrate.pgDump, or let a tool of your own do it"
                  + " (migrate.backupCommand).",
          e);
    }
    Matcher number = VERSION.matcher(version.output());
    if (!version.succeeded() || !number.find()) {
      throw new RunException(
          RunException.Kind.SETUP,
          "'%s --version' does not tell the version of pg_dump; it %s"
              .formatted(dump, version.words()));
    }
    return new ClientPrograms(dump, restoreBeside(dump), Integer.parseInt(number.group(1)));
  }

  /**
   * @throws RunException when pg_dump is older than the server, which it then refuses (the manual,
   *     pg_dump, Notes)
   */
  void requireFor(int serverMajor) throws RunException {
    if (major < serverMajor) {
      throw new RunException(
          RunException.Kind.SETUP,
          ("%s is of version %d, the server of version %d: pg_dump cannot dump a server that is"
                  + " newer than itself. Install the client programs of PostgreSQL %d or newer"
                  + " (package postgresql-client-%d), or name such a pg_dump with migrate.pgDump.")
              .formatted(dump, major, serverMajor, serverMajor, serverMajor));
    }
  }

  private static String restoreBeside(String dump) {
    Path folder = Path.of(dump).getParent();
    if (folder == null) {
      return "pg_restore";
    }
    Path restore = folder.resolve(dump.endsWith(".exe") ? "pg_restore.exe" : "pg_restore");
    return Files.exists(restore) ? restore.toString() : "pg_restore";
  }
}
