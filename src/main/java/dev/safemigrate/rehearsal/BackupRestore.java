package dev.safemigrate.rehearsal;

import dev.safemigrate.catalog.PgDump;
import dev.safemigrate.catalog.ServerFacts;
import dev.safemigrate.runner.ConnectionSettings;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.Sessions;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Restores what pg_dump has written, by the pg_restore or psql of the path. Owners and privileges
 * are left out: the scratch server does not know the roles.
 */
public final class BackupRestore {

  private static final byte[] CUSTOM = "PGDMP".getBytes(StandardCharsets.US_ASCII);
  private static final String NOTHING = File.separatorChar == '/' ? "/dev/null" : "NUL";
  private static final int SHOWN_LINES = 5;

  private final ConnectionSettings settings;

  /**
   * @param settings of an empty database
   */
  public BackupRestore(ConnectionSettings settings) {
    this.settings = settings;
  }

  /**
   * Restores a file.
   *
   * @throws RunException when a program is missing or too old, or the file cannot be restored; it
   *     says what to do
   */
  public void restore(Path file) throws RunException, SQLException, InterruptedException {
    boolean custom = isCustom(file);
    String program = custom ? "pg_restore" : "psql";
    PgDump.Source target;
    try (Connection connection = new Sessions(settings).open("restore")) {
      ScratchDatabase.requireEmpty(connection);
      target = settings.dumpSource(connection, ServerFacts.read(connection));
    }
    List<String> command = new ArrayList<>(List.of(program, "--no-password"));
    command.addAll(
        custom
            ? List.of("--no-owner", "--no-privileges", "--exit-on-error")
            : List.of("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"));
    command.add("--host=" + target.host());
    command.add("--port=" + target.port());
    command.add("--username=" + target.user());
    command.add("--dbname=" + target.database());
    command.add(custom ? file.toString() : "--file=" + file);
    run(program, command, target, file);
  }

  private static void run(String program, List<String> command, PgDump.Source target, Path file)
      throws RunException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(new File(NOTHING)));
    target.password().ifPresent(password -> builder.environment().put("PGPASSWORD", password));
    Process process = start(program, builder);
    try {
      String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new RunException(
            RunException.Kind.SETUP,
            "%s cannot restore %s:\n%s%s".formatted(program, file, lastLines(words), hint(words)));
      }
    } catch (IOException e) {
      throw new RunException(
          RunException.Kind.SETUP, "%s has broken off: %s".formatted(program, e.getMessage()), e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start(String program, ProcessBuilder builder) throws RunException {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new RunException(
          RunException.Kind.SETUP,
          ("%s is not on the path, and the server's own binaries bring none. Install PostgreSQL's"
                  + " client programs, as new as the pg_dump that wrote the backup.")
              .formatted(program),
          e);
    }
  }

  private static String lastLines(String words) {
    List<String> lines = words.strip().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
  }

  private static String hint(String words) {
    if (words.contains("unsupported version")) {
      return "\nA newer pg_dump wrote it: put a pg_restore of that version first on the path.";
    }
    return MissingExtension.named(words)
        .map(name -> "\n" + MissingExtension.wayOut(name))
        .orElse("");
  }

  private static boolean isCustom(Path file) throws RunException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(CUSTOM.length), CUSTOM);
    } catch (IOException e) {
      throw new RunException(
          RunException.Kind.SETUP, "The backup %s cannot be read.".formatted(file), e);
    }
  }
}
