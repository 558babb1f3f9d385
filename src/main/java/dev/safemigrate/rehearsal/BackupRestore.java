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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Restores what pg_dump has written, by the pg_restore or psql of the path. Owners and privileges
 * are left out: the scratch server does not know the roles.
 */
public final class BackupRestore {

  private static final byte[] CUSTOM = "PGDMP".getBytes(StandardCharsets.US_ASCII);
  private static final String NOTHING = File.separatorChar == '/' ? "/dev/null" : "NUL";
  private static final int SHOWN_LINES = 5;

  /** What pg_dump writes near the beginning of plain SQL, and pg_restore --list of an archive. */
  private static final Pattern ORIGIN =
      Pattern.compile("Dumped from database version:? (?<major>[0-9]+)");

  private static final Pattern MISSING_ROLE = Pattern.compile("role \"[^\"]+\" does not exist");

  private static final int HEADER_BYTES = 4096;

  private final ConnectionSettings settings;
  private final Optional<Duration> limit;

  /**
   * @param settings of an empty database that {@link ScratchClaim} holds
   * @param limit after which a restore is ended
   */
  public BackupRestore(ConnectionSettings settings, Optional<Duration> limit) {
    this.settings = settings;
    this.limit = limit;
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
      requireKnown(file, custom, connection.getMetaData().getDatabaseMajorVersion());
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

  /** An older server does not understand all that a newer one's dump says. */
  private void requireKnown(Path file, boolean custom, int serverMajor)
      throws RunException, InterruptedException {
    Matcher origin = ORIGIN.matcher(custom ? listed(file) : beginning(file));
    if (origin.find() && Integer.parseInt(origin.group("major")) > serverMajor) {
      throw new RunException(
          RunException.Kind.SETUP,
          ("The backup %s is of PostgreSQL %s, the rehearsal's server is PostgreSQL %d. Set"
                  + " postgresVersion to %2$s.")
              .formatted(file, origin.group("major"), serverMajor));
    }
  }

  private String listed(Path file) throws RunException, InterruptedException {
    return words("pg_restore", new ProcessBuilder("pg_restore", "--list", file.toString()), file);
  }

  private static String beginning(Path file) throws RunException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(HEADER_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private void run(String program, List<String> command, PgDump.Source target, Path file)
      throws RunException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    // A restore that outlives its process is told from other people's sessions by this.
    builder.environment().put("PGAPPNAME", Sessions.APPLICATION_NAME + " restore");
    target.password().ifPresent(password -> builder.environment().put("PGPASSWORD", password));
    words(program, builder, file);
  }

  /** Runs a program to its end, or to the limit's; it is not left running. */
  private String words(String program, ProcessBuilder builder, Path file)
      throws RunException, InterruptedException {
    builder.redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(new File(NOTHING)));
    Process process = start(program, builder);
    CompletableFuture<Process> end =
        limit.isPresent()
            ? process
                .onExit()
                .orTimeout(limit.get().toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((ended, late) -> process.destroyForcibly())
            : process.onExit();
    try {
      String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (end.isCompletedExceptionally()) {
        throw new RunException(
            RunException.Kind.SETUP,
            ("%s was ended after %d s (migrate.rehearsal.timeLimit) and has not restored %s. Give it"
                    + " more time, or a smaller backup.")
                .formatted(program, limit.orElseThrow().toSeconds(), file));
      }
      if (code != 0) {
        throw new RunException(
            RunException.Kind.SETUP,
            "%s cannot restore %s:\n%s%s".formatted(program, file, lastLines(words), hint(words)));
      }
      return words;
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
    if (words.contains("No space left on device")) {
      return "\nThe server's disk is full. Free some, or give a smaller backup: pg_dump"
          + " --exclude-table-data=PATTERN leaves out rows.";
    }
    if (MISSING_ROLE.matcher(words).find()) {
      return "\nThe rehearsal's server does not know the role. Write the backup with --no-owner and"
          + " --no-privileges, or rehearse on a server with that role (migrate.rehearsal.url).";
    }
    return MissingExtension.named(words)
        .map(name -> "\n" + MissingExtension.wayOut(name))
        .orElse("");
  }

  private static boolean isCustom(Path file) throws RunException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(CUSTOM.length), CUSTOM);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static RunException unreadable(Path file, IOException cause) {
    return new RunException(
        RunException.Kind.SETUP, "The backup %s cannot be read.".formatted(file), cause);
  }
}
