package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.effect.InnerCommits;
import dev.safemigrate.source.MigrationScript;
import java.util.ArrayList;
import java.util.List;

/** Refuses what a later run could not go on with, before anything is changed. */
final class HalfWay {

  private HalfWay() {}

  /**
   * @throws RunException when a statement outside a transaction may commit inside and the file does
   *     not say that it may run again
   */
  static void refuse(List<MigrationRun.Work> works) throws RunException {
    List<String> places = new ArrayList<>();
    for (MigrationRun.Work work : works) {
      for (WorkUnit unit : work.units()) {
        AnalysedStatement first = unit.statements().get(0);
        if (!unit.transactional() && unknowable(work.script(), first)) {
          places.add("%s:%d".formatted(work.script().path(), first.line()));
        }
      }
    }
    if (!places.isEmpty()) {
      throw new RunException(
          RunException.Kind.REFUSED,
          ("What commits inside was found outside a transaction: %s. When a run ends meanwhile, how"
                  + " much of it is done cannot be known. If it may run again, say so in front of"
                  + " it: -- migrate:idempotent <reason>. Nothing was changed.")
              .formatted(String.join(", ", places)));
    }
  }

  private static boolean unknowable(MigrationScript script, AnalysedStatement statement) {
    return InnerCommits.possible(statement.statement())
        && !script.mayRunAgain(statement.statement().span().start());
  }
}
