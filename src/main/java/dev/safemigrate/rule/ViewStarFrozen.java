package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction.AddColumn;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import dev.safemigrate.schema.View;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** A view of SELECT * that does not see the new column of its table. */
final class ViewStarFrozen implements Rule {

  private static final Pattern STAR = Pattern.compile("(?is)^\\s*SELECT\\s+(\\w+\\.)?\\*.*");

  private static final RuleInfo INFO =
      new RuleInfo(
          "view-star-frozen", "View of SELECT * does not get the new column", Classification.SAFE);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    for (var add : context.actions(AddColumn.class)) {
      QualifiedName name = add.table().relation().name();
      List<View> frozen =
          context
              .table(name)
              .map(table -> context.schema().viewsUsing(table.id()))
              .orElse(List.of())
              .stream()
              .filter(view -> STAR.matcher(view.query().text()).matches())
              .toList();
      if (!frozen.isEmpty()) {
        findings.accept(
            new Finding(
                INFO,
                add.action().span(),
                "%s was written as SELECT * but keeps the columns that it had: it does not show %s."
                    .formatted(
                        Words.list(frozen.stream().map(View::name).toList()),
                        add.action().column().name()),
                Remedy.of("Replace the view with CREATE OR REPLACE VIEW where it is wanted.")));
      }
    }
  }
}
