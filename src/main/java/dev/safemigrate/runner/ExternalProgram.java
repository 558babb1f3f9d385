package dev.safemigrate.runner;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs a program of the user's machine to its end. */
public final class ExternalProgram {

  private static final int LAST_LINES = 8;

  private ExternalProgram() {}

  /**
   * What a program left behind.
   *
   * @param exitCode empty when it took too long and was killed
   * @param output of both streams
   */
  public record Outcome(Optional<Integer> exitCode, String output) {

    public boolean succeeded() {
      return exitCode.equals(Optional.of(0));
    }

    /** How it ended and its last lines, for messages. */
    public String words() {
      List<String> lines = output.lines().toList();
      List<String> last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
      String end = exitCode.map(code -> "ended with " + code).orElse("did not end in time");
      return last.isEmpty() ? end : end + ":\n    " + String.join("\n    ", last);
    }
  }

  /** The command that has the system's shell run a line that a user wrote. */
  public static List<String> shell(String line) {
    boolean windows = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("win");
    return windows ? List.of("cmd", "/c", line) : List.of("sh", "-c", line);
  }

  /**
   * Runs a program and waits for its end; an interruption kills it. Its output goes through a file,
   * for a child that it leaves running would keep a pipe open.
   *
   * @param environment variables beside those of this process; secrets belong here, not into the
   *     command, which every user of the machine can see
   * @param timeout after which it is killed; empty for none
   * @throws IOException when it cannot be started
   */
  public static Outcome run(
      List<String> command, Map<String, String> environment, Optional<Duration> timeout)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("migrate-program", ".txt");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      Process process = builder.start();
      process.getOutputStream().close();
      Optional<Integer> exitCode = await(process, timeout);
      return new Outcome(
          exitCode, new String(Files.readAllBytes(output), Charset.defaultCharset()).strip());
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static Optional<Integer> await(Process process, Optional<Duration> timeout)
      throws InterruptedException {
    try {
      if (timeout.isEmpty()) {
        return Optional.of(process.waitFor());
      }
      if (process.waitFor(timeout.get().toMillis(), TimeUnit.MILLISECONDS)) {
        return Optional.of(process.exitValue());
      }
      kill(process);
      return Optional.empty();
    } catch (InterruptedException e) {
      kill(process);
      throw e;
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
