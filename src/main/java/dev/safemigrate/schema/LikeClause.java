package dev.safemigrate.schema;

import dev.safemigrate.ast.ConstraintAttributes;
import dev.safemigrate.ast.TableElement;
import dev.safemigrate.schema.IndexCreation.Backing;
import dev.safemigrate.schema.IndexCreation.Shape;
import java.util.List;
import java.util.Optional;

/** LIKE source INCLUDING ...: what CREATE TABLE copies (manual, CREATE TABLE). */
final class LikeClause {

  private final Draft draft;

  LikeClause(Draft draft) {
    this.draft = draft;
  }

  private static boolean includes(TableElement.Like like, String what) {
    boolean included = false;
    for (TableElement.LikeOption option : like.options()) {
      if (option.name().equals(what) || option.name().equals("ALL")) {
        included = option.including();
      }
    }
    return included;
  }

  /**
   * Copies names, types and NOT NULL; defaults, identity, generation and storage where included.
   */
  void copyColumns(ObjectId id, TableElement.Like like) {
    Relation source = draft.relation(like.source());
    if (!(source instanceof Table original)) {
      copyView(id, source);
      return;
    }
    if (!original.columnsKnown()) {
      draft.put(draft.table(id).withColumnsKnown(false));
    }
    for (Column column : original.columns()) {
      Table table = draft.table(id);
      if (table.column(column.name()).filter(Column::local).isPresent()) {
        throw new Refused("42701", "column " + column.name() + " specified more than once");
      }
      draft.put(table.withColumn(copy(column, like)));
      if (column.identity().isPresent() && includes(like, "IDENTITY")) {
        new ColumnCreation(draft).ownSequence(id, column.name(), List.of(), true);
      }
    }
  }

  private void copyView(ObjectId id, Relation source) {
    Table table = draft.table(id).withColumnsKnown(false);
    if (source instanceof View view) {
      for (String column : view.columns()) {
        table = table.withColumn(Column.of(column, DataType.UNKNOWN));
      }
    }
    draft.put(table);
  }

  private static Column copy(Column column, TableElement.Like like) {
    boolean storage = includes(like, "STORAGE");
    boolean compression = includes(like, "COMPRESSION");
    return Column.of(column.name(), column.type())
        .withType(column.type(), column.collation())
        .withNotNull(column.notNull())
        .withDefaultValue(includes(like, "DEFAULTS") ? column.defaultValue() : Optional.empty())
        .withGenerated(includes(like, "GENERATED") ? column.generated() : Optional.empty())
        .withIdentity(includes(like, "IDENTITY") ? column.identity() : Optional.empty())
        .withStorage(
            storage ? column.storage() : Optional.empty(),
            compression ? column.compression() : Optional.empty());
  }

  /** From 18 on the not-null constraints are copied with their names. */
  void copyNotNull(ObjectId id, TableElement.Like like) {
    if (!(draft.relation(like.source()) instanceof Table source)) {
      return;
    }
    ConstraintCreation constraints = new ConstraintCreation(draft);
    for (StoredConstraint.NotNull notNull : source.constraints(StoredConstraint.NotNull.class)) {
      constraints.addNotNull(
          id, notNull.column(), Optional.of(notNull.name()), ConstraintAttributes.NONE, false);
    }
  }

  /** Copies checks, indexes and statistics where included. */
  void copyRest(ObjectId id, TableElement.Like like) {
    if (!(draft.relation(like.source()) instanceof Table source)) {
      return;
    }
    if (includes(like, "CONSTRAINTS")) {
      for (StoredConstraint.Check check : source.constraints(StoredConstraint.Check.class)) {
        draft.put(
            draft
                .table(id)
                .withConstraint(
                    new StoredConstraint.Check(
                        check.name(),
                        check.condition(),
                        check.validated(),
                        check.enforced(),
                        check.noInherit(),
                        false)));
      }
    }
    if (includes(like, "INDEXES")) {
      for (Index index : draft.state().indexes(source.id())) {
        copyIndex(source, index, id);
      }
    }
    if (includes(like, "STATISTICS")) {
      draft.state().statistics(source.id()).forEach(s -> copyStatistics(s, id));
    }
  }

  private void copyIndex(Table source, Index index, ObjectId id) {
    Optional<StoredConstraint> constraint = index.constraint().flatMap(source::constraint);
    if (constraint.orElse(null) instanceof StoredConstraint.Key key && key.primary()) {
      new KeyCreation(draft, false).markNotNull(id, key.columns());
    }
    new IndexCreation(draft)
        .create(
            draft.table(id),
            Optional.empty(),
            Shape.of(index, label(constraint)),
            constraint.flatMap(LikeClause::backing),
            Optional.empty(),
            false);
  }

  static String label(Optional<StoredConstraint> constraint) {
    if (constraint.orElse(null) instanceof StoredConstraint.Key key) {
      return key.primary() ? "pkey" : "key";
    }
    return constraint.isPresent() ? "excl" : "idx";
  }

  /** The same constraint for an index of another table. */
  static Optional<Backing> backing(StoredConstraint constraint) {
    if (constraint instanceof StoredConstraint.Key key) {
      return Optional.of(
          (name, index, inherited) ->
              new StoredConstraint.Key(
                  name,
                  key.primary(),
                  key.columns(),
                  key.include(),
                  key.nullsNotDistinct(),
                  key.withoutOverlaps(),
                  key.deferrable(),
                  key.initiallyDeferred(),
                  index,
                  inherited));
    }
    if (constraint instanceof StoredConstraint.Exclusion exclusion) {
      return Optional.of(
          (name, index, inherited) ->
              new StoredConstraint.Exclusion(
                  name,
                  exclusion.columns(),
                  exclusion.operators(),
                  exclusion.deferrable(),
                  exclusion.initiallyDeferred(),
                  index,
                  inherited));
    }
    return Optional.empty();
  }

  private void copyStatistics(Statistics statistics, ObjectId id) {
    Table table = draft.table(id);
    List<String> columns =
        statistics.keys().stream().map(key -> key.column().orElse("expr")).toList();
    String name =
        draft.names.statistics(
            table.name().schema(), table.name().name(), ObjectNames.addition(columns));
    draft.put(
        new Statistics(
            draft.nextId(),
            new RelationName(table.name().schema(), name),
            id,
            statistics.kinds(),
            statistics.keys(),
            statistics.target()));
  }
}
