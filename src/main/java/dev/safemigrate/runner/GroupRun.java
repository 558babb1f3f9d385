package dev.safemigrate.runner;

import dev.safemigrate.history.History;
import dev.safemigrate.history.HistoryEntry.LockWaits;
import dev.safemigrate.source.MigrationScript;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Several migrations on their way into the database, in one transaction with the rows of all of
 * them. Each finds its session as if it ran by itself.
 */
final class GroupRun {

  private final Connection connection;
  private final History history;
  private final RunSettings settings;
  private final RunListener listener;
  private final LockPolicy lockPolicy;
  private final LockRetry retry;
  private final StepSender steps;
  private final Fence fence;

  GroupRun(
      Connection connection,
      History history,
      RunSettings settings,
      RunListener listener,
      LockPolicy lockPolicy,
      LockRetry retry,
      Fence fence) {
    this.connection = connection;
    this.history = history;
    this.settings = settings;
    this.listener = listener;
    this.lockPolicy = lockPolicy;
    this.retry = retry;
    this.steps = new StepSender(connection, listener, StatementObserver.NONE);
    this.fence = fence;
  }

  /**
   * Runs them to their end, or leaves nothing of them.
   *
   * @param works those that {@link GroupRefusal} has let through; at least one
   * @throws SQLException when one fails; which one is in its message
   */
  void run(List<MigrationRun.Work> works) throws SQLException, RunException, InterruptedException {
    List<GroupSteps> group = GroupSteps.of(works, lockPolicy);
    List<Long> millis = new ArrayList<>();
    long start = System.nanoTime();
    int failed =
        retry.retrying(
            name(works),
            "the end of the group",
            attempt -> {
              millis.clear();
              LockWaits waits = new LockWaits(attempt, attempt == 0 ? 0 : millisSince(start));
              WorkerTransaction.run(connection, () -> millis.addAll(applyAll(group, waits)));
            });
    if (failed > 0) {
      listener.notice(name(works), "applied after %d waits for locks".formatted(failed));
    }
    for (int i = 0; i < works.size(); i++) {
      listener.migrationDone(works.get(i).script().name(), millis.get(i));
    }
  }

  /** For messages on the transaction as a whole. */
  private static String name(List<MigrationRun.Work> works) {
    String first = works.get(0).script().name();
    return works.size() == 1
        ? first
        : "%s to %s".formatted(first, works.get(works.size() - 1).script().name());
  }

  private List<Long> applyAll(List<GroupSteps> group, LockWaits waits)
      throws SQLException, RunException {
    UpFrontLocks locks = new UpFrontLocks(connection, lockPolicy, waits.retries() > 0);
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < group.size(); i++) {
      MigrationScript script = group.get(i).work().script();
      listener.migrationStarts(i + 1, group.size(), script.name());
      try {
        millis.add(apply(group.get(i), i == 0, locks, waits));
      } catch (FailedStatement e) {
        throw e;
      } catch (SQLException e) {
        throw new FailedStatement(script.path() + ": " + StatementFailure.message(e), e);
      }
    }
    return millis;
  }

  private long apply(GroupSteps migration, boolean first, UpFrontLocks locks, LockWaits waits)
      throws SQLException, RunException {
    long start = System.nanoTime();
    List<GroupSteps.OfScript> scripts = migration.scripts();
    List<String> leading =
        scripts.isEmpty() ? List.of() : Step.leadingSettings(scripts.get(0).steps());
    begin(first, leading);
    for (int i = 0; i < scripts.size(); i++) {
      List<Step> all = scripts.get(i).steps();
      List<Step> left = i == 0 ? all.subList(leading.size(), all.size()) : all;
      steps.send(scripts.get(i).script(), left, locks);
    }
    long spent = millisSince(start);
    history.applied(
        connection,
        new History.Around(SessionState.OURSELVES + "; ", ""),
        migration.work().migration(),
        settings.appliedBy(),
        spent,
        waits);
    return spent;
  }

  private void begin(boolean first, List<String> leading) throws SQLException, RunException {
    List<String> fresh = SessionState.fresh(lockPolicy, settings.schema());
    boolean held =
        first
            ? SessionState.open(connection, fresh, fence.question(), leading)
            : SessionState.renew(connection, fresh, fence.question(), leading);
    if (!held) {
      RunException lost = fence.lost();
      throw new RunException(
          lost.kind(),
          lost.getMessage() + " Nothing of the group (migrate.group) was applied.",
          lost);
    }
  }

  private static long millisSince(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }
}
