package dev.safemigrate.mojo;

import dev.safemigrate.rehearsal.DownOutcome;
import dev.safemigrate.rehearsal.RehearsalResult;
import dev.safemigrate.report.Answer;
import dev.safemigrate.report.Question;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a rehearsal answers of the checklist. */
final class RehearsalAnswers {

  private RehearsalAnswers() {}

  static Map<Question, Answer> of(RehearsalResult result) {
    Map<Question, Answer> answers = new EnumMap<>(Question.class);
    answers.put(Question.REHEARSED, rehearsed(result));
    answers.put(Question.DOWN_TESTED, downs(result));
    return answers;
  }

  private static Answer rehearsed(RehearsalResult result) {
    if (result.failure().isPresent()) {
      return Answer.no(result.failure().get().lines().findFirst().orElse("A migration failed."));
    }
    return Answer.yes(
        "Every pending %s ran on PostgreSQL %s; %d statements measured on %d rows, %d as predicted."
            .formatted(
                // Behind a broken down script repeatable ones are not run.
                result.downs().passes() ? "migration" : "versioned migration",
                result.analysis().postgresVersion(),
                result.measured(),
                result.rows(),
                result.agreeing()));
  }

  private static Answer downs(RehearsalResult result) {
    DownOutcome downs = result.downs();
    if (!downs.passes()) {
      List<String> failures = result.failures();
      return Answer.no(failures.get(0).lines().findFirst().orElse("A down script fails."));
    }
    if (result.failure().isPresent()) {
      return Answer.noEvidence("A migration failed, so that no down script was run.");
    }
    if (!downs.missing().isEmpty()) {
      return Answer.no(
          "%d restore the schema; there is none for %s."
              .formatted(downs.restored().size(), String.join(", ", downs.missing())));
    }
    if (downs.restored().isEmpty()) {
      return Answer.notApplicable("No versioned migration is pending.");
    }
    return Answer.yes(
        "All %d ran, restored the schema, and up again led to the same."
            .formatted(downs.restored().size()));
  }
}
