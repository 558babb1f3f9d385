package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction.ValidateConstraint;
import dev.safemigrate.ast.DoBlock;
import dev.safemigrate.ast.Select;
import dev.safemigrate.effect.LockMode;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import dev.safemigrate.schema.RelationName;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Work as long as a table is big, while the transaction still holds a blocking lock. */
final class LongWorkUnderLock implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "long-work-under-lock",
          "Long statement runs while the transaction blocks others",
          Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    List<RelationLock> held = context.transaction().blocking();
    if (held.isEmpty()
        || context.statement() instanceof DoBlock
        || !context.actions(ValidateConstraint.class).isEmpty()) {
      return;
    }
    boolean query = context.statement() instanceof Select;
    if (query || (!context.worksLong() && !RowBound.unbounded(context))) {
      return;
    }
    // What the statement blocks by itself is told by the rule that explains it.
    Set<RelationName> own =
        context.blocking(context.effects()).stream()
            .map(RelationLock::relation)
            .collect(Collectors.toSet());
    List<RelationName> blocked =
        held.stream()
            .map(RelationLock::relation)
            .distinct()
            .filter(name -> context.isTable(name) && !own.contains(name))
            .toList();
    if (blocked.isEmpty()) {
      return;
    }
    LockMode strongest =
        held.stream()
            .filter(lock -> blocked.contains(lock.relation()))
            .map(RelationLock::mode)
            .max(Comparator.naturalOrder())
            .orElseThrow();
    findings.accept(
        new Finding(
                INFO,
                context.statement().span(),
                "While this runs, %s %s blocked for %s by the lock that an earlier statement of the transaction took (%s)."
                    .formatted(
                        Words.list(blocked),
                        blocked.size() == 1 ? "stays" : "stay",
                        Words.blocked(strongest),
                        strongest.sqlName()),
                context
                    .transaction()
                    .withoutGroup(
                        blocked,
                        Remedy.of(
                            "Run it in a transaction of its own, in another file.",
                            Remedy.File.transaction(context.sql()))))
            .withRelated(context.transaction().related(blocked)));
  }
}
