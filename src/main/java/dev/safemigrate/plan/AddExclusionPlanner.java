package dev.safemigrate.plan;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.Constraint.Exclusion;
import dev.safemigrate.ast.ConstraintAttributes;
import dev.safemigrate.ast.ExpressionFacts;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.parser.SqlParser;
import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.Table;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * An exclusion constraint for a table with rows, which knows neither NOT VALID nor USING INDEX
 * (manual, ALTER TABLE): it is added to an empty table beside it instead.
 */
final class AddExclusionPlanner implements Planner<Change.AddExclusion> {

  @Override
  public Class<Change.AddExclusion> handles() {
    return Change.AddExclusion.class;
  }

  @Override
  public ExpandContractPlan plan(Change.AddExclusion change, Before before) {
    Table table = before.triggeredTable(change.table());
    String statement =
        "ALTER TABLE %s ADD %s".formatted(Names.sql(table), change.definition().strip());
    Exclusion exclusion = read(statement, before);
    refuseDeferrable(exclusion.attributes());
    Set<String> names = columns(exclusion, before);
    names.forEach(column -> before.column(table, column));
    List<String> key = before.primaryKey(table);
    List<Column> columns =
        table.columns().stream()
            .filter(column -> names.contains(column.name()) && !key.contains(column.name()))
            .toList();
    columns.forEach(AddExclusionPlanner::refuseVirtual);
    String name =
        change
            .name()
            .or(exclusion::name)
            .orElseGet(() -> Names.join(table.name().name(), String.join("_", names), "excl"));
    if (before.schema().find(Names.beside(table, name)).isPresent()) {
      throw new Refusal("There is a relation " + name + " already, as its index would be called.");
    }
    SideTable side =
        SideTable.of(before, table, Names.beside(table, Names.join(name, "rows")), columns);
    return new ExclusionPlan(
            before, table, name, exclusion, words(exclusion, statement), side, change.repair())
        .plan();
  }

  private static Exclusion read(String statement, Before before) {
    List<Statement> statements = SqlParser.parse(statement, before.version()).statements();
    if (statements.size() == 1
        && statements.get(0) instanceof AlterTable alter
        && alter.actions().size() == 1
        && alter.actions().get(0) instanceof AlterTableAction.AddConstraint add
        && add.constraint() instanceof Exclusion exclusion) {
      return exclusion;
    }
    throw new Refusal("'" + statement + "' does not add an exclusion constraint.");
  }

  /** Without CONSTRAINT and its name. */
  private static String words(Exclusion exclusion, String statement) {
    String words = exclusion.span().of(statement);
    return exclusion.name().isEmpty() ? words : Expressions.from("exclude", words);
  }

  private static void refuseDeferrable(ConstraintAttributes attributes) {
    if (attributes.deferrable() || attributes.initiallyDeferred()) {
      throw new Refusal(
          "A deferrable exclusion constraint cannot say that a row is left out (ON CONFLICT), so the"
              + " first rows that overlap would end the backfill: plan it without DEFERRABLE.");
    }
  }

  private static void refuseVirtual(Column column) {
    if (column.generated().filter(generated -> !generated.stored()).isPresent()) {
      throw new Refusal(
          column.name() + " is a virtual column, on which no index can stand: name what it is of.");
    }
  }

  /** All that it looks at. */
  private static Set<String> columns(Exclusion exclusion, Before before) {
    Set<String> columns = new TreeSet<>(exclusion.include());
    exclusion.elements().forEach(element -> element.column().column().ifPresent(columns::add));
    Stream.concat(
            exclusion.elements().stream().flatMap(e -> e.column().expression().stream()),
            exclusion.where().stream())
        .map(expression -> readable(expression.text(), before))
        .forEach(facts -> columns.addAll(facts.columns()));
    return columns;
  }

  private static ExpressionFacts readable(String expression, Before before) {
    ExpressionFacts facts = before.expression(expression);
    if (facts.opaque()) {
      throw new Refusal("The expression (" + expression + ") cannot be read.");
    }
    return facts;
  }
}
