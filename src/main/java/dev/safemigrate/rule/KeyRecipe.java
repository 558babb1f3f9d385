package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.ColumnDefinition;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Remedy;
import java.util.ArrayList;
import java.util.List;

/** How a unique constraint or primary key comes without building its index under a lock. */
final class KeyRecipe {

  private KeyRecipe() {}

  static Remedy remedy(
      StatementContext context, Action<?> add, Constraint.Key key, List<String> columns) {
    QualifiedName table = add.table().relation().name();
    boolean online = !context.isPartitioned(table) && !key.withoutOverlaps();
    if (!online) {
      return Remedy.of(
          "Create the unique index ON ONLY the partitioned table, build it CONCURRENTLY on each"
              + " partition, attach the parts, and add the constraint last.");
    }
    List<Remedy.File> files = new ArrayList<>();
    if (add.action() instanceof AlterTableAction.AddColumn column) {
      ColumnDefinition definition = column.column();
      files.add(
          Remedy.File.transaction(
              "ALTER TABLE %s ADD COLUMN %s"
                  .formatted(
                      context.name(table),
                      context.wordsWithout(definition.span(), List.of(key.span())))));
    }
    Constraint.Key named = withColumns(key, columns);
    String name = ConstraintSql.name(context, table, named);
    String index = key.usingIndex().orElse(name);
    if (key.usingIndex().isEmpty()) {
      files.add(
          Remedy.File.outsideTransaction(
              "CREATE UNIQUE INDEX CONCURRENTLY %s ON %s (%s)%s%s"
                  .formatted(
                      SqlNames.quote(index),
                      context.name(table),
                      ConstraintSql.columns(columns),
                      key.include().isEmpty()
                          ? ""
                          : " INCLUDE (" + ConstraintSql.columns(key.include()) + ")",
                      key.nullsNotDistinct() ? " NULLS NOT DISTINCT" : "")));
    }
    if (key.primary()) {
      List<String> nullable =
          columns.stream().filter(column -> !context.isNotNull(table, column)).toList();
      if (!nullable.isEmpty()) {
        files.addAll(NotNullRecipe.remedy(context, table, nullable).files());
      }
    }
    files.add(
        Remedy.File.transaction(
            "ALTER TABLE %s ADD CONSTRAINT %s %s USING INDEX %s%s"
                .formatted(
                    context.name(table),
                    SqlNames.quote(name),
                    key.primary() ? "PRIMARY KEY" : "UNIQUE",
                    SqlNames.quote(index),
                    deferrable(key))));
    return new Remedy(
        "Build the unique index CONCURRENTLY, outside a transaction, then make it the constraint"
            + (key.primary() ? ", with columns that are NOT NULL already." : "."),
        files);
  }

  private static String deferrable(Constraint.Key key) {
    if (key.attributes().initiallyDeferred()) {
      return " DEFERRABLE INITIALLY DEFERRED";
    }
    return key.attributes().deferrable() ? " DEFERRABLE" : "";
  }

  private static Constraint.Key withColumns(Constraint.Key key, List<String> columns) {
    return new Constraint.Key(
        key.span(),
        key.name(),
        key.primary(),
        columns,
        key.include(),
        key.nullsNotDistinct(),
        key.withoutOverlaps(),
        key.usingIndex(),
        key.indexOptions(),
        key.tablespace(),
        key.attributes());
  }
}
