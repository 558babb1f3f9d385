package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.history.History;
import dev.safemigrate.history.HistoryEntry;
import dev.safemigrate.history.HistoryEntry.AppliedMigration;
import dev.safemigrate.history.HistoryEntry.LockWaits;
import dev.safemigrate.runner.Callbacks.Callback;
import dev.safemigrate.source.MigrationScript;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One migration, or one down script, on its way into the database.
 *
 * <p>A file that is one transaction is applied and recorded in that transaction: exactly once,
 * whatever happens. A file of several units is journalled: each transactional unit together with
 * its journal entry, hence exactly once; a statement that cannot run in a transaction is announced
 * before it is sent, and if nothing is known of its end the catalog is asked.
 */
final class MigrationRun {

  private final Connection connection;
  private final History history;
  private final RunSettings settings;
  private final RunListener listener;
  private final LockPolicy lockPolicy;
  private final LockRetry retry;
  private final StatementObserver observer;
  private final StepSender steps;
  private final Fence fence;
  private int lockWaits;
  private long lockWaitMillis;
  private long waitedBefore;

  MigrationRun(
      Connection connection,
      History history,
      RunSettings settings,
      RunListener listener,
      LockPolicy lockPolicy,
      LockRetry retry,
      StatementObserver observer,
      Fence fence) {
    this.connection = connection;
    this.history = history;
    this.settings = settings;
    this.listener = listener;
    this.lockPolicy = lockPolicy;
    this.retry = retry;
    this.observer = observer;
    this.steps = new StepSender(connection, listener, observer);
    this.fence = fence;
  }

  /**
   * What is run, and what the history says of it.
   *
   * @param script the file
   * @param units its statements
   * @param migration the row to write
   * @param unfinished the row of a run that did not come to its end
   * @param undoes the rank of the row that a down script undoes
   * @param around callbacks that run with it
   */
  record Work(
      MigrationScript script,
      List<WorkUnit> units,
      AppliedMigration migration,
      Optional<HistoryEntry> unfinished,
      Optional<Long> undoes,
      Callbacks.Around around) {

    Work(
        MigrationScript script,
        List<WorkUnit> units,
        AppliedMigration migration,
        Optional<HistoryEntry> unfinished,
        Optional<Long> undoes) {
      this(script, units, migration, unfinished, undoes, Callbacks.Around.NOTHING);
    }

    Work within(Callbacks.Around callbacks) {
      return new Work(script, units, migration, unfinished, undoes, callbacks);
    }

    /** What callbacks and the units before one have set in the session. */
    FileSettings madeBefore(int number) {
      List<WorkUnit> before = new ArrayList<>(around.unitsBefore());
      before.addAll(units.subList(0, number));
      return FileSettings.after(before);
    }

    boolean oneTransaction() {
      return unfinished.isEmpty()
          && (units.isEmpty() || (units.size() == 1 && units.get(0).transactional()));
    }
  }

  /**
   * Runs it to its end.
   *
   * @return milliseconds spent
   * @throws RunException when a statement fails; what stands is in the message
   */
  long run(Work work) throws SQLException, RunException, InterruptedException {
    long start = System.nanoTime();
    if (work.oneTransaction()) {
      runAsOne(work);
    } else {
      fence.require();
      connection.setAutoCommit(true);
      SessionState.make(connection, fresh());
      runUnitByUnit(work);
    }
    return millisSince(start);
  }

  private void runAsOne(Work work) throws SQLException, RunException, InterruptedException {
    retrying(
        work.script(), attempt -> WorkerTransaction.run(connection, () -> applyAndRecord(work)));
    if (lockWaits > 0) {
      listener.notice(work.script().name(), "applied after " + lockWaits + " waits for locks");
    }
  }

  /**
   * Two exchanges beside those of the statements: one that opens, and one that records and ends.
   */
  private void applyAndRecord(Work work) throws SQLException, RunException {
    long start = System.nanoTime();
    List<Step> all =
        work.units().isEmpty()
            ? List.of()
            : lockPolicy.transaction(work.units().get(0), work.madeBefore(0));
    boolean alone = work.around().before().isEmpty();
    List<String> first = alone ? Step.leadingSettings(all) : List.of();
    if (!SessionState.open(connection, fresh(), fence.question(), first)) {
      throw fence.lost();
    }
    UpFrontLocks locks = locks();
    send(work.around().before(), locks);
    steps.send(work.script(), all.subList(first.size(), all.size()), locks);
    send(work.around().after(), locks);
    boolean last = work.undoes().isEmpty();
    history.applied(
        connection,
        new History.Around(SessionState.OURSELVES + "; ", last ? "; COMMIT" : ""),
        work.migration(),
        settings.appliedBy(),
        millisSince(start),
        new LockWaits(lockWaits, lockWaitMillis));
    recordUndone(work);
  }

