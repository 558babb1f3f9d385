package dev.safemigrate.report;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.analysis.AnalysisResult;
import dev.safemigrate.analysis.ReportedFinding;
import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.effect.Estimate;
import dev.safemigrate.effect.LockHold;
import dev.safemigrate.effect.Measurement;
import dev.safemigrate.effect.TransactionNeed;
import dev.safemigrate.finding.Classification;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the analysis alone can answer of the checklist, for pending migrations. */
final class Evidences {

  private static final Set<String> INDEX_COMMANDS = Set.of("CREATE INDEX", "DROP INDEX", "REINDEX");
  private static final int NAMED_AT_MOST = 5;

  private final AnalysisResult result;
  private final List<AnalysedMigration> pending;

  Evidences(AnalysisResult result) {
    this.result = result;
    this.pending = result.pendingMigrations();
  }

  Answer answer(Question question) {
    return switch (question) {
      case BACKWARD_COMPATIBLE -> backwardCompatible();
      case REHEARSED -> rehearsed();
      case RUNTIME -> runtime();
      case DOWN_TESTED -> Answer.noEvidence("No down script was run.");
      case NO_LONG_LOCK -> noLongLock();
      case INDEXES_CONCURRENTLY -> indexes();
      case CONSTRAINTS_NOT_VALID -> constraints();
      case RERUNNABLE -> rerunnable();
      case BACKFILL_SEPARATE -> backfill();
      case BACKUP_FRESH -> Answer.noEvidence("No backup was looked at.");
      case BLOCKERS ->
          Answer.noEvidence("No database was asked. migrate:apply looks before it takes a lock.");
      case ACKNOWLEDGEMENTS -> acknowledgements();
    };
  }

  private Answer backwardCompatible() {
    List<String> breaking =
        places(s -> s.classification() == Classification.EXPAND_CONTRACT_REQUIRED);
    if (!breaking.isEmpty()) {
      return Answer.no(
          "%s not: %s."
              .formatted(
                  count(breaking.size(), "statement does", "statements do"), named(breaking)));
    }
    List<String> unknown = places(s -> s.classification() == Classification.UNKNOWN);
    if (!unknown.isEmpty()) {
      return Answer.noEvidence(
          "%s not understood: %s."
              .formatted(count(unknown.size(), "statement is", "statements are"), named(unknown)));
    }
    return Answer.yes(
        "None of %s breaks what the running version uses."
            .formatted(
                count(result.coverage().statements(), "pending statement", "pending statements")));
  }

  private Answer rehearsed() {
    List<Measurement> measured = statements().flatMap(s -> s.measured().stream()).toList();
    long all = statements().count();
    if (measured.isEmpty()) {
      return Answer.noEvidence("Not rehearsed.");
    }
    long rows = measured.stream().mapToLong(m -> m.rows().orElse(0)).max().orElse(0);
    String words =
        "%d of %s measured, on tables of up to %s."
            .formatted(
                measured.size(), count(all, "statement", "statements"), count(rows, "row", "rows"));
    return measured.size() == all ? Answer.yes(words) : Answer.no(words);
  }

  private Answer runtime() {
    List<Estimate> estimates = statements().flatMap(s -> s.estimate().stream()).toList();
    List<String> open =
        places(s -> takesTime(s) && s.estimate().isEmpty() && s.measured().isEmpty());
    if (estimates.isEmpty() && open.isEmpty()) {
      return Answer.yes("Every pending statement is catalog work only, an instant each.");
    }
    if (!open.isEmpty()) {
      return Answer.noEvidence(
          "%s a time that grows with the tables, whose sizes are not known: %s."
              .formatted(count(open.size(), "statement takes", "statements take"), named(open)));
    }
    double low = estimates.stream().mapToDouble(Estimate::low).sum();
    double high = estimates.stream().mapToDouble(Estimate::high).sum();
    return Answer.yes(
        "%s in all, by the sizes of the tables; waits for locks come on top."
            .formatted(Words.range(low, high)));
  }

  private Answer noLongLock() {
    List<String> waits = new ArrayList<>();
    for (AnalysedMigration migration : pending) {
      List<String> relations =
          LockTimeline.of(migration).stream()
              .flatMap(timeline -> timeline.rows().stream())
              .filter(LockTimeline.Row::makesOthersWaitLong)
              .map(row -> row.relation().toString())
              .distinct()
              .toList();
      if (!relations.isEmpty()) {
        waits.add(Words.named(relations, 1) + " in " + fileName(migration));
      }
    }
    if (!waits.isEmpty()) {
      return Answer.no("The application would wait for %s.".formatted(named(waits)));
    }
    return result.coverage().opaque() > 0
        ? Answer.noEvidence("None was found, but not every statement is understood.")
        : Answer.yes("Every lock that makes reads or writes wait is held for an instant only.");
  }

  private Answer indexes() {
    List<String> all = places(s -> INDEX_COMMANDS.contains(s.kind()) && feels(s));
    if (all.isEmpty()) {
      return Answer.notApplicable("No index of an existing table is built or dropped.");
    }
    List<String> blocking =
        places(
            s ->
                INDEX_COMMANDS.contains(s.kind())
                    && feels(s)
                    && s.effects().transaction() != TransactionNeed.FORBIDDEN
                    && s.effects().locks().stream()
                        .anyMatch(l -> !l.unseen() && l.mode().blocksWrites()));
    return blocking.isEmpty()
        ? Answer.yes(
            "All of %s.".formatted(count(all.size(), "index statement", "index statements")))
        : Answer.no("Not so: %s.".formatted(named(blocking)));
  }

