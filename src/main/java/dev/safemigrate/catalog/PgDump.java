package dev.safemigrate.catalog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pg_dump program of the path. A password reaches it through the environment only, which
 * process lists do not show.
 */
public final class PgDump {

  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

  private final String program;

  public PgDump() {
    this("pg_dump");
  }

  PgDump(String program) {
    this.program = program;
  }

  /** pg_dump cannot do it; the message says why and what to do. */
  public static final class PgDumpException extends IOException {

    private static final long serialVersionUID = 1;

    PgDumpException(String message) {
      super(message);
    }
  }

  /**
   * Where to dump from.
   *
   * @param password empty to leave it to pgpass
   */
  public record Source(
      String host, int port, String database, String user, Optional<String> password) {

    /** The password stays out of messages. */
    @Override
    public String toString() {
      return "%s:%d/%s as %s".formatted(host, port, database, user);
    }
  }

  /**
   * The schema of a database as SQL, without owners and privileges.
   *
   * @param serverMajor the server's major version: pg_dump must not be older
   * @param timeoutSeconds after which it is ended
   */
  public String schema(Source source, int serverMajor, int timeoutSeconds)
      throws IOException, InterruptedException {
    requireVersion(serverMajor);
    List<String> arguments =
        List.of(
            "--schema-only",
            "--no-owner",
            "--no-privileges",
            "--no-password",
            "--encoding=UTF8",
            "--host=" + source.host(),
            "--port=" + source.port(),
            "--username=" + source.user(),
            "--dbname=" + source.database());
    Map<String, String> environment =
        source.password().map(password -> Map.of("PGPASSWORD", password)).orElse(Map.of());
    return run(arguments, environment, timeoutSeconds);
  }

  private void requireVersion(int serverMajor) throws IOException, InterruptedException {
    String words = run(List.of("--version"), Map.of(), 20);
    Matcher version = VERSION.matcher(words);
    if (!version.find()) {
      throw new PgDumpException("pg_dump --version says '" + words.strip() + "'.");
    }
    int major = Integer.parseInt(version.group(1));
    if (major < serverMajor) {
      throw new PgDumpException(
          ("The pg_dump on the path is of PostgreSQL %d, the server is %d: pg_dump must be as new"
                  + " as the server. Install the client programs of version %d and put them first on"
                  + " the path.")
              .formatted(major, serverMajor, serverMajor));
    }
  }

  /** Output goes through files: neither stream can fill up and stop the program. */
  private String run(List<String> arguments, Map<String, String> environment, int timeoutSeconds)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("migrate-pg_dump", ".out");
    Path errors = Files.createTempFile("migrate-pg_dump", ".err");
    try {
      List<String> command = new ArrayList<>();
      command.add(program);
      command.addAll(arguments);
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
      Process process = start(builder);
      process.getOutputStream().close();
      if (!process.waitFor(timeoutSeconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new PgDumpException("pg_dump did not end within " + timeoutSeconds + " s.");
      }
      if (process.exitValue() != 0) {
        throw new PgDumpException(
            "pg_dump failed (exit code %d): %s"
                .formatted(
                    process.exitValue(), Files.readString(errors, StandardCharsets.UTF_8).strip()));
      }
      return Files.readString(output, StandardCharsets.UTF_8);
    } finally {
      Files.deleteIfExists(output);
      Files.deleteIfExists(errors);
    }
  }

  private static Process start(ProcessBuilder builder) throws IOException {
    try {
      return builder.start();
    } catch (IOException e) {
      PgDumpException missing =
          new PgDumpException(
              "pg_dump cannot be run: %s. Install PostgreSQL's client programs."
                  .formatted(e.getMessage()));
      missing.initCause(e);
      throw missing;
    }
  }
}
