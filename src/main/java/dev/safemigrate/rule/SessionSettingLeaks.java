package dev.safemigrate.rule;

import dev.safemigrate.ast.SetVariable;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** A setting that stays with the connection when the migration is over. */
final class SessionSettingLeaks implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo("session-setting-leaks", "Setting outlives the migration", Classification.SAFE);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (!(context.statement() instanceof SetVariable set)
        || set.local()
        || set.kind() != SetVariable.Kind.SET_VALUE
        || !context.transaction().state().open()
        || context.runner() == Runner.MIGRATE
        || resetLater(context, set)) {
      return;
    }
    findings.accept(
        new Finding(
            INFO,
            set.span(),
            "SET without LOCAL outlives the transaction: the next migration, or whoever gets the connection from a pool, runs with this %s."
                .formatted(set.name()),
            Remedy.of(
                "Write SET LOCAL.",
                context.sql().replaceFirst("(?i)^SET(\\s+SESSION)?\\s+", "SET LOCAL "))));
  }

  private static boolean resetLater(StatementContext context, SetVariable set) {
    return context.script().statements().stream()
        .anyMatch(
            statement ->
                statement instanceof SetVariable other
                    && other.span().start() > set.span().start()
                    && (other.kind() == SetVariable.Kind.RESET_ALL
                        || (other.name().equals(set.name())
                            && (other.kind() == SetVariable.Kind.RESET
                                || other.kind() == SetVariable.Kind.SET_DEFAULT))));
  }
}
