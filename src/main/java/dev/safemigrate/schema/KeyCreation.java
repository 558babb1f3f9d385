package dev.safemigrate.schema;

import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.ConstraintAttributes;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.schema.ConstraintCreation.Pending;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Primary keys, unique and exclusion constraints with the indexes behind them. */
final class KeyCreation {

  private final Draft draft;
  private final IndexCreation indexes;
  private final boolean only;

  KeyCreation(Draft draft, boolean only) {
    this.draft = draft;
    this.only = only;
    this.indexes = new IndexCreation(draft);
  }

  /** Adds the keys of one statement; the same key written twice makes one constraint. */
  void addAll(ObjectId table, List<Pending> pending) {
    List<Constraint.Key> keys = new ArrayList<>();
    for (Pending one : pending) {
      if (one.constraint() instanceof Constraint.Key key) {
        keys.add(withColumn(key, one.column()));
      }
    }
    keys.sort((a, b) -> Boolean.compare(b.primary(), a.primary()));
    Map<Object, Constraint.Key> distinct = new LinkedHashMap<>();
    for (Constraint.Key key : keys) {
      distinct.merge(identity(key), key, KeyCreation::merged);
    }
    distinct.values().forEach(key -> add(table, key));
    for (Pending one : pending) {
      if (one.constraint() instanceof Constraint.Exclusion exclusion) {
        add(table, exclusion);
      }
    }
  }

  private static Object identity(Constraint.Key key) {
    boolean deferred = key.attributes().deferrable();
    return key.usingIndex().isPresent()
        ? key
        : List.of(key.columns(), key.include(), key.nullsNotDistinct(), deferred);
  }

  private static Constraint.Key merged(Constraint.Key first, Constraint.Key second) {
    return first.name().isPresent() ? first : withName(first, second.name());
  }

  private static Constraint.Key withName(Constraint.Key key, Optional<String> name) {
    return new Constraint.Key(
        key.span(),
        name,
        key.primary(),
        key.columns(),
        key.include(),
        key.nullsNotDistinct(),
        key.withoutOverlaps(),
        key.usingIndex(),
        key.indexOptions(),
        key.tablespace(),
        key.attributes());
  }

  private static Constraint.Key withColumn(Constraint.Key key, Optional<String> column) {
    return column.isEmpty()
        ? key
        : new Constraint.Key(
            key.span(),
            key.name(),
            key.primary(),
            List.of(column.get()),
            key.include(),
            key.nullsNotDistinct(),
            key.withoutOverlaps(),
            key.usingIndex(),
            key.indexOptions(),
            key.tablespace(),
            key.attributes());
  }

  void add(ObjectId id, Constraint.Key key) {
    Table table = draft.table(id);
    if (key.primary() && table.primaryKey().isPresent()) {
      throw new Refused("42P16", "multiple primary keys for table " + table.name());
    }
    key.name().ifPresent(name -> ConstraintCreation.requireFreeName(table, name));
    if (key.usingIndex().isPresent()) {
      useIndex(table, key, key.usingIndex().get());
      return;
    }
    key.columns().forEach(column -> IndexCreation.requireColumn(table, column));
    requirePartitionKey(table, key);
    if (key.primary()) {
      markNotNull(id, key.columns());
    }
    key.name().ifPresent(name -> requireFreeRelation(table, name));
    IndexCreation.Shape shape =
        new IndexCreation.Shape(
            key.withoutOverlaps() ? "gist" : "btree",
            columnKeys(key.columns()),
            key.include(),
            true,
            key.primary(),
            key.nullsNotDistinct(),
            Optional.empty(),
            Draft.options(key.indexOptions()),
            key.tablespace(),
            key.primary() ? "pkey" : "key");
    indexes.create(
        draft.table(id), key.name(), shape, Optional.of(backing(key)), Optional.empty(), only);
  }

  private static void requirePartitionKey(Table table, Constraint.Key key) {
    Set<String> needed = table.partitionKey().map(PartitionKey::columns).orElse(Set.of());
    if (!key.columns().containsAll(needed)) {
      throw new Refused(
          "0A000",
          "unique constraint on partitioned table "
              + table.name()
              + " must include all partitioning columns");
    }
  }

  private void requireFreeRelation(Table table, String name) {
    draft.isFree(new RelationName(table.name().schema(), name), false);
  }

