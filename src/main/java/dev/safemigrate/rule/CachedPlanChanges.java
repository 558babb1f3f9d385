package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction.AlterColumnType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.effect.Breakage;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** A column whose new type makes prepared statements of the running version fail once. */
final class CachedPlanChanges implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "cached-plan-changes",
          "Prepared statements fail after a type change",
          Classification.SAFE);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    for (var change : context.actions(AlterColumnType.class)) {
      QualifiedName table = change.table().relation().name();
      boolean breaks =
          change.effects().breaks().stream()
              .anyMatch(
                  breakage ->
                      breakage.kind() == Breakage.Kind.CACHED_PLAN
                          && !context.isNew(breakage.object()));
      String type = context.schema().resolve(change.action().type()).canonical();
      boolean same =
          context
              .table(table)
              .flatMap(known -> known.column(change.action().column()))
              .filter(column -> column.type().canonical().equals(type))
              .isPresent();
      if (!breaks || same || !change.effects().rewrites().isEmpty()) {
        continue;
      }
      findings.accept(
          new Finding(
              INFO,
              change.action().span(),
              "Statements that are prepared already and return %s.%s fail once with \"cached plan must not change result type\"."
                  .formatted(table, change.action().column()),
              Remedy.of(
                  "pgjdbc prepares on the server after five uses: set autosave=conservative, or"
                      + " let connections be renewed after the migration.")));
    }
  }
}
