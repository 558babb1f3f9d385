package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction.AddColumn;
import dev.safemigrate.ast.AlterTableAction.AlterColumnType;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import dev.safemigrate.schema.Publication;
import java.util.List;
import java.util.function.Consumer;

/** A published table whose columns change: subscribers have to change first. */
final class PublishedTableChanges implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "published-table-changes",
          "Subscribers do not follow a change of columns",
          Classification.SAFE);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (!(context.statement() instanceof AlterTable alter)
        || alter.actions().stream()
            .noneMatch(
                action -> action instanceof AddColumn || action instanceof AlterColumnType)) {
      return;
    }
    List<Publication> publications =
        context
            .table(alter.relation().name())
            .map(context.schema()::publications)
            .orElse(List.of());
    if (!publications.isEmpty()) {
      findings.accept(
          new Finding(
              INFO,
              alter.span(),
              "Publication %s carries rows of %s but not this change: a subscriber without it stops applying."
                  .formatted(publications.get(0).name().name(), alter.relation().name()),
              Remedy.of("Make the same change on every subscriber first.")));
    }
  }
}
