package dev.safemigrate.report;

import dev.safemigrate.analysis.AnalysisResult;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Every question of a release with its answer; a question that nobody looked at says so.
 *
 * @param answers one for each question, in the order of {@link Question}
 */
public record Checklist(Map<Question, Answer> answers) {

  public Checklist {
    answers = Collections.unmodifiableMap(new EnumMap<>(answers));
  }

  /** What the analysis knows, overruled by what was observed. */
  static Checklist of(AnalysisResult result, Map<Question, Answer> observed) {
    Evidences evidences = new Evidences(result);
    Map<Question, Answer> answers = new EnumMap<>(Question.class);
    for (Question question : Question.values()) {
      Answer seen = observed.get(question);
      answers.put(question, seen == null ? evidences.answer(question) : seen);
    }
    return new Checklist(answers);
  }

  public Answer answer(Question question) {
    Answer answer = answers.get(question);
    if (answer == null) {
      throw new IllegalStateException("no answer to " + question);
    }
    return answer;
  }
}
