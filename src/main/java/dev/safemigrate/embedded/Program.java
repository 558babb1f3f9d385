package dev.safemigrate.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end, in an environment that does not depend on the caller's. */
final class Program {

  /** What programs need to find other programs and their libraries on the one or other system. */
  private static final Set<String> KEPT_VARIABLES =
      Set.of("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR");

  /**
   * What a program left behind.
   *
   * @param exitCode zero when all went well
   * @param output of both streams
   */
  record Result(int exitCode, String output) {
    boolean succeeded() {
      return exitCode == 0;
    }
  }

  private Program() {}

  /**
   * Runs a program and waits for its end. The output goes through a file: a server that the program
   * leaves running would keep a pipe open for ever.
   *
   * @throws EmbeddedServerException when it takes longer than the timeout; it is killed then
   * @throws IOException when it cannot be started
   */
  static Result run(List<String> command, Path workingFolder, Duration timeout) throws IOException {
    Path output = Files.createTempFile("migrate-postgres", ".out");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.directory(workingFolder.toFile());
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      setEnvironment(builder.environment());
      Process process = builder.start();
      process.getOutputStream().close();
      boolean ended = waitFor(process, timeout);
      String text = new String(Files.readAllBytes(output), UTF_8).strip();
      if (!ended) {
        throw new EmbeddedServerException(
            "'%s' did not end within %d seconds and was killed. Its output: %s"
                .formatted(String.join(" ", command), timeout.toSeconds(), text));
      }
      return new Result(process.exitValue(), text);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static void setEnvironment(Map<String, String> environment) {
    // PGDATA, PGPORT, PGOPTIONS and the like would change what the server's programs do.
    environment.keySet().removeIf(name -> !KEPT_VARIABLES.contains(name.toUpperCase(Locale.ROOT)));
    environment.put("LC_ALL", "C");
    environment.put("TZ", "UTC");
  }

  private static boolean waitFor(Process process, Duration timeout) throws IOException {
    try {
      if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        return true;
      }
      kill(process);
      return false;
    } catch (InterruptedException interrupted) {
      kill(process);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while waiting for PostgreSQL");
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