  private Answer constraints() {
    List<String> all = places(s -> addsCheckedConstraint(s, false) && feels(s));
    if (all.isEmpty()) {
      return Answer.notApplicable("No CHECK or FOREIGN KEY is added to an existing table.");
    }
    List<String> validating =
        places(s -> addsCheckedConstraint(s, true) && feels(s) && !s.effects().scans().isEmpty());
    return validating.isEmpty()
        ? Answer.yes("All of %s.".formatted(count(all.size(), "statement", "statements")))
        : Answer.no("Validated at once: %s.".formatted(named(validating)));
  }

  private static boolean addsCheckedConstraint(AnalysedStatement statement, boolean validated) {
    return statement.statement() instanceof AlterTable alter
        && alter.actions().stream()
            .anyMatch(
                action ->
                    action instanceof AlterTableAction.AddConstraint add
                        && isCheckOrForeignKey(add.constraint())
                        && !(validated && isNotValid(add.constraint())));
  }

  private static boolean isCheckOrForeignKey(Constraint constraint) {
    return constraint instanceof Constraint.Check || constraint instanceof Constraint.ForeignKey;
  }

  private static boolean isNotValid(Constraint constraint) {
    if (constraint instanceof Constraint.Check check) {
      return check.attributes().notValid();
    }
    return constraint instanceof Constraint.ForeignKey key && key.attributes().notValid();
  }

  private Answer rerunnable() {
    if (pending.isEmpty()) {
      return Answer.notApplicable("Nothing is pending.");
    }
    List<String> outside =
        pending.stream().filter(m -> !m.transactional()).map(Evidences::fileName).toList();
    if (outside.isEmpty()) {
      return Answer.yes(
          "Every migration is one transaction: it leaves nothing behind when it fails.");
    }
    if (result.runner().equals("migrate")) {
      return Answer.yes(
          "Transactions roll back; what runs outside one is journalled statement by statement: %s."
              .formatted(named(outside)));
    }
    return Answer.no(
        "What runs outside a transaction leaves a part behind when it fails: %s."
            .formatted(named(outside)));
  }

  private Answer backfill() {
    List<String> mixed =
        pending.stream()
            .filter(
                m ->
                    m.statements().stream().anyMatch(Evidences::changesRows)
                        && m.statements().stream().anyMatch(s -> feels(s) && !changesRows(s)))
            .map(Evidences::fileName)
            .toList();
    if (!mixed.isEmpty()) {
      return Answer.no("Rows and schema change in one file: %s.".formatted(named(mixed)));
    }
    List<String> backfills = places(Evidences::changesRows);
    return backfills.isEmpty()
        ? Answer.notApplicable("No rows of existing tables are changed.")
        : Answer.yes("In files of their own: %s.".formatted(named(backfills)));
  }

  private Answer acknowledgements() {
    List<ReportedFinding> accepted =
        result.findings().filter(ReportedFinding::acknowledged).toList();
    if (accepted.isEmpty()) {
      return Answer.notApplicable("No finding is accepted.");
    }
    String words =
        accepted.stream()
            .limit(NAMED_AT_MOST)
            .map(
                finding ->
                    "%s in %s (%s)"
                        .formatted(
                            finding.rule().id(),
                            Words.fileName(finding.file()),
                            finding.acknowledgement().map(a -> a.reason()).orElse("")))
            .collect(Collectors.joining("; "));
    return Answer.yes(
        "%s: %s%s."
            .formatted(
                count(accepted.size(), "finding", "findings"),
                words,
                accepted.size() > NAMED_AT_MOST ? " and more" : ""));
  }

  /** Whether a lock of it can be felt by another session. */
  private static boolean feels(AnalysedStatement statement) {
    return statement.effects().locks().stream().anyMatch(lock -> !lock.unseen());
  }

  private static boolean takesTime(AnalysedStatement statement) {
    return statement.effects().locks().stream()
        .anyMatch(lock -> !lock.unseen() && lock.hold() != LockHold.INSTANT);
  }

  static boolean changesRows(AnalysedStatement statement) {
    return statement.effects().locks().stream()
        .anyMatch(lock -> !lock.unseen() && lock.hold() == LockHold.ROWS);
  }

  private Stream<AnalysedStatement> statements() {
    return pending.stream().flatMap(migration -> migration.statements().stream());
  }

  private List<String> places(Predicate<AnalysedStatement> chosen) {
    return pending.stream()
        .flatMap(
            migration ->
                migration.statements().stream()
                    .filter(chosen)
                    .map(statement -> fileName(migration) + ":" + statement.line()))
        .toList();
  }

  private static String fileName(AnalysedMigration migration) {
    return Words.fileName(migration.file());
  }

  private static String count(long number, String one, String many) {
    return Words.count(number, one, many);
  }

  private static String named(List<String> names) {
    return Words.named(names, NAMED_AT_MOST);
  }
}
