package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction.AddColumn;
import dev.safemigrate.ast.ColumnDefinition;
import dev.safemigrate.ast.CreateTable;
import dev.safemigrate.ast.TableElement;
import java.util.List;

/** The columns that a statement defines, for questions of style. */
final class StyleColumns {

  private StyleColumns() {}

  static List<ColumnDefinition> of(StatementContext context) {
    if (context.statement() instanceof CreateTable table) {
      return table.elements().stream()
          .filter(TableElement.Column.class::isInstance)
          .map(element -> ((TableElement.Column) element).definition())
          .toList();
    }
    return context.actions(AddColumn.class).stream().map(add -> add.action().column()).toList();
  }

  static List<ColumnDefinition> ofType(StatementContext context, String... names) {
    return of(context).stream()
        .filter(
            column ->
                column.type().filter(t -> List.of(names).contains(t.simpleName())).isPresent())
        .toList();
  }
}
