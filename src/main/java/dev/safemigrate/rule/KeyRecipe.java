package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.ColumnDefinition;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.schema.Index;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How a unique constraint or primary key comes without building its index under a lock. */
final class KeyRecipe {

  private KeyRecipe() {}

  static Remedy remedy(
      StatementContext context, Action<?> add, Constraint.Key key, List<String> columns) {
    QualifiedName table = add.table().relation().name();
    if (context.isPartitioned(table) || key.withoutOverlaps()) {
      return Remedy.of(
          "Create the unique index ON ONLY the partitioned table, build it CONCURRENTLY on each"
              + " partition, attach the parts, and add the constraint last.");
    }
    List<Remedy.File> files = new ArrayList<>();
    if (add.action() instanceof AlterTableAction.AddColumn column) {
      ColumnDefinition definition = column.column();
      files.add(
          Remedy.File.inPlace(
              "%s ADD COLUMN %s"
                  .formatted(
                      context.alter(add.table()),
                      context.wordsWithout(definition.span(), List.of(key.span())))));
    }
    files.addAll(files(context, add.table(), key, columns));
    return new Remedy(
        "Build the unique index CONCURRENTLY, outside a transaction, then make it the constraint"
            + (key.primary() ? ", with columns that are NOT NULL already." : "."),
        files);
  }

  /** The index, NOT NULL where a primary key wants it, and the constraint. */
  static List<Remedy.File> files(
      StatementContext context, AlterTable alter, Constraint.Key key, List<String> columns) {
    QualifiedName table = alter.relation().name();
    List<Remedy.File> files = new ArrayList<>();
    Constraint.Key named = withColumns(key, columns);
    String name = ConstraintSql.name(context, table, named);
    String index = key.usingIndex().orElse(name);
    if (key.usingIndex().isEmpty()) {
      files.add(
          Remedy.File.outsideTransaction(
              "CREATE UNIQUE INDEX CONCURRENTLY %s ON %s%s (%s)%s%s%s%s"
                  .formatted(
                      SqlNames.quote(index),
                      alter.relation().only() ? "ONLY " : "",
                      context.name(table),
                      ConstraintSql.columns(columns),
                      key.include().isEmpty()
                          ? ""
                          : " INCLUDE (" + ConstraintSql.columns(key.include()) + ")",
                      key.nullsNotDistinct() ? " NULLS NOT DISTINCT" : "",
                      options(context, key),
                      key.tablespace().map(t -> " TABLESPACE " + SqlNames.quote(t)).orElse(""))));
    }
    if (key.primary()) {
      List<String> keyColumns =
          key.usingIndex().isPresent() ? indexColumns(context, table, index) : columns;
      List<String> nullable =
          keyColumns.stream().filter(column -> !context.isNotNull(table, column)).toList();
      if (!nullable.isEmpty()) {
        NotNullRecipe.remedy(context, table, nullable).files().stream()
            .map(file -> Remedy.File.transaction(file.statements().toArray(String[]::new)))
            .forEach(files::add);
      }
    }
    files.add(
        Remedy.File.transaction(
            "%s ADD CONSTRAINT %s %s USING INDEX %s%s"
                .formatted(
                    context.alter(alter),
                    SqlNames.quote(name),
                    key.primary() ? "PRIMARY KEY" : "UNIQUE",
                    SqlNames.quote(index),
                    deferrable(key))));
    return files;
  }

  private static String options(StatementContext context, Constraint.Key key) {
    return key.indexOptions().isEmpty()
        ? ""
        : " WITH ("
            + key.indexOptions().stream()
                .map(option -> context.words(option.span()))
                .collect(Collectors.joining(", "))
            + ")";
  }

  private static List<String> indexColumns(
      StatementContext context, QualifiedName table, String index) {
    return context
        .table(table)
        .flatMap(
            known ->
                context.schema().indexes(known.id()).stream()
                    .filter(one -> one.name().name().equals(index))
                    .findFirst())
        .map(Index::keyColumns)
        .orElse(List.of());
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
