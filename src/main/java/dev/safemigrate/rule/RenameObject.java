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
                message(context.statement(), harm.get(0)),
                context.plan(outline(context.statement())))
            .withClassification(context.classOf(harm)));
  }

  private static String message(Statement statement, Breakage harm) {
    if (statement instanceof AlterEnum change) {
      return "Statements of the running version that write '%s' as %s fail as soon as it is called '%s', and rows that held it read differently."
          .formatted(change.oldLabel().orElseThrow(), change.type(), change.newLabel());
    }
    return "Statements of the running version that name %s fail as soon as it is called %s."
        .formatted(
            harm.object(),
            statement instanceof Rename rename
                ? rename.newName()
                : ((SetSchema) statement).newSchema()
                    + "."
                    + ((SetSchema) statement).object().name().name());
  }

  private static String outline(Statement statement) {
    return statement instanceof AlterEnum
        ? "Add the new value with ALTER TYPE ... ADD VALUE, move the application over, and change"
            + " the rows in batches."
        : "Create the new object beside the old one, move the application over, and drop the old"
            + " one in a later release.";
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
