package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterEnum;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.Rename;
import dev.safemigrate.ast.SetSchema;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.effect.Breakage;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.RuleInfo;
import java.util.List;
import java.util.function.Consumer;

/** A new name or schema for anything else that the running version may name. */
final class RenameObject implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "rename-object", "Object is renamed or moved", Classification.EXPAND_CONTRACT_REQUIRED);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    List<Breakage> harm = context.harm(context.effects());
    if (harm.isEmpty() || !renames(context.statement())) {
      return;
    }
    findings.accept(
        new Finding(
                INFO,
                context.statement().span(),
                "The running version knows %s by its old name: %s."
                    .formatted(harm.get(0).object(), Words.clause(harm.get(0).reason())),
                context.plan(
                    "Create the new object beside the old one, move the application over, and drop"
                        + " the old one in a later release."))
            .withClassification(context.classOf(harm)));
  }

  private static boolean renames(Statement statement) {
    if (statement instanceof Rename rename) {
      return rename.objectType() != ObjectType.TABLE && rename.objectType() != ObjectType.COLUMN;
    }
    if (statement instanceof AlterEnum change) {
      return change.oldLabel().isPresent();
    }
    return statement instanceof SetSchema move && move.object().type() != ObjectType.TABLE;
  }
}
