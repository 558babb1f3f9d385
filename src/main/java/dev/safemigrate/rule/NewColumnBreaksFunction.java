package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction.AddColumn;
import dev.safemigrate.ast.ColumnDefinition;
import dev.safemigrate.ast.CreateFunction;
import dev.safemigrate.ast.Insert;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import dev.safemigrate.schema.FunctionDefinition;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.Table;
import dev.safemigrate.schema.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A new column of a table whose rows a function returns or copies column by column. */
final class NewColumnBreaksFunction implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "new-column-breaks-function",
          "Function that returns or copies rows of the table lacks the new column",
          Classification.RISKY);

  /** A list of columns; one name alone may be the whole row. */
  private static final Pattern LIST = Pattern.compile("(?is)\\bSELECT\\b[^;]*?,[^;]*?\\bFROM\\b");

  private static final Pattern STAR =
      Pattern.compile("(?is)\\bSELECT\\s+(?:\\w+\\.)?\\*|\\bRETURNING\\s+\\*");

  /** The row that a trigger is called for. */
  private static final Pattern OWN_ROW =
      Pattern.compile("(?i)\\b(?:NEW|OLD)\\s*\\.\\s*\\*|\\(\\s*(?:NEW|OLD)\\s*\\)\\s*\\.\\s*\\*");

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    for (var add : context.actions(AddColumn.class)) {
      returned(context, add, findings);
      copied(context, add, findings);
    }
  }

  private static void returned(
      StatementContext context, Action<AddColumn> add, Consumer<Finding> findings) {
    String table = context.relation(add.table().relation().name()).toString();
    List<RelationName> broken =
        functions(context)
            .filter(function -> returnsRows(function, table))
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

  private static Stream<FunctionDefinition> functions(StatementContext context) {
    return context
        .schema()
        .all(FunctionDefinition.class)
        .filter(function -> !replacedLater(context, function.name()));
  }

  /**
   * A body that inserts whole rows of the table into another one, which then has too few columns.
   */
  private static void copied(
      StatementContext context, Action<AddColumn> add, Consumer<Finding> findings) {
    QualifiedName name = add.table().relation().name();
    Optional<Table> table = context.table(name).filter(t -> t.columnsKnown() && !t.assumed());
    if (table.isEmpty()) {
      return;
    }
    Map<String, List<RelationName>> copies = new TreeMap<>();
    functions(context)
        .forEach(
            function ->
                function.bodyStatements().stream()
                    .filter(Insert.class::isInstance)
                    .map(Insert.class::cast)
                    .filter(insert -> insert.byPosition().isPresent())
                    .filter(insert -> takesRows(context, function, insert, table.get()))
                    .filter(insert -> tooNarrow(context, insert.table(), table.get()))
                    .map(insert -> context.name(context.relation(insert.table())))
                    .forEach(
                        copy ->
                            copies
                                .computeIfAbsent(copy, c -> new ArrayList<>())
                                .add(function.name())));
    copies.forEach((copy, by) -> findings.accept(finding(context, add, copy, by)));
  }

  private static Finding finding(
      StatementContext context, Action<AddColumn> add, String copy, List<RelationName> by) {
    ColumnDefinition column = add.action().column();
    return new Finding(
        INFO,
        add.action().span(),
        "%s inserts whole rows of %s into %s, which has no column for %s: calls fail with \"INSERT has more expressions than target columns\"."
            .formatted(
                Words.list(by.stream().distinct().sorted().toList()),
                add.table().relation().name(),
                copy,
                SqlNames.quote(column.name())),
        Remedy.of(
            "Give that table the column first, as its last one too.",
            Remedy.File.transaction(
                "ALTER TABLE %s ADD COLUMN %s %s"
                    .formatted(
                        copy,
                        SqlNames.quote(column.name()),
                        column.type().map(type -> context.words(type.span())).orElse("text"))),
            Remedy.File.transaction(context.sql())));
  }

  /** Whether the rows inserted are those of the table, all columns of them. */
  private static boolean takesRows(
      StatementContext context, FunctionDefinition function, Insert insert, Table table) {
    String words = insert.query().text();
    boolean read =
        STAR.matcher(words).find()
            && context.queries().query(words).reads().stream()
                .anyMatch(source -> context.relation(source).equals(table.name()));
    return read
        || (OWN_ROW.matcher(words).find()
            && context.schema().triggers(table.id()).stream()
                .anyMatch(trigger -> calls(trigger, function)));
  }

  private static boolean calls(Trigger trigger, FunctionDefinition function) {
    return trigger.function().filter(function.id()::equals).isPresent();
  }

  private static boolean tooNarrow(StatementContext context, QualifiedName copy, Table table) {
    boolean widened =
        context.script().statements().stream()
            .filter(later -> later.span().start() > context.statement().span().start())
            .filter(AlterTable.class::isInstance)
            .map(AlterTable.class::cast)
            .filter(
                alter -> context.relation(alter.relation().name()).equals(context.relation(copy)))
            .anyMatch(alter -> alter.actions().stream().anyMatch(AddColumn.class::isInstance));
    return !widened
        && !context.relation(copy).equals(table.name())
        && context
            .table(copy)
            .filter(other -> other.columnsKnown() && !other.assumed())
            .filter(other -> other.columns().size() <= table.columns().size())
            .isPresent();
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
