package dev.safemigrate.runner;

import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.SetVariable;
import dev.safemigrate.parser.BatchReader;
import dev.safemigrate.parser.BatchedStatement;
import dev.safemigrate.parser.JSqlParserQueryReader;
import java.util.HashSet;
import java.util.Set;

/** A migration of backfills as it runs beside others: on a session of its own. */
final class BackfillTask implements BackfillSchedule.Task {

  private final Runner runner;
  private final RunListener listener;
  private final MigrationRun.Work work;
  private final int number;
  private final int total;
  private final Set<String> written = new HashSet<>();
  private final Set<String> read = new HashSet<>();
  private final Set<String> walked = new HashSet<>();
  private boolean alone;

  /**
   * @param number of this one, from 1
   * @param total how many there are
   */
  BackfillTask(Runner runner, RunListener listener, MigrationRun.Work work, int number, int total) {
    this.runner = runner;
    this.listener = listener;
    this.work = work;
    this.number = number;
    this.total = total;
    for (WorkUnit unit : work.units()) {
      note(unit);
    }
  }

  @Override
  public void run() throws Exception {
    listener.migrationStarts(number, total, work.script().name());
    long millis = runner.runBeside(work);
    listener.migrationDone(work.script().name(), millis);
  }

  /** Tables are told apart by their own names alone: two of one name count as one. */
  @Override
  public boolean mustWaitFor(BackfillSchedule.Task other) {
    return !(other instanceof BackfillTask task)
        || alone
        || task.alone
        || written.stream().anyMatch(task::touches)
        || task.written.stream().anyMatch(this::touches)
        || walked.stream().anyMatch(task.walked::contains);
  }

  private boolean touches(String table) {
    return written.contains(table) || read.contains(table);
  }

  private void note(WorkUnit unit) {
    if (unit.backfill().isEmpty()) {
      alone |= unit.statements().stream().anyMatch(s -> !(s.statement() instanceof SetVariable));
      return;
    }
    BatchReader.Result result =
        new BatchReader(ServerVersion.NEWEST_PROVEN, new JSqlParserQueryReader())
            .read(
                unit.statements().get(0).sql(),
                unit.backfill().get().options().table(),
                unit.backfill().get().options().readsOwnTable());
    if (!(result instanceof BatchReader.Readable readable)) {
      alone = true;
      return;
    }
    BatchedStatement statement = readable.statement();
    alone |= !statement.readsKnown();
    written.add(statement.written().name());
    walked.add(statement.walked().name());
    read.add(statement.walked().name());
    statement.reads().stream().map(QualifiedName::name).forEach(read::add);
  }
}
