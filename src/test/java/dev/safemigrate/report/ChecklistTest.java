package dev.safemigrate.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChecklistTest {

  private static final Checklist SHOP = SampleResults.shop().checklist();

  @Test
  void whatNobodyLookedAtHasNoEvidence() {
    for (Question question :
        List.of(Question.DOWN_TESTED, Question.BACKUP_FRESH, Question.BLOCKERS)) {
      assertThat(SHOP.answer(question).state()).isEqualTo(Answer.State.NO_EVIDENCE);
      assertThat(SHOP.answer(question).evidence()).startsWith("No ");
    }
  }

  @Test
  void whatWasObservedOverrulesTheAnalysis() {
    Answer fresh = Answer.yes("Taken an hour ago and restored.");
    Report report = SampleResults.shop();
    Report observed =
        new Report(
            report.project(),
            report.result(),
            report.failOn(),
            report.tool(),
            Map.of(Question.BACKUP_FRESH, fresh));
    assertThat(observed.checklist().answer(Question.BACKUP_FRESH)).isEqualTo(fresh);
  }

  @Test
  void brokenPromisesAreNamedWithTheirPlace() {
    assertThat(SHOP.answer(Question.BACKWARD_COMPATIBLE))
        .isEqualTo(Answer.no("1 statement does not: V10__full_name.sql:1."));
    assertThat(SHOP.answer(Question.INDEXES_CONCURRENTLY))
        .isEqualTo(Answer.no("Not so: V6__index_and_check.sql:4."));
    assertThat(SHOP.answer(Question.NO_LONG_LOCK).evidence())
        .contains("public.customers and 1 more in V6__index_and_check.sql");
  }

  @Test
  void partialRehearsalIsNoRehearsal() {
    assertThat(SHOP.answer(Question.REHEARSED))
        .isEqualTo(Answer.no("2 of 9 statements measured, on tables of up to 1,000,000 rows."));
  }

  @Test
  void nothingPendingNeedsNothing() {
    Checklist empty = SampleResults.report("empty", List.of(), List.of()).checklist();
    assertThat(empty.answer(Question.RERUNNABLE).state()).isEqualTo(Answer.State.NOT_APPLICABLE);
    assertThat(empty.answer(Question.INDEXES_CONCURRENTLY).state())
        .isEqualTo(Answer.State.NOT_APPLICABLE);
  }
}
