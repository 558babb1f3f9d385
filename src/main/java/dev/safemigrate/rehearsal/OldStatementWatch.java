package dev.safemigrate.rehearsal;

import dev.safemigrate.rehearsal.OldStatements.Break;
import dev.safemigrate.rehearsal.OldStatements.Meanwhile;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Executes the running version's statements again and again while a statement runs outside a
 * transaction, at least once.
 */
final class OldStatementWatch {

  /** The statement's own work must not stand still for ours. */
  private static final long PAUSE_MILLIS = 5;

  private final FutureTask<Meanwhile> task;
  private volatile boolean ended;

  private OldStatementWatch(OldStatements old) {
    Callable<Meanwhile> work = () -> work(old);
    task = new FutureTask<>(work);
  }

  /**
   * Begins.
   *
   * @param old that nobody else uses until the end
   */
  static OldStatementWatch start(OldStatements old) {
    OldStatementWatch watch = new OldStatementWatch(old);
    Thread thread = new Thread(watch.task, "running version");
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  /** Stops and tells what happened. */
  Meanwhile end() throws SQLException {
    ended = true;
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while the running version was played", "57014", e);
    } catch (ExecutionException e) {
      throw new SQLException("the running version could not be played: " + e.getCause(), e);
    }
  }

  private Meanwhile work(OldStatements old) throws SQLException, InterruptedException {
    Map<OldStatement, Break> breaks = new LinkedHashMap<>();
    Set<OldStatement> waiting = new LinkedHashSet<>();
    do {
      Meanwhile once = old.tryMeanwhile();
      once.breaks().forEach(each -> breaks.putIfAbsent(each.statement(), each));
      waiting.addAll(once.waiting());
      Thread.sleep(PAUSE_MILLIS);
    } while (!ended);
    return new Meanwhile(new ArrayList<>(breaks.values()), new ArrayList<>(waiting));
  }
}
