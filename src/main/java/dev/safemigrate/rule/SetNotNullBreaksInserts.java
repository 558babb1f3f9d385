package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction.SetNotNull;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.NotNullProof;
import dev.safemigrate.text.Span;
import java.util.function.Consumer;

/** A column that becomes required while the running version may leave it out. */
final class SetNotNullBreaksInserts implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "set-not-null-breaks-inserts",
          "Column becomes required",
          Classification.EXPAND_CONTRACT_REQUIRED);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    for (var set : context.actions(SetNotNull.class)) {
      QualifiedName table = set.table().relation().name();
      String column = set.action().column();
      boolean leftOut =
          context
              .table(table)
              .filter(known -> known.notNullProof(column) == NotNullProof.NONE)
              .flatMap(known -> known.column(column))
              .filter(SetNotNullBreaksInserts::empty)
              .isPresent();
      if (leftOut && context.isVisible(table) && !filled(context, table, column)) {
        findings.accept(finding(context, set.action().span(), table, column));
      }
    }
  }

  /** The running version cannot write a column that this file has brought. */
  private static Finding finding(
      StatementContext context, Span span, QualifiedName table, String column) {
    if (context.newInFile(table, column)) {
      return new Finding(
          INFO,
          span,
          "Inserts of the running version fail from now on: they do not know %s.%s, and it has no default."
              .formatted(table, column),
          context.plan(
              "Leave the column nullable, or give it a default; make it NOT NULL when every version"
                  + " that runs writes it."));
    }
    return new Finding(
            INFO,
            span,
            "Inserts of the running version that leave out %s.%s fail from now on: it has no default."
                .formatted(table, column),
            Remedy.of(
                "Release a version that always writes the column, or give it a default, before"
                    + " it becomes NOT NULL."))
        .withClassification(Classification.RISKY);
  }

  /** Whether the same statement or a later one of its transaction gives a default, or a trigger. */
  private static boolean filled(StatementContext context, QualifiedName table, String column) {
    return context.defaultSetBehind(table, column)
        || RowTriggers.fill(context, table, column, "insert");
  }

  private static boolean empty(Column column) {
    return column.defaultValue().isEmpty()
        && column.generated().isEmpty()
        && column.identity().isEmpty();
  }
}
