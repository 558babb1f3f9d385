package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction.AddConstraint;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.CreateIndex;
import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.IndexColumn;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Rename;
import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.schema.Table;
import dev.safemigrate.text.Span;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What must not repeat from a statement on.
 *
 * @param span the place of it
 * @param table whose rows
 * @param keys columns and expressions, as SQL writes them
 * @param columns those keys that are columns
 * @param operators of an exclusion constraint, one for each key; empty where values must not repeat
 * @param where the rows that are meant, if not all
 * @param nullsToo whether two nulls count as a repetition, or none may come
 */
record NewUniqueness(
    Span span,
    QualifiedName table,
    List<String> keys,
    Set<String> columns,
    List<String> operators,
    Optional<String> where,
    boolean nullsToo) {

  /** Defaults that give each row another value. */
  private static final Pattern FRESH =
      Pattern.compile("(?i)\\b(?:nextval|gen_random_uuid|uuid_generate_v\\d\\w*|uuidv[47])\\s*\\(");

  static NewUniqueness of(CreateIndex index) {
    return new NewUniqueness(
        index.span(),
        index.table().name(),
        index.columns().stream().map(NewUniqueness::key).toList(),
        plain(index.columns().stream()),
        List.of(),
        index.where().map(Expression::text),
        index.nullsNotDistinct());
  }

  static NewUniqueness of(Action<AddConstraint> add, Constraint.Key key) {
    return new NewUniqueness(
        add.action().span(),
        add.table().relation().name(),
        key.columns().stream().map(SqlNames::quote).toList(),
        Set.copyOf(key.columns()),
        List.of(),
        Optional.empty(),
        key.nullsNotDistinct() || key.primary());
  }

  static NewUniqueness of(Action<AddConstraint> add, Constraint.Exclusion exclusion) {
    List<IndexColumn> keys = exclusion.elements().stream().map(e -> e.column()).toList();
    return new NewUniqueness(
        add.action().span(),
        add.table().relation().name(),
        keys.stream().map(NewUniqueness::key).toList(),
        plain(keys.stream()),
        exclusion.elements().stream().map(Constraint.ExclusionElement::operator).toList(),
        exclusion.where().map(Expression::text),
        false);
  }

  private static String key(IndexColumn key) {
    return key.column()
        .map(SqlNames::quote)
        .orElseGet(() -> key.expression().map(Expression::text).orElse(""));
  }

  private static Set<String> plain(Stream<IndexColumn> keys) {
    return keys.flatMap(key -> key.column().stream()).collect(Collectors.toUnmodifiableSet());
  }

  /** {@code have the same note}, or {@code conflict (room WITH =)}. */
  String conflict() {
    if (operators.isEmpty()) {
      return "have the same %s%s"
          .formatted(Words.list(keys), where.map(rows -> " WHERE " + rows).orElse(""));
    }
    StringBuilder pairs = new StringBuilder();
    for (int i = 0; i < keys.size(); i++) {
      pairs
          .append(i == 0 ? "" : ", ")
          .append(keys.get(i))
          .append(" WITH ")
          .append(operators.get(i));
    }
    return "conflict (%s)".formatted(pairs);
  }

  /** Whether the table is known, has rows that the running version writes, and they have values. */
  boolean concernsOldRows(StatementContext context) {
    return context.isVisible(table)
        && known(context.schema()).isPresent()
        && (nullsToo || columns.stream().noneMatch(column -> isEmpty(context, column)));
  }

  private Optional<Table> known(SchemaState schema) {
    return schema
        .findTable(table)
        .filter(known -> known.kind().isTable() && known.columnsKnown() && !known.assumed());
  }

  /** Nulls differ from each other (manual, "Unique Constraints"). */
  private boolean isEmpty(StatementContext context, String column) {
    boolean unwritten =
        context.values().after(context).areUnwritten(context.relation(table), column);
    boolean given =
        context
            .table(table)
            .flatMap(known -> known.column(column))
            .filter(known -> known.defaultValue().isPresent() || known.identity().isPresent())
            .isPresent();
    return unwritten
        && !given
        && !RowTriggers.fill(context, table, column, "insert")
        && !RowTriggers.fill(context, table, column, "update");
  }

  /** Whether some of the columns could not repeat before the file either. */
  boolean heldBefore(StatementContext context) {
    return columns.stream()
            .flatMap(column -> known(context.schema()).flatMap(t -> t.column(column)).stream())
            .anyMatch(NewUniqueness::isFresh)
        || indexes(context.schema()).anyMatch(index -> implies(context, index, Map.of()))
        || indexes(context.schemaBeforeFile())
            .anyMatch(index -> implies(context, index, renamed(context)));
  }

  private Stream<Index> indexes(SchemaState state) {
    return known(state).stream().flatMap(found -> state.indexes(found.id()).stream());
  }

  /** The columns that the file has renamed so far, by their names before it. */
  private Map<String, String> renamed(StatementContext context) {
    return context.script().statements().stream()
        .filter(before -> before.span().end() <= context.statement().span().start())
        .filter(Rename.class::isInstance)
        .map(Rename.class::cast)
        .filter(rename -> rename.objectType() == ObjectType.COLUMN)
        .filter(
            rename ->
                rename
                    .object()
                    .relation()
                    .map(context::relation)
                    .filter(context.relation(table)::equals)
                    .isPresent())
        .collect(
            Collectors.toMap(
                rename -> rename.object().name().name(), Rename::newName, (first, last) -> last));
  }

  private static boolean isFresh(Column column) {
    return column.identity().isPresent()
        || column.defaultValue().filter(value -> FRESH.matcher(value.text()).find()).isPresent();
  }

  private boolean implies(StatementContext context, Index index, Map<String, String> renamed) {
    List<String> kept =
        index.keyColumns().stream().map(column -> renamed.getOrDefault(column, column)).toList();
    boolean sameRows =
        index.predicate().isEmpty() || index.predicate().map(rows -> rows.text()).equals(where);
    boolean nulls =
        !nullsToo
            || index.nullsNotDistinct()
            || kept.stream().allMatch(column -> context.isNotNull(table, column));
    return index.unique()
        && index.valid()
        && !index.hasExpressions()
        && sameRows
        && nulls
        && new HashSet<>(columns).containsAll(kept);
  }
}
