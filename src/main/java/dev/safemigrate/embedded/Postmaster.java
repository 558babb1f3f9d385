package dev.safemigrate.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The running main process of a server, found through its postmaster.pid.
 *
 * @param data the server's data folder
 * @param process that is the server for certain
 */
record Postmaster(Path data, ProcessHandle process) {

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

  /** How far the start time that the server wrote may be from the one that the system knows. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(10);

  /** Finds the server that runs on a data folder, if one does. */
  static Optional<Postmaster> of(Path data) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(data.resolve("postmaster.pid"), UTF_8);
    } catch (NoSuchFileException stopped) {
      return Optional.empty();
    }
    // Line 1 is the process id, line 3 the start time (src/include/utils/pidfile.h).
    if (lines.size() < 3 || !lines.get(0).matches("\\d{1,9}") || !lines.get(2).matches("\\d+")) {
      return Optional.empty();
    }
    Instant started = Instant.ofEpochSecond(Long.parseLong(lines.get(2)));
    return ProcessHandle.of(Long.parseLong(lines.get(0)))
        .filter(ProcessHandle::isAlive)
        .filter(process -> isServer(process, data, started))
        .map(process -> new Postmaster(data, process));
  }

  /** Stops the server without finishing its work, which nobody wants any more. */
  void stop(ServerBinaries binaries, ServerAccount account) throws IOException {
    Path pgCtl = binaries.program("pg_ctl");
    if (Files.isExecutable(pgCtl)) {
      String seconds = Long.toString(STOP_TIMEOUT.toSeconds());
      List<String> command =
          List.of(
              pgCtl.toString(), "stop", "-D", data.toString(), "-m", "immediate", "-t", seconds);
      Program.run(
          account.commandFor().apply(command), binaries.home(), STOP_TIMEOUT.multipliedBy(2));
    }
    if (process.isAlive()) {
      // The other processes of the server end by themselves when this one is gone.
      process.destroyForcibly();
      awaitEnd();
    }
  }

  /** After a reboot or in another container the same process id can be any other program's. */
  private static boolean isServer(ProcessHandle process, Path data, Instant started) {
    Optional<String> commandLine = process.info().commandLine();
    if (commandLine.isPresent()) {
      return commandLine.get().contains(data.toString());
    }
    return process
        .info()
        .startInstant()
        .filter(start -> Duration.between(start, started).abs().compareTo(CLOCK_TOLERANCE) < 0)
        .isPresent();
  }

  private void awaitEnd() throws IOException {
    try {
      process.onExit().get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while stopping PostgreSQL");
    } catch (ExecutionException | TimeoutException alive) {
      throw new EmbeddedServerException(
          "The PostgreSQL server with process id %d does not end. End it by hand."
              .formatted(process.pid()),
          alive);
    }
  }
}