  private void send(List<Callback> callbacks, UpFrontLocks locks) throws SQLException {
    for (Callback callback : callbacks) {
      for (WorkUnit unit : callback.units()) {
        steps.send(callback.script(), lockPolicy.transaction(unit, FileSettings.NONE), locks);
      }
    }
  }

  private SingleStatement single() {
    return new SingleStatement(connection, lockPolicy, listener, steps, this::retrying);
  }

  private UpFrontLocks locks() {
    return new UpFrontLocks(connection, lockPolicy, lockWaits > 0);
  }

  /** Runs a script that nothing records. */
  void run(Callback callback) throws SQLException, RunException, InterruptedException {
    fence.require();
    connection.setAutoCommit(true);
    SessionState.make(connection, fresh());
    for (int number = 0; number < callback.units().size(); number++) {
      WorkUnit unit = callback.units().get(number);
      FileSettings made = FileSettings.after(callback.units().subList(0, number));
      if (unit.transactional()) {
        List<Step> all = lockPolicy.transaction(unit, made);
        retrying(
            callback.script(),
            attempt ->
                WorkerTransaction.run(
                    connection, () -> steps.send(callback.script(), all, locks())));
      } else {
        single().runAgain(callback.script(), unit, made);
      }
    }
  }

  private List<String> fresh() {
    return SessionState.fresh(lockPolicy, settings.schema());
  }

  /** The same with what was in vain counted, for the history. */
  private void retrying(MigrationScript script, LockRetry.Attempt attempt)
      throws SQLException, RunException, InterruptedException {
    long start = System.nanoTime();
    retry.retrying(
        script,
        failed -> {
          if (failed > 0) {
            lockWaits++;
            lockWaitMillis = waitedBefore + millisSince(start);
          }
          attempt.run(failed);
        });
    waitedBefore = lockWaitMillis;
  }

  private void runUnitByUnit(Work work) throws SQLException, RunException, InterruptedException {
    Optional<HistoryEntry> unfinished = work.unfinished();
    long rank = unfinished.isPresent() ? unfinished.get().rank() : begin(work);
    int done = unfinished.map(entry -> entry.journal().done().size()).orElse(0);
    try {
      done = unfinished.isPresent() ? resume(work, unfinished.get()) : 0;
      while (done < work.units().size()) {
        fence.require();
        runUnit(work, rank, done);
        done++;
      }
      fence.require();
      end(work, rank);
    } catch (SQLException e) {
      throw StoppedMigration.behind(done, e);
    }
  }

  /** Callbacks behind a journalled migration run with the end of its row. */
  private void end(Work work, long rank) throws SQLException, RunException, InterruptedException {
    retrying(
        work.script(),
        attempt ->
            WorkerTransaction.run(
                connection,
                () -> {
                  send(work.around().after(), locks());
                  SessionState.becomeOurselves(connection);
                  finish(work, rank, 0);
                }));
  }

  /** Callbacks in front of a journalled migration run with its row: once, whatever happens. */
  private long begin(Work work) throws SQLException, RunException, InterruptedException {
    long[] rank = {0};
    try {
      retrying(
          work.script(),
          attempt ->
              WorkerTransaction.run(
                  connection,
                  () -> {
                    send(work.around().before(), locks());
                    SessionState.becomeOurselves(connection);
                    rank[0] =
                        history.begin(
                            connection,
                            work.migration(),
                            settings.appliedBy(),
                            work.units().size());
                  }));
    } catch (SQLException e) {
      throw StoppedMigration.atItsBeginning(e);
    }
    return rank[0];
  }

