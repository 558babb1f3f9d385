package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction.AlterColumnType;
import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.DataType;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.IndexKey;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.StoredConstraint;
import dev.safemigrate.schema.StoredExpression;
import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a column changes its type while no index is built under the lock.
 *
 * <p>The server keeps the file of an index without predicate and expressions whose collations and
 * operator classes stay (CheckIndexCompatible() of indexcmds.c). So another one serves the queries
 * when the old one goes: with the new collation written out, or with the same keys but no
 * predicate.
 */
final class TypeChangeRecipe {

  private static final Set<String> TEXTS = Set.of("text", "varchar");

  private final StatementContext context;
  private final Action<AlterColumnType> change;
  private final Table table;
  private final List<Remedy.File> before = new ArrayList<>();
  private final List<Remedy.File> drops = new ArrayList<>();
  private final List<String> together = new ArrayList<>();
  private final List<Remedy.File> after = new ArrayList<>();

  private TypeChangeRecipe(StatementContext context, Action<AlterColumnType> change, Table table) {
    this.context = context;
    this.change = change;
    this.table = table;
  }

  /**
   * Empty where a CHECK is read as well, where queries would lose an index meanwhile, or what is
   * there is not known.
   */
  static Optional<List<Remedy.File>> files(
      StatementContext context, Action<AlterColumnType> change) {
    QualifiedName name = change.table().relation().name();
    return context
        .table(name)
        .filter(table -> table.kind() == RelationKind.TABLE && !table.assumed())
        .filter(table -> context.schema().descendants(table.id()).isEmpty())
        .flatMap(table -> new TypeChangeRecipe(context, change, table).write());
  }

  private Optional<List<Remedy.File>> write() {
    String alter = context.alter(change.table());
    boolean reads =
        table.constraints(StoredConstraint.Check.class).stream()
            .anyMatch(check -> check.validated() && check.columns().contains(column()));
    if (reads || change.effects().indexBuilds().isEmpty()) {
      return Optional.empty();
    }
    together.add(alter + " " + context.words(change.action().span()));
    for (RelationName rebuilt : change.effects().indexBuilds().stream().sorted().toList()) {
      Optional<Index> index =
          context
              .schema()
              .find(rebuilt)
              .filter(Index.class::isInstance)
              .map(Index.class::cast)
              .filter(this::mayGo);
      if (index.isEmpty()) {
        return Optional.empty();
      }
      replace(index.get());
    }
    List<Remedy.File> files = new ArrayList<>(before);
    files.addAll(drops);
    files.add(Remedy.File.transaction(together.toArray(String[]::new)));
    files.addAll(after);
    return Optional.of(files);
  }

  /** A constraint keeps its index, and without a unique one equal rows might come in. */
  private boolean mayGo(Index index) {
    if (index.unique()
        || index.constraint().isPresent()
        || index.parent().isPresent()
        || !index.valid()
        || index.hasExpressions()
        || index.keys().stream().anyMatch(key -> key.operatorClass().isPresent())) {
      return false;
    }
    boolean standsOn = index.keyColumns().contains(column()) || index.include().contains(column());
    boolean collated = change.action().collation().isPresent();
    if (index.predicate().isPresent()) {
      return hasNamesOfToday(index.predicate().get()) && (!standsOn || (isText() && !collated));
    }
    return isText() && collated;
  }

  private void replace(Index index) {
    String own = index.name().name();
    String standIn = freeName(own);
    String schema = index.name().schema();
    String old = SqlNames.quote(index.name());
    String other = SqlNames.quote(new RelationName(schema, standIn));
    boolean partial = index.predicate().isPresent();
    before.add(Remedy.File.outsideTransaction(create(index, standIn, !partial, "")));
    drops.add(Remedy.File.outsideTransaction("DROP INDEX CONCURRENTLY " + old));
    if (!partial) {
      together.add("ALTER INDEX %s RENAME TO %s".formatted(other, SqlNames.quote(own)));
      return;
    }
    String where = " WHERE (" + index.predicate().get().text() + ")";
    after.add(Remedy.File.outsideTransaction(create(index, own, false, where)));
    after.add(Remedy.File.outsideTransaction("DROP INDEX CONCURRENTLY " + other));
  }

  private String create(Index index, String name, boolean collated, String where) {
    String keys =
        index.keys().stream().map(key -> key(key, collated)).collect(Collectors.joining(", "));
    String options =
        index.options().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(option -> option.getKey() + " = " + Identifiers.string(option.getValue()))
            .collect(Collectors.joining(", "));
    return "CREATE INDEX CONCURRENTLY %s ON %s%s (%s)%s%s%s%s"
        .formatted(
            SqlNames.quote(name),
            context.name(change.table().relation().name()),
            index.method().equals("btree") ? "" : " USING " + SqlNames.quote(index.method()),
            keys,
            index.include().isEmpty()
                ? ""
                : " INCLUDE (" + ConstraintSql.columns(index.include()) + ")",
            options.isEmpty() ? "" : " WITH (" + options + ")",
            index.tablespace().map(t -> " TABLESPACE " + SqlNames.quote(t)).orElse(""),
            where);
  }

  private String key(IndexKey key, boolean collated) {
    String name = key.column().orElseThrow();
    Optional<QualifiedName> collation =
        collated && name.equals(column()) && key.collation().isEmpty()
            ? change.action().collation()
            : key.collation();
    String nulls = key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST";
    return SqlNames.quote(name)
        + collation.map(c -> " COLLATE " + SqlNames.quote(c)).orElse("")
        + (key.descending() ? " DESC" : "")
        + (key.nullsFirst() == key.descending() ? "" : nulls);
  }

  /** The text of an expression keeps the names that columns had when it was written. */
  private boolean hasNamesOfToday(StoredExpression expression) {
    return context
        .queries()
        .expression(expression.text())
        .columns()
        .equals(expression.facts().columns());
  }

  /** Between these types an index keeps its operator class. */
  private boolean isText() {
    return table.column(column()).map(Column::type).filter(TypeChangeRecipe::isText).isPresent()
        && isText(context.schema().resolve(change.action().type()));
  }

  private static boolean isText(DataType type) {
    return type.isBuiltIn() && !type.isArray() && TEXTS.contains(type.name().name());
  }

  private String freeName(String index) {
    String schema = table.name().schema();
    for (int number = 0; ; number++) {
      String name = SqlNames.join(index, "new" + (number == 0 ? "" : number));
      if (context.schema().find(new RelationName(schema, name)).isEmpty()) {
        return name;
      }
    }
  }

  private String column() {
    return change.action().column();
  }
}
