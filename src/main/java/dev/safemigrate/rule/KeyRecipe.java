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
    if (key.withoutOverlaps()) {
      return Remedy.of(
          "There is no online way: a key WITHOUT OVERLAPS takes no index that was built before."
              + " Add it while the table is small, or to a new table that the old one is moved"
              + " into batch by batch.");
    }
    if (context.isPartitioned(table)) {
      return add.action() instanceof AlterTableAction.AddColumn || key.usingIndex().isPresent()
          ? Remedy.of("Name all columns of the partition key in a constraint of its own.")
          : PartitionedKeyRecipe.remedy(context, add.table(), key);
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
              uniqueIndex(
                  context,
                  named,
                  index,
                  (alter.relation().only() ? "ONLY " : "") + context.name(table))));
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
    files.add(Remedy.File.transaction(useIndex(context.alter(alter), key, name, index)));
    return files;
  }

  /** The index of a key, built without a lock that writers feel. */
  static String uniqueIndex(
      StatementContext context, Constraint.Key key, String index, String table) {
    return "CREATE UNIQUE INDEX CONCURRENTLY %s ON %s (%s)%s%s%s%s"
        .formatted(
            SqlNames.quote(index),
            table,
            ConstraintSql.columns(key.columns()),
            key.include().isEmpty()
                ? ""
                : " INCLUDE (" + ConstraintSql.columns(key.include()) + ")",
            key.nullsNotDistinct() ? " NULLS NOT DISTINCT" : "",
            options(context, key),
            key.tablespace().map(t -> " TABLESPACE " + SqlNames.quote(t)).orElse(""));
  }

  /** Makes a constraint of that index. */
  static String useIndex(String alter, Constraint.Key key, String name, String index) {
    return "%s ADD CONSTRAINT %s %s USING INDEX %s%s"
        .formatted(
            alter,
            SqlNames.quote(name),
            key.primary() ? "PRIMARY KEY" : "UNIQUE",
            SqlNames.quote(index),
            deferrable(key));
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
