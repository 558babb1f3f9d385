package dev.safemigrate.rehearsal;

import dev.safemigrate.runner.TestedDowns.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * What became of the down scripts of the pending migrations.
 *
 * @param restored those that led back to the schema from before
 * @param missing pending migrations that have none
 * @param notTested down scripts behind a missing or failing one, which were not run
 * @param failure why one could not run
 * @param notRestored those that ran and left another schema
 * @param secondUp why the second way up failed, or the difference it made; empty when it led to the
 *     same schema or was not tried
 */
public record DownOutcome(
    List<String> restored,
    List<String> missing,
    List<String> notTested,
    Optional<String> failure,
    List<NotRestored> notRestored,
    Optional<String> secondUp) {

  /** Nothing was run. */
  static final DownOutcome NONE =
      new DownOutcome(
          List.of(), List.of(), List.of(), Optional.empty(), List.of(), Optional.empty());

  public DownOutcome {
    restored = List.copyOf(restored);
    missing = List.copyOf(missing);
    notTested = List.copyOf(notTested);
    notRestored = List.copyOf(notRestored);
  }

  /**
   * A down script that did not lead back.
   *
   * @param script its file
   * @param lines DDL: {@code -} was there before the migration and is gone, {@code +} was left
   */
  public record NotRestored(String script, List<String> lines) {

    public NotRestored {
      lines = List.copyOf(lines);
    }
  }

  /** What became of one; the worst where several of a file have the same name. */
  Outcome of(String script) {
    if (notRestored.stream().anyMatch(each -> each.script().equals(script))) {
      return Outcome.NOT_RESTORED;
    }
    if (notTested.contains(script)) {
      return Outcome.NOT_RUN;
    }
    if (restored.contains(script)) {
      return Outcome.RESTORED;
    }
    return failure.isPresent() ? Outcome.FAILED : Outcome.NOT_RUN;
  }

  /** Whether no script that was run has failed. */
  public boolean passes() {
    return failure.isEmpty() && notRestored.isEmpty() && secondUp.isEmpty();
  }
}
