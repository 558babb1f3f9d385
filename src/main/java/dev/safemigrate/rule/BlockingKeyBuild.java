package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction.AddColumn;
import dev.safemigrate.ast.AlterTableAction.AddConstraint;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.effect.Effects;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.RuleInfo;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A UNIQUE or PRIMARY KEY constraint that builds its index, or reads the table, under a lock. */
final class BlockingKeyBuild implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "blocking-key-build",
          "Unique constraint or primary key is built under a blocking lock",
          Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    for (var add : context.actions(AddConstraint.class)) {
      if (add.action().constraint() instanceof Constraint.Key key && works(add.effects())) {
        finding(context, add, key, key.columns()).ifPresent(findings);
      }
    }
    for (var add : context.actions(AddColumn.class)) {
      List<Constraint.Key> keys = add.action().column().constraints(Constraint.Key.class);
      if (!keys.isEmpty() && works(add.effects()) && add.effects().rewrites().isEmpty()) {
        Constraint.Key key = keys.get(0);
        finding(context, add, key, List.of(add.action().column().name())).ifPresent(findings);
      }
    }
  }

  /** A build reads its table; without a read the index is an entry ON ONLY a partitioned table. */
  private static boolean works(Effects effects) {
    return !effects.scans().isEmpty();
  }

  private static Optional<Finding> finding(
      StatementContext context, Action<?> add, Constraint.Key key, List<String> columns) {
    QualifiedName table = add.table().relation().name();
    String what = key.primary() ? "primary key" : "unique constraint";
    String how =
        key.usingIndex().isPresent()
            ? "reads all of %s to prove its columns not null".formatted(table)
            : "builds an index on %s".formatted(table);
    return context
        .lockFelt(add.effects(), table)
        .filter(lock -> lock.mode().blocksWrites())
        .map(
            lock ->
                new Finding(
                    INFO,
                    add.action().span(),
                    "Adding this %s %s and blocks %s meanwhile (%s lock)."
                        .formatted(what, how, Words.blocked(lock.mode()), lock.mode().sqlName()),
                    context.besideOthers(add, KeyRecipe.remedy(context, add, key, columns))));
  }
}
