package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.parser.BatchReader;
import dev.safemigrate.parser.JSqlParserQueryReader;
import dev.safemigrate.source.MigrationScript;
import java.util.Optional;

/** Refuses backfills that could not be run, before anything is. */
final class BackfillChecks {

  private BackfillChecks() {}

  /**
   * @throws RunException when a statement of the file cannot run in batches, by its words alone
   */
  static void require(MigrationScript script, AnalysedMigration analysed) throws RunException {
    if (!BackfillLimit.holdsBackfill(script)) {
      return;
    }
    BatchReader reader = new BatchReader(ServerVersion.NEWEST_PROVEN, new JSqlParserQueryReader());
    int previousEnd = 0;
    int found = 0;
    for (AnalysedStatement statement : analysed.statements()) {
      Optional<BackfillTerms> terms = BackfillTerms.of(script, statement, previousEnd);
      previousEnd = statement.statement().span().end();
      if (terms.isEmpty()) {
        continue;
      }
      found++;
      if (statement.transaction().isPresent()) {
        throw refused(
            script,
            statement,
            "it commits after each batch, so that it cannot stand between BEGIN and COMMIT");
      }
      BatchReader.Result result =
          reader.read(
              StatementSender.text(script, statement),
              terms.get().options().table(),
              terms.get().options().readsOwnTable());
      if (result instanceof BatchReader.Refused refused) {
        throw refused(script, statement, refused.reason());
      }
    }
    if (found == 0) {
      throw new RunException(
          RunException.Kind.REFUSED,
          script.path() + ": -- migrate:backfill belongs to no statement: put it in front of one.");
    }
  }

  private static RunException refused(
      MigrationScript script, AnalysedStatement statement, String reason) {
    return new RunException(
        RunException.Kind.REFUSED,
        "%s:%d: this cannot run as a backfill: %s. Nothing was changed."
            .formatted(script.path(), statement.line(), reason));
  }
}