  /** How many units need not run again; settings of those are made anew. */
  private int resume(Work work, HistoryEntry entry)
      throws SQLException, RunException, InterruptedException {
    List<String> done = entry.journal().done();
    requireSameBeginning(work, entry);
    listener.migrationResumes(work.script().name(), done.size(), work.units().size());
    for (Callback callback : work.around().before()) {
      for (WorkUnit unit : callback.units()) {
        for (AnalysedStatement setting : unit.sessionSettings()) {
          steps.send(callback.script(), setting);
        }
      }
    }
    for (WorkUnit unit : work.units().subList(0, done.size())) {
      for (AnalysedStatement setting : unit.sessionSettings()) {
        steps.send(work.script(), setting);
      }
    }
    Optional<Integer> running = entry.journal().running();
    if (running.isPresent() && running.get() == done.size() && done.size() < work.units().size()) {
      WorkUnit unit = work.units().get(done.size());
      WorkUnit sent =
          IndexNaming.isNeeded(unit)
              ? entry.journal().name().map(name -> IndexNaming.named(unit, name)).orElse(unit)
              : unit;
      if (!unit.transactional()
          && single().isDone(work.script(), sent, work.madeBefore(done.size()))) {
        record(work, () -> history.unitDone(connection, entry.rank(), unit.hash(), 0));
        return done.size() + 1;
      }
    }
    return done.size();
  }

  /** What has run must be what the file still says. */
  private static void requireSameBeginning(Work work, HistoryEntry entry) throws RunException {
    List<String> done = entry.journal().done();
    boolean same = done.size() <= work.units().size();
    for (int i = 0; same && i < done.size(); i++) {
      same = done.get(i).equals(work.units().get(i).hash());
    }
    if (!same) {
      throw new RunException(
          RunException.Kind.REFUSED,
          ("%s was changed after a run had applied its first %d of %d parts and stopped. Those"
                  + " parts stand in the database. Put them back into the file as they were; what"
                  + " follows them may be changed.")
              .formatted(work.script().path(), done.size(), entry.journal().total()));
    }
  }

  private void runUnit(Work work, long rank, int number)
      throws SQLException, RunException, InterruptedException {
    WorkUnit unit = work.units().get(number);
    if (unit.backfill().isPresent()) {
      runBackfill(work, rank, number);
      return;
    }
    if (unit.transactional()) {
      retrying(
          work.script(),
          attempt -> {
            long start = System.nanoTime();
            inTransaction(
                work,
                Optional.of(unit),
                () -> history.unitDone(connection, rank, unit.hash(), millisSince(start)));
          });
      return;
    }
    Optional<String> name =
        IndexNaming.isNeeded(unit) ? new IndexNaming(connection).choose(unit) : Optional.empty();
    WorkUnit sent = name.map(chosen -> IndexNaming.named(unit, chosen)).orElse(unit);
    if (!new Recovery(connection, listener).looksDone(sent)) {
      record(work, () -> history.unitStarts(connection, rank, number, name));
    }
    long start = System.nanoTime();
    single().run(work.script(), unit, sent, work.madeBefore(number));
    record(work, () -> history.unitDone(connection, rank, unit.hash(), millisSince(start)));
  }

  private void runBackfill(Work work, long rank, int number)
      throws SQLException, RunException, InterruptedException {
    WorkUnit unit = work.units().get(number);
    AnalysedStatement statement = unit.statements().get(0);
    long start = System.nanoTime();
    observer.before(connection, statement);
    try {
      new BackfillRun(connection, settings, listener, lockPolicy, retry)
          .run(BackfillUnit.of(work, number, rank, lockPolicy));
    } catch (SQLException | RunException | InterruptedException e) {
      observer.failed(statement);
      throw e;
    }
    observer.after(connection, statement);
    record(work, () -> history.unitDone(connection, rank, unit.hash(), millisSince(start)));
  }

  private void record(Work work, Recording recording) throws SQLException, RunException {
    inTransaction(work, Optional.empty(), recording);
  }

  private void inTransaction(Work work, Optional<WorkUnit> unit, Recording recording)
      throws SQLException, RunException {
    WorkerTransaction.run(
        connection,
        () -> {
          if (unit.isPresent()) {
            sendUnit(work, unit.get());
          }
          SessionState.becomeOurselves(connection);
          recording.write();
        });
  }

  private void sendUnit(Work work, WorkUnit unit) throws SQLException {
    FileSettings made = work.madeBefore(work.units().indexOf(unit));
    steps.send(work.script(), lockPolicy.transaction(unit, made), locks());
  }

  private void finish(Work work, long rank, long millis) throws SQLException {
    history.finish(
        connection, rank, work.migration(), millis, new LockWaits(lockWaits, lockWaitMillis));
    recordUndone(work);
  }

  private void recordUndone(Work work) throws SQLException {
    if (work.undoes().isPresent()) {
      history.rolledBack(connection, work.undoes().get());
    }
  }

  private static long millisSince(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }

  /** Writes the history inside the transaction. */
  @FunctionalInterface
  private interface Recording {
    void write() throws SQLException;
  }
}
