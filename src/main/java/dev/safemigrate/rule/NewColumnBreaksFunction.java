package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction.AddColumn;
import dev.safemigrate.ast.CreateFunction;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import dev.safemigrate.schema.FunctionDefinition;
import dev.safemigrate.schema.RelationName;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** A new column of a table whose rows a function of SQL returns column by column. */
final class NewColumnBreaksFunction implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "new-column-breaks-function",
          "Function that returns rows of the table lacks the new column",
          Classification.RISKY);

  /** A list of columns; one name alone may be the whole row. */
  private static final Pattern LIST = Pattern.compile("(?is)\\bSELECT\\b[^;]*?,[^;]*?\\bFROM\\b");

  private static final Pattern STAR =
      Pattern.compile("(?is)\\bSELECT\\s+(?:\\w+\\.)?\\*|\\bRETURNING\\s+\\*");

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    for (var add : context.actions(AddColumn.class)) {
      String table = context.relation(add.table().relation().name()).toString();
      List<RelationName> broken =
          context
              .schema()
              .all(FunctionDefinition.class)
              .filter(function -> returnsRows(function, table))
              .filter(function -> !replacedLater(context, function.name()))
              .map(FunctionDefinition::name)
              .sorted()
              .toList();
      if (!broken.isEmpty()) {
        findings.accept(
            new Finding(
                INFO,
                add.action().span(),
                "%s returns rows of %s from a list of columns without %s: calls fail with \"return type mismatch\"."
                    .formatted(
                        Words.list(broken), table, SqlNames.quote(add.action().column().name())),
                Remedy.of("Replace the function in the same transaction.")));
      }
    }
  }

  /** SELECT * is expanded again when the function is next called, and fits. */
  private static boolean returnsRows(FunctionDefinition function, String table) {
    return function.language().equals("sql")
        && function.returns().filter(type -> type.name().toString().equals(table)).isPresent()
        && function
            .body()
            .filter(body -> !body.sqlStandard() && LIST.matcher(body.text()).find())
            .filter(body -> !STAR.matcher(body.text()).find())
            .isPresent();
  }

  private static boolean replacedLater(StatementContext context, RelationName function) {
    return context.script().statements().stream()
        .filter(statement -> statement.span().start() > context.statement().span().start())
        .anyMatch(
            statement ->
                statement instanceof CreateFunction create
                    && create.name().name().equals(function.name()));
  }
}
