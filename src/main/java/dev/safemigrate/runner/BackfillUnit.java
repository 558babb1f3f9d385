package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.source.MigrationScript;
import java.sql.SQLException;
import java.util.List;

/**
 * A statement of a migration that is to run in batches.
 *
 * @param script the file
 * @param statement of it
 * @param terms what the file says about its batches
 * @param hash of its words
 * @param rank of the migration's row in the history; 0 before it has one
 * @param number of the unit in the file, from 0
 * @param settings what is set in the transaction of each batch
 */
record BackfillUnit(
    MigrationScript script,
    AnalysedStatement statement,
    BackfillTerms terms,
    String hash,
    long rank,
    int number,
    List<String> settings) {

  BackfillUnit {
    settings = List.copyOf(settings);
  }

  static BackfillUnit of(MigrationRun.Work work, int number, long rank, LockPolicy policy) {
    WorkUnit unit = work.units().get(number);
    FileSettings made = work.madeBefore(number);
    List<String> settings =
        policy.transaction(unit, made).stream()
            .filter(Step.Setting.class::isInstance)
            .map(step -> ((Step.Setting) step).sql())
            .toList();
    return new BackfillUnit(
        work.script(),
        unit.statements().get(0),
        unit.backfill().orElseThrow(),
        unit.hash(),
        rank,
        number,
        settings);
  }

  String text() {
    return StatementSender.text(script, statement);
  }

  /** The refusal of the whole backfill. */
  RunException refused(String reason) {
    return new RunException(
        RunException.Kind.REFUSED,
        "%s:%d: this cannot run as a backfill: %s."
            .formatted(script.path(), statement.line(), reason));
  }

  /** The failure of one range. */
  FailedStatement failed(String range, SQLException cause) {
    return new FailedStatement(
        StatementFailure.describe(script, statement, cause)
            + "\n  rows: "
            + range
            + "\n  the batches before it are committed and recorded; when the data is mended, run"
            + " again: it goes on with this range",
        cause);
  }
}