  /** A primary key marks its columns, and from 18 on gives them not-null constraints. */
  void markNotNull(ObjectId table, List<String> columns) {
    ConstraintCreation constraints = new ConstraintCreation(draft);
    for (String column : columns) {
      Table current = draft.table(table);
      Optional<StoredConstraint.NotNull> existing = ConstraintCreation.notNull(current, column);
      if (existing.isPresent() && !existing.get().validated()) {
        throw new Refused(
            "55000", "cannot create primary key on column " + column + ": not validated");
      }
      boolean marked = current.column(column).filter(Column::notNull).isPresent();
      if (!marked || existing.isEmpty()) {
        constraints.addNotNull(table, column, Optional.empty(), ConstraintAttributes.NONE, true);
      }
    }
  }

  private static IndexCreation.Backing backing(Constraint.Key key) {
    return (name, index, inherited) ->
        new StoredConstraint.Key(
            name,
            key.primary(),
            key.columns(),
            key.include(),
            key.nullsNotDistinct(),
            key.withoutOverlaps(),
            key.attributes().deferrable(),
            key.attributes().initiallyDeferred(),
            index,
            inherited);
  }

  static List<IndexKey> columnKeys(List<String> columns) {
    return columns.stream()
        .map(
            column ->
                new IndexKey(
                    Optional.of(column),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    false))
        .toList();
  }

  /** ADD CONSTRAINT ... USING INDEX: the index takes the constraint's name. */
  private void useIndex(Table table, Constraint.Key key, String indexName) {
    Optional<Index> found =
        draft
            .state()
            .findIndex(QualifiedName.of(table.name().schema(), indexName))
            .filter(index -> index.table().equals(table.id()));
    if (found.isEmpty()) {
      if (table.assumed() || !draft.state().complete()) {
        return;
      }
      throw new Refused("42704", "index " + indexName + " does not exist");
    }
    Index index = found.get();
    requireUsable(index);
    if (key.primary()) {
      markNotNull(table.id(), index.keyColumns());
    }
    String name = key.name().orElse(indexName);
    if (!name.equals(indexName)) {
      requireFreeRelation(table, name);
    }
    draft.put(
        index
            .withName(new RelationName(table.name().schema(), name))
            .withConstraint(key.primary(), Optional.of(name)));
    draft.put(
        draft
            .table(table.id())
            .withConstraint(
                new StoredConstraint.Key(
                    name,
                    key.primary(),
                    index.keyColumns(),
                    index.include(),
                    index.nullsNotDistinct(),
                    false,
                    key.attributes().deferrable(),
                    key.attributes().initiallyDeferred(),
                    index.id(),
                    false)));
  }

  private static void requireUsable(Index index) {
    if (index.constraint().isPresent()) {
      throw new Refused(
          "55000", "index " + index.name().name() + " is already associated with a constraint");
    }
    if (!index.valid()) {
      throw new Refused("55000", "index " + index.name().name() + " is not valid");
    }
    if (!index.unique() || index.predicate().isPresent() || index.hasExpressions()) {
      throw new Refused(
          "42809", "index " + index.name().name() + " cannot serve a primary or unique constraint");
    }
  }

  private void add(ObjectId id, Constraint.Exclusion exclusion) {
    Table table = draft.table(id);
    exclusion.name().ifPresent(name -> ConstraintCreation.requireFreeName(table, name));
    exclusion.name().ifPresent(name -> requireFreeRelation(table, name));
    List<IndexKey> keys =
        exclusion.elements().stream().map(element -> indexes.key(element.column())).toList();
    IndexCreation.Shape shape =
        new IndexCreation.Shape(
            exclusion.method(),
            keys,
            exclusion.include(),
            false,
            false,
            false,
            exclusion.where().map(draft::stored),
            Draft.options(exclusion.indexOptions()),
            exclusion.tablespace(),
            "excl");
    IndexCreation.Backing backing =
        (name, index, inherited) ->
            new StoredConstraint.Exclusion(
                name,
                keys.stream().flatMap(key -> key.columns().stream()).toList(),
                exclusion.elements().stream().map(Constraint.ExclusionElement::operator).toList(),
                exclusion.attributes().deferrable(),
                exclusion.attributes().initiallyDeferred(),
                index,
                inherited);
    indexes.create(table, exclusion.name(), shape, Optional.of(backing), Optional.empty(), only);
  }
}
