package dev.safemigrate.plan;

import java.util.List;
import java.util.Optional;

/** One part of a plan, in the order in which they happen. */
public sealed interface PlanPart {

  /**
   * A migration.
   *
   * @param phase what it is for
   * @param description in words, for its file's name
   * @param why what the reader of the file must know, a sentence a line
   * @param up statements without their semicolon; comments stand in front of what they explain
   * @param down what takes it back, in order
   * @param transactional false when it must not run in a transaction
   * @param verify a query that is true when the step has done its work
   */
  record Migration(
      Phase phase,
      String description,
      List<String> why,
      List<String> up,
      List<String> down,
      boolean transactional,
      Optional<String> verify)
      implements PlanPart {

    public Migration {
      why = List.copyOf(why);
      up = List.copyOf(up);
      down = List.copyOf(down);
    }

    static Migration of(Phase phase, String description, List<String> up, List<String> down) {
      return new Migration(phase, description, List.of(), up, down, true, Optional.empty());
    }

    /** CREATE INDEX CONCURRENTLY and its like, alone in its file. */
    static Migration concurrently(Phase phase, String description, String up, String down) {
      return new Migration(
          phase, description, List.of(), List.of(up), List.of(down), false, Optional.empty());
    }

    Migration because(String... sentences) {
      return new Migration(phase, description, List.of(sentences), up, down, transactional, verify);
    }

    Migration verifiedBy(String query) {
      return new Migration(phase, description, why, up, down, transactional, Optional.of(query));
    }
  }

  /**
   * What the application does before the next migration may run.
   *
   * @param title an imperative sentence
   * @param text Markdown
   */
  record Application(String title, String text) implements PlanPart {}
}
