package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.Cluster;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Vacuum;
import dev.safemigrate.effect.LockHold;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.List;
import java.util.function.Consumer;

/** A command that writes a table anew for its own sake. */
final class TableRewrite implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo("table-rewrite", "Table is written anew", Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (!rewritesForItsOwnSake(context.statement())) {
      return;
    }
    List<RelationLock> rewritten =
        context.blocking(context.effects()).stream()
            .filter(lock -> lock.hold() == LockHold.REWRITE)
            .toList();
    boolean whole = context.statement() instanceof Cluster cluster && cluster.table().isEmpty();
    if (rewritten.isEmpty() && !whole) {
      return;
    }
    String what =
        whole
            ? "This writes every clustered table anew and blocks reads and writes of it meanwhile."
            : "This %s.".formatted(Words.blocks(rewritten.get(0)));
    findings.accept(
        new Finding(
            INFO,
            context.statement().span(),
            what,
            Remedy.of(
                "Leave it out of migrations; pg_repack or pg_squeeze do the same without blocking,"
                    + " and a plain VACUUM makes space usable again.")));
  }

  private static boolean rewritesForItsOwnSake(Statement statement) {
    if (statement instanceof Cluster || statement instanceof Vacuum) {
      return true;
    }
    return statement instanceof AlterTable alter
        && alter.objectType() != ObjectType.INDEX
        && alter.actions().stream()
            .anyMatch(
                action ->
                    action instanceof AlterTableAction.SetLogged
                        || action instanceof AlterTableAction.SetTablespace
                        || action instanceof AlterTableAction.SetAccessMethod);
  }
}
