package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.CreateIndex;
import dev.safemigrate.ast.Drop;
import dev.safemigrate.ast.Reindex;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.TransactionControl;
import dev.safemigrate.catalog.ServerFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Which timeouts and locks go before which statement. It only says so; a run and a preview ask the
 * same one.
 *
 * <p>The lock timeout is a little longer than deadlock_timeout: at or below that, a lock that
 * autovacuum holds is never given up, because only a waiter that has waited for deadlock_timeout
 * cancels it (the manual, "Routine Vacuuming", "The Autovacuum Daemon").
 *
 * @param lockTimeout how long to wait for a lock before letting the queue behind it pass
 * @param severalLocksTimeout how long for several that are held together
 * @param statementTimeout zero for none
 * @param checksConnection whether the server can look for a client that is gone
 */
record LockPolicy(
    Duration lockTimeout,
    Duration severalLocksTimeout,
    Duration statementTimeout,
    boolean checksConnection) {

  private static final Duration BEYOND_DEADLOCK_TIMEOUT = Duration.ofMillis(200);
  private static final Duration STANDARD_DEADLOCK_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration IDLE_IN_TRANSACTION = Duration.ofMinutes(1);
  private static final Duration CONNECTION_CHECK = Duration.ofSeconds(2);

  /** The first version with client_connection_check_interval. */
  private static final int CHECKS_CONNECTION = 14;

  static LockPolicy of(ServerFacts facts, LockSettings settings) {
    return of(facts.deadlockTimeout(), facts.majorVersion(), settings);
  }

  /** For a server that is not asked and has its settings as they come. */
  static LockPolicy assumed(int majorVersion, LockSettings settings) {
    return of(STANDARD_DEADLOCK_TIMEOUT, majorVersion, settings);
  }

  private static LockPolicy of(Duration deadlockTimeout, int majorVersion, LockSettings settings) {
    Duration lockTimeout =
        settings.lockTimeout().orElse(deadlockTimeout.plus(BEYOND_DEADLOCK_TIMEOUT));
    Duration halfWay = deadlockTimeout.dividedBy(2);
    return new LockPolicy(
        lockTimeout,
        lockTimeout.compareTo(halfWay) < 0 ? lockTimeout : halfWay,
        settings.statementTimeout(),
        majorVersion >= CHECKS_CONNECTION);
  }

  LockPolicy withoutConnectionCheck() {
    return new LockPolicy(lockTimeout, severalLocksTimeout, statementTimeout, false);
  }

  /**
   * What a migration's session begins with. A client that hangs loses its transaction; the server
   * looks for a client that is gone, so that nobody waits for locks of a dead runner.
   */
  List<String> session() {
    List<String> settings = new ArrayList<>();
    settings.add("SET statement_timeout = " + statementTimeout.toMillis());
    settings.add("SET idle_in_transaction_session_timeout = " + IDLE_IN_TRANSACTION.toMillis());
    if (checksConnection) {
      settings.add(connectionCheck(CONNECTION_CHECK));
    }
    return settings;
  }

  /**
   * What is sent between BEGIN and the history's row.
   *
   * @param made what units before it have set
   */
  List<Step> transaction(WorkUnit unit, FileSettings made) {
    StrongLocks strong = StrongLocks.of(sharesBudget(unit, made) ? unit.statements() : List.of());
    return transaction(unit, made, strong::before, false);
  }

  /** Whether the runner decides how long the unit waits for locks, and not its file. */
  boolean sharesBudget(WorkUnit unit, FileSettings made) {
    return !made.has(FileSettings.LOCK_TIMEOUT)
        && !FileSettings.touched(unit, FileSettings.LOCK_TIMEOUT);
  }

  /**
   * The same in a transaction of several units.
   *
   * @param upFront the locks that are taken before a statement, by its position in the unit
   * @param locked whether units before it have taken some
   */
  List<Step> transaction(
      WorkUnit unit, FileSettings made, IntFunction<Optional<Step>> upFront, boolean locked) {
    List<Step> steps = new ArrayList<>();
    if (!made.has(FileSettings.LOCK_TIMEOUT)) {
      steps.add(
          locked
              ? new Step.Budget()
              : new Step.Setting("SET LOCAL lock_timeout = " + lockTimeout.toMillis()));
    }
    for (int i = 0; i < unit.statements().size(); i++) {
      upFront.apply(i).ifPresent(steps::add);
      addStatement(steps, unit, unit.statements().get(i), made);
    }
    return List.copyOf(steps);
  }

  /**
   * Checking rows against a constraint lets readers and writers work: it may take its time. A BEGIN
   * of the file gives its modes to the runner's transaction.
   */
  private void addStatement(
      List<Step> steps, WorkUnit unit, AnalysedStatement statement, FileSettings made) {
    if (WorkUnit.givesModes(statement.statement())) {
      TransactionControl begin = (TransactionControl) statement.statement();
      steps.add(new Step.Setting("SET TRANSACTION " + String.join(", ", begin.modes())));
      return;
    }
    boolean unlimited =
        !statementTimeout.isZero()
            && validates(statement.statement())
            && !made.has(FileSettings.STATEMENT_TIMEOUT)
            && !FileSettings.touched(unit, FileSettings.STATEMENT_TIMEOUT);
    if (unlimited) {
      steps.add(new Step.Setting("SET LOCAL statement_timeout = 0"));
    }
    steps.add(new Step.FromFile(statement));
    if (unlimited) {
      steps.add(new Step.Setting("SET LOCAL statement_timeout = " + statementTimeout.toMillis()));
    }
  }

  /** What goes before a statement that runs outside a transaction. */
  List<String> beforeSingle(AnalysedStatement statement, FileSettings made) {
    boolean patient = waitsBlockingNobody(statement.statement());
    List<String> settings = new ArrayList<>();
    if (!made.has(FileSettings.LOCK_TIMEOUT)) {
      settings.add("SET lock_timeout = " + (patient ? 0 : lockTimeout.toMillis()));
    }
    if (patient && !statementTimeout.isZero() && !made.has(FileSettings.STATEMENT_TIMEOUT)) {
      settings.add("SET statement_timeout = 0");
    }
    if (checksConnection && buildsForLong(statement.statement())) {
      settings.add(connectionCheck(Duration.ZERO));
    }
    return settings;
  }

  /** What goes behind it. */
  List<String> afterSingle(AnalysedStatement statement, FileSettings made) {
    boolean patient = waitsBlockingNobody(statement.statement());
    List<String> settings = new ArrayList<>();
    if (!made.has(FileSettings.LOCK_TIMEOUT)) {
      settings.add("RESET lock_timeout");
    }
    if (patient && !statementTimeout.isZero() && !made.has(FileSettings.STATEMENT_TIMEOUT)) {
      settings.add("SET statement_timeout = " + statementTimeout.toMillis());
    }
    if (checksConnection && buildsForLong(statement.statement())) {
      settings.add(connectionCheck(CONNECTION_CHECK));
    }
    return settings;
  }

  /**
   * These wait for transactions that use the table or have old snapshots, and while they wait
   * readers and writers go on; a timeout would only leave an invalid index (the manual, CREATE
   * INDEX, "Building Indexes Concurrently"). Not so DETACH PARTITION CONCURRENTLY, behind whose
   * second step readers of the partition queue.
   */
  private static boolean waitsBlockingNobody(Statement statement) {
    return buildsForLong(statement) || (statement instanceof Drop drop && drop.concurrently());
  }

  /** Hours of work that the server finishes even if the client is gone; the next run finds it. */
  private static boolean buildsForLong(Statement statement) {
    return (statement instanceof CreateIndex index && index.concurrently())
        || (statement instanceof Reindex reindex && reindex.concurrently());
  }

  private static boolean validates(Statement statement) {
    return statement instanceof AlterTable alter
        && alter.actions().stream().anyMatch(AlterTableAction.ValidateConstraint.class::isInstance);
  }

  private static String connectionCheck(Duration interval) {
    return "SET client_connection_check_interval = " + interval.toMillis();
  }
}
