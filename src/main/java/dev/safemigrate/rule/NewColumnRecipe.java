package dev.safemigrate.rule;

import dev.safemigrate.ast.ColumnDefinition;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Remedy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a column comes whose value differs from row to row, without a rewrite. */
final class NewColumnRecipe {

  private static final Map<String, String> SERIALS =
      Map.of(
          "serial", "integer",
          "serial4", "integer",
          "bigserial", "bigint",
          "serial8", "bigint",
          "smallserial", "smallint",
          "serial2", "smallint");

  private NewColumnRecipe() {}

  /** Whether its type is one of the serial spellings. */
  static boolean isSerial(ColumnDefinition column) {
    return column.type().filter(type -> SERIALS.containsKey(type.simpleName())).isPresent();
  }

  /** The column bare, its default in a second statement, the old rows in batches. */
  static Remedy remedy(StatementContext context, QualifiedName table, ColumnDefinition column) {
    String alter = "ALTER TABLE " + context.name(table);
    String name = SqlNames.quote(column.name());
    List<String> first = new ArrayList<>();
    String type =
        column
            .type()
            .map(
                written ->
                    SERIALS.getOrDefault(written.simpleName(), context.words(written.span())))
            .orElse("bigint");
    first.add("%s ADD COLUMN %s %s".formatted(alter, name, type));
    String value = value(context, table, column, first);
    first.add("%s ALTER COLUMN %s SET DEFAULT %s".formatted(alter, name, value));
    List<Remedy.File> files = new ArrayList<>();
    files.add(Remedy.File.transaction(first.toArray(String[]::new)));
    files.add(
        Batches.file(
            context,
            table,
            "UPDATE %s SET %s = %s WHERE %s IS NULL"
                .formatted(context.name(table), name, value, name),
            Optional.empty()));
    boolean required =
        isSerial(column)
            || !column.constraints(Constraint.NotNull.class).isEmpty()
            || !column.constraints(Constraint.Identity.class).isEmpty();
    if (required) {
      files.addAll(NotNullRecipe.remedy(context, table, List.of(column.name())).files());
    }
    return new Remedy(
        "Add the column without default, set the default for new rows, and fill the old ones in"
            + " batches, each in its own transaction.",
        files);
  }

  private static String value(
      StatementContext context,
      QualifiedName table,
      ColumnDefinition column,
      List<String> statements) {
    List<Constraint.Default> defaults = column.constraints(Constraint.Default.class);
    if (!defaults.isEmpty()) {
      return context.words(defaults.get(0).value().span());
    }
    String sequence = SqlNames.quote(SqlNames.join(table.name(), column.name(), "seq"));
    statements.add(
        "CREATE SEQUENCE %s OWNED BY %s.%s"
            .formatted(sequence, context.name(table), SqlNames.quote(column.name())));
    return "nextval('%s')".formatted(sequence.replace("'", "''"));
  }
}
