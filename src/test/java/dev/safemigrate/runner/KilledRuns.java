package dev.safemigrate.runner;

import dev.safemigrate.embedded.PostgresServers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Runs in processes of their own that are killed; the next one gets ready meanwhile. */
final class KilledRuns implements AutoCloseable {

  private final FaultProject project;
  private Process next;

  KilledRuns(FaultProject project) throws IOException {
    this.project = project;
    next = start();
  }

  /**
   * Begins a run and kills it at a random instant.
   *
   * @param story gets what it was doing
   * @return false when the run came to its end before that
   */
  boolean killed(TestDatabase database, Random random, List<String> story) throws Exception {
    long delay = random.nextInt(FaultsIT.LONGEST_DELAY_MILLIS);
    boolean fromTheBeginning = random.nextInt(6) == 0;
    return killed(database, fromTheBeginning ? Optional.empty() : Optional.of(""), delay, story);
  }

  /**
   * Begins a run and kills it some time after it has said something.
   *
   * @param words with which a line of it begins; empty to wait for none
   */
  boolean killed(TestDatabase database, Optional<String> words, long delay, List<String> story)
      throws Exception {
    Process process = next;
    next = start();
    String last = "begin";
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      requireReady(output.readLine());
      OutputStream input = process.getOutputStream();
      input.write(
          (database.settings().url() + "\n" + database.settings().user().orElseThrow() + "\n")
              .getBytes(StandardCharsets.UTF_8));
      input.flush();
      if (words.isPresent()) {
        last = output.readLine();
        while (last != null && !last.startsWith(words.get())) {
          last = output.readLine();
        }
      }
      Thread.sleep(delay);
      // The process's own destroyForcibly would close its output too.
      process.toHandle().destroyForcibly();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        last = line;
      }
    } finally {
      process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
    }
    if ("end".equals(last)) {
      return false;
    }
    story.add("killed at " + last);
    return true;
  }

  private static void requireReady(String line) {
    if (!"ready".equals(line)) {
      throw new IllegalStateException("the program said: " + line);
    }
  }

  private Process start() throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            classPath,
            FaultProgram.class.getName(),
            project.name());
    builder.environment().put("PGPASSWORD", PostgresServers.get(18).server().password());
    return builder.redirectErrorStream(true).start();
  }

  @Override
  public void close() throws InterruptedException {
    next.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
  }
}
