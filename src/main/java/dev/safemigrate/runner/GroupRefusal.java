package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.analysis.MigrationPhase;
import dev.safemigrate.ast.SetConstraints;
import dev.safemigrate.ast.TransactionControl;
import dev.safemigrate.effect.InnerCommits;
import dev.safemigrate.runner.Callbacks.Callback;
import dev.safemigrate.source.CallbackEvent;
import dev.safemigrate.source.Directive.Phase;
import dev.safemigrate.source.MigrationScript;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Refuses what cannot be part of one transaction with other migrations, before anything runs. */
public final class GroupRefusal {

  private static final int SHOWN = 60;

  private final Set<String> reasons = new LinkedHashSet<>();

  private GroupRefusal() {}

  /**
   * @param works all that are to be one transaction
   * @throws RunException with each place that cannot be part of it, and why
   */
  static void refuse(List<MigrationRun.Work> works) throws RunException {
    GroupRefusal refusal = new GroupRefusal();
    works.forEach(refusal::look);
    refusal.refuse();
  }

  /**
   * The same from what is known without a database.
   *
   * @param scripts in any order
   * @param analysed those of them that are pending, and callbacks
   */
  public static void refuse(List<MigrationScript> scripts, List<AnalysedMigration> analysed)
      throws RunException {
    GroupRefusal refusal = new GroupRefusal();
    for (AnalysedMigration migration : analysed) {
      scripts.stream()
          .filter(script -> script.path().equals(migration.file()))
          .filter(CallbackEvent::isOfEachMigration)
          .forEach(script -> refusal.file(script, WorkUnit.of(script, migration)));
    }
    refusal.refuse();
  }

  private void refuse() throws RunException {
    if (!reasons.isEmpty()) {
      throw new RunException(
          RunException.Kind.REFUSED,
          ("All pending migrations are to be one transaction (migrate.group), and these cannot be"
                  + " part of it:\n  %s\nNothing was changed. Apply what stands before them with"
                  + " -Dmigrate.target=<version>, and them without migrate.group.")
              .formatted(String.join("\n  ", reasons)));
    }
  }

  private void look(MigrationRun.Work work) {
    MigrationScript script = work.script();
    if (work.unfinished().isPresent()) {
      add(script, "a run without migrate.group has begun it and did not come to its end");
    }
    for (Callback callback :
        Stream.concat(work.around().before().stream(), work.around().after().stream()).toList()) {
      file(callback.script(), callback.units());
    }
    file(script, work.units());
  }

  private void file(MigrationScript script, List<WorkUnit> units) {
    // What its expand and backfill say must be true is asked before it, of what is committed.
    if (MigrationPhase.declared(script).equals(Optional.of(Phase.CONTRACT))) {
      add(script, "a contract runs when what prepares it has been applied and released");
    }
    if (units.size() > 1 && units.stream().allMatch(WorkUnit::transactional)) {
      AnalysedStatement second = units.get(1).statements().get(0);
      add(script, second, "the file has ended its transaction before this");
    }
    for (WorkUnit unit : units) {
      for (AnalysedStatement statement : unit.statements()) {
        why(unit, statement).ifPresent(reason -> add(script, statement, reason));
      }
    }
  }

  private static Optional<String> why(WorkUnit unit, AnalysedStatement statement) {
    if (unit.backfill().isPresent()) {
      return Optional.of("a backfill commits after each batch");
    }
    if (InnerCommits.possible(statement.statement())) {
      return Optional.of("it may commit inside");
    }
    if (!unit.transactional()) {
      return Optional.of("it does not run in a transaction");
    }
    if (statement.statement() instanceof TransactionControl control && !isSavepoint(control)) {
      return Optional.of("it begins or ends a transaction, or says of which kind it is");
    }
    if (statement.statement() instanceof SetConstraints
        || SettingChange.in(statement).stream().anyMatch(GroupRefusal::outlivesFile)) {
      return Optional.of("it holds until the end of the transaction, for the files behind it too");
    }
    return Optional.empty();
  }

  private static boolean isSavepoint(TransactionControl control) {
    return switch (control.kind()) {
      case SAVEPOINT, RELEASE, ROLLBACK_TO -> true;
      default -> false;
    };
  }

  /** RESET ALL leaves these as they are (the manual, SET TRANSACTION). */
  private static boolean outlivesFile(SettingChange change) {
    String name = change.name().toLowerCase(Locale.ROOT);
    return name.startsWith("transaction") && !name.equals("transaction_timeout");
  }

  private void add(MigrationScript script, String why) {
    reasons.add("%s: %s".formatted(script.path(), why));
  }

  private void add(MigrationScript script, AnalysedStatement statement, String why) {
    String words = statement.sql().strip().replaceAll("\\s+", " ");
    String shown = words.length() <= SHOWN ? words : words.substring(0, SHOWN) + "...";
    reasons.add("%s:%d: %s (%s)".formatted(script.path(), statement.line(), why, shown));
  }
}
