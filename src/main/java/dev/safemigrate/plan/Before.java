package dev.safemigrate.plan;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.ExpressionFacts;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.QueryReader;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.parser.SqlParser;
import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.Resolution;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.schema.Table;
import java.util.List;

/**
 * What exists before a change, as planners ask for it; refuses what a plan cannot stand on.
 *
 * @param schema all that is known
 * @param version of the server
 * @param queries reads expressions
 */
record Before(SchemaState schema, ServerVersion version, QueryReader queries) {

  /** The ordinary or partitioned table of that name. */
  Table table(QualifiedName name) {
    Resolution resolution = schema.resolve(name);
    if (resolution instanceof Resolution.Missing) {
      throw new Refusal("There is no table " + name + ".");
    }
    boolean known =
        resolution instanceof Resolution.Found
            && resolution.relation() instanceof Table table
            && table.columnsKnown()
            && !table.assumed();
    if (resolution.relation() instanceof Table && !known) {
      throw new Refusal(
          "The migrations do not create "
              + name
              + ", so its columns are not known. Give the plan a base: migrate:snapshot writes one"
              + " from a live database.");
    }
    if (!(resolution.relation() instanceof Table table)
        || (table.kind() != RelationKind.TABLE && table.kind() != RelationKind.PARTITIONED_TABLE)) {
      throw new Refusal(name + " is not a table.");
    }
    return table;
  }

  /** A table whose rows a trigger of its own can keep in step. */
  Table triggeredTable(QualifiedName name) {
    Table table = table(name);
    if (table.isPartition()) {
      throw new Refusal(name + " is a partition; plan the change for its partitioned table.");
    }
    boolean inherited = !table.parents().isEmpty() || !onlyPartitions(table);
    if (inherited) {
      throw new Refusal(
          name + " takes part in table inheritance, whose children do not inherit triggers.");
    }
    return table;
  }

  private boolean onlyPartitions(Table table) {
    return schema.children(table.id()).stream().allMatch(Table::isPartition);
  }

  Column column(Table table, String name) {
    return table
        .column(name)
        .orElseThrow(
            () ->
                new Refusal(
                    "There is no column %s in %s; it has %s."
                        .formatted(name, table.name().name(), columnNames(table))));
  }

  /** A column whose value clients write. */
  Column writtenColumn(Table table, String name) {
    Column column = column(table, name);
    if (column.generated().isPresent()) {
      throw new Refusal(
          name + " is a generated column: replace it by a new one and drop it, nothing writes it.");
    }
    return column;
  }

  void unusedName(Table table, String name) {
    if (table.column(name).isPresent()) {
      throw new Refusal(table.name().name() + " already has a column " + name + ".");
    }
  }

  /** The type that the words mean. */
  SqlType type(String words, String column) {
    String sql = "ALTER TABLE t ADD COLUMN c " + words;
    List<Statement> statements = SqlParser.parse(sql, version).statements();
    if (statements.size() == 1
        && statements.get(0) instanceof AlterTable alter
        && alter.actions().size() == 1
        && alter.actions().get(0) instanceof AlterTableAction.AddColumn add
        && add.column().constraints().isEmpty()) {
      return SqlType.of(schema.resolve(add.column().type().orElseThrow()), column);
    }
    throw new Refusal("'" + words + "' is not a type.");
  }

  /** Whether an expression is the same for all rows of a statement. */
  boolean isSteady(String expression) {
    return Expressions.isSteady(expression(expression));
  }

  /** The columns of the primary key, in order. */
  List<String> primaryKey(Table table) {
    return table
        .primaryKey()
        .orElseThrow(
            () ->
                new Refusal(
                    table.name().name()
                        + " has no primary key, by which its rows could be told"
                        + " apart."))
        .columns();
  }

  ExpressionFacts expression(String text) {
    return queries.expression(text);
  }

  private static String columnNames(Table table) {
    return String.join(", ", table.columns().stream().map(Column::name).toList());
  }
}
