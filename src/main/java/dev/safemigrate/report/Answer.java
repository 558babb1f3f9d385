package dev.safemigrate.report;

import java.util.Locale;

/**
 * An answer with its evidence.
 *
 * @param state the answer
 * @param evidence what was looked at and found, or what would have to be done to know; in sentences
 */
public record Answer(State state, String evidence) {

  /** What an answer can be. */
  public enum State {
    YES("yes"),
    NO("no"),
    /** Nothing was looked at that could tell. */
    NO_EVIDENCE("no evidence"),
    NOT_APPLICABLE("does not apply");

    private final String words;

    State(String words) {
      this.words = words;
    }

    /** As people read it. */
    public String words() {
      return words;
    }

    /** As report.json has it: {@code no-evidence}. */
    public String spelling() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public static Answer yes(String evidence) {
    return new Answer(State.YES, evidence);
  }

  public static Answer no(String evidence) {
    return new Answer(State.NO, evidence);
  }

  public static Answer noEvidence(String howToKnow) {
    return new Answer(State.NO_EVIDENCE, howToKnow);
  }

  public static Answer notApplicable(String why) {
    return new Answer(State.NOT_APPLICABLE, why);
  }
}
