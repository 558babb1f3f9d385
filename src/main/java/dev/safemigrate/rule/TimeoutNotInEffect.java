package dev.safemigrate.rule;

import dev.safemigrate.ast.SetVariable;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A timeout that is set in a way that does nothing. */
final class TimeoutNotInEffect implements Rule {

  private static final Set<String> TIMEOUTS =
      Set.of("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout");

  private static final RuleInfo INFO =
      new RuleInfo(
          "timeout-not-in-effect", "Timeout is set but not in effect", Classification.SAFE);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public boolean concernsRefused() {
    return true;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (!(context.statement() instanceof SetVariable set) || !TIMEOUTS.contains(set.name())) {
      return;
    }
    reason(context, set)
        .map(reason -> new Finding(INFO, set.span(), reason, remedy(context, set)))
        .ifPresent(findings);
  }

  private static Optional<String> reason(StatementContext context, SetVariable set) {
    if (set.local() && !context.transaction().state().open()) {
      return Optional.of(
          "SET LOCAL outside a transaction is only a warning: %s stays as it was."
              .formatted(set.name()));
    }
    boolean late =
        set.kind() == SetVariable.Kind.SET_VALUE
            && context.transaction().earlier().stream()
                .anyMatch(before -> !context.blocking(before.effects()).isEmpty())
            && !followedByLocks(context);
    return late
        ? Optional.of("%s is set behind the statements that it should bound.".formatted(set.name()))
        : Optional.empty();
  }

  private static boolean followedByLocks(StatementContext context) {
    return context.script().statements().stream()
        .filter(statement -> statement.span().start() > context.statement().span().start())
        .anyMatch(statement -> !context.blocking(context.predictor().apply(statement)).isEmpty());
  }

  private static Remedy remedy(StatementContext context, SetVariable set) {
    String value = set.values().isEmpty() ? "1200ms" : set.values().get(0);
    return context.transaction().state().open()
        ? Remedy.of("Move it to the beginning of the file.")
        : Remedy.of(
            "Leave out LOCAL and reset it at the end of the file.",
            "SET %s = '%s'".formatted(set.name(), value.replace("'", "''")));
  }
}
