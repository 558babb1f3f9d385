package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.Drop;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.effect.Breakage;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.List;
import java.util.function.Consumer;

/** An invariant that the running version relies on and that no longer holds. */
final class DropConstraint implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "drop-constraint", "Constraint is dropped", Classification.EXPAND_CONTRACT_REQUIRED);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (context.statement() instanceof Drop drop && drop.objectType() == ObjectType.INDEX) {
      List<Breakage> harm = context.harm(context.effects());
      if (!harm.isEmpty()) {
        findings.accept(
            new Finding(
                    INFO,
                    drop.span(),
                    "Without the unique index %s: %s."
                        .formatted(harm.get(0).object(), Words.clause(harm.get(0).reason())),
                    Remedy.of(
                        "Make sure that no running version relies on it; when it is replaced, build"
                            + " the new one first."))
                .withClassification(context.classOf(harm)));
      }
    }
    for (var drop : context.actions(AlterTableAction.DropConstraint.class)) {
      QualifiedName table = drop.table().relation().name();
      List<Breakage> harm = context.harm(drop.effects());
      if (harm.isEmpty()) {
        continue;
      }
      findings.accept(
          new Finding(
                  INFO,
                  drop.action().span(),
                  "Without %s, rows that it kept out of %s can come in: %s."
                      .formatted(
                          drop.action().constraint(), table, Words.clause(harm.get(0).reason())),
                  Remedy.of(
                      "Make sure that no running version relies on it; when it is replaced, add and"
                          + " validate the new one first."))
              .withClassification(context.classOf(harm)));
    }
  }
}
