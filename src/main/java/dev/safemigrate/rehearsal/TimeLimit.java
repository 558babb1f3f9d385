package dev.safemigrate.rehearsal;

import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.Sessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ends a rehearsal that takes too long, by ending its sessions on the server. */
public final class TimeLimit {

  /** The claim's session stays: it still has to take its mark away. */
  private static final String END_OTHERS =
      "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE "
          + ScratchClaim.OURS
          + " AND application_name <> '"
          + Sessions.APPLICATION_NAME
          + " "
          + ScratchClaim.PURPOSE
          + "'";

  private final Sessions sessions;
  private final Duration limit;

  /**
   * @param sessions of a database that is claimed for the rehearsal
   */
  public TimeLimit(Sessions sessions, Duration limit) {
    this.sessions = sessions;
    this.limit = limit;
  }

  /** A rehearsal. */
  @FunctionalInterface
  public interface Work {
    RehearsalResult run() throws RunException, SQLException, InterruptedException;
  }

  /**
   * Runs the work.
   *
   * @throws RunException when it was ended, or what the work throws itself
   */
  public RehearsalResult run(Work work) throws RunException, SQLException, InterruptedException {
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "time limit of the rehearsal");
              thread.setDaemon(true);
              return thread;
            });
    ScheduledFuture<Optional<SQLException>> end =
        clock.schedule(this::endOthers, limit.toMillis(), TimeUnit.MILLISECONDS);
    try {
      RehearsalResult result = work.run();
      if (end.isDone()) {
        throw tooLong(null);
      }
      return result;
    } catch (RunException | SQLException e) {
      if (end.isDone()) {
        throw tooLong(e);
      }
      throw e;
    } finally {
      clock.shutdownNow();
    }
  }

  private Optional<SQLException> endOthers() throws RunException {
    try (Connection connection = sessions.open("time limit");
        Statement statement = connection.createStatement()) {
      statement.execute(END_OTHERS);
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(e);
    }
  }

  private RunException tooLong(@Nullable Exception cause) {
    return new RunException(
        RunException.Kind.SETUP,
        ("The rehearsal was ended after %d s (migrate.rehearsal.timeLimit). Give it more time, fewer"
                + " rows (migrate.rehearsal.rows), or a smaller backup.")
            .formatted(limit.toSeconds()),
        cause);
  }
}
