package dev.safemigrate.schema;

import dev.safemigrate.ast.Constraint;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Foreign keys with their clones on partitions. */
final class ForeignKeyCreation {

  private final Draft draft;

  ForeignKeyCreation(Draft draft) {
    this.draft = draft;
  }

  /** Adds a foreign key; {@code column} is the one that REFERENCES stands behind. */
  void add(ObjectId id, Constraint.ForeignKey key, Optional<String> column) {
    Table referenced = draft.table(key.references().name());
    Table table = draft.table(id);
    List<String> columns = column.map(List::of).orElse(key.columns());
    columns.forEach(c -> IndexCreation.requireColumn(table, c));
    List<String> referencedColumns = referencedColumns(referenced, key);
    if (!referencedColumns.isEmpty() && referencedColumns.size() != columns.size()) {
      throw new Refused(
          "42830", "number of referencing and referenced columns for foreign key disagree");
    }
    key.name().ifPresent(name -> ConstraintCreation.requireFreeName(table, name));
    String name =
        key.name()
            .orElseGet(
                () ->
                    draft.names.constraint(
                        table.name().schema(),
                        table.name().name(),
                        ObjectNames.addition(columns),
                        "fkey",
                        Set.of()));
    boolean enforced = key.attributes().isEnforced();
    put(
        id,
        new StoredConstraint.ForeignKey(
            name,
            columns,
            referenced.id(),
            referencedColumns,
            key.match(),
            key.onUpdate(),
            key.onDelete(),
            key.onDeleteColumns(),
            key.period(),
            enforced && !key.attributes().notValid(),
            enforced,
            key.attributes().deferrable(),
            key.attributes().initiallyDeferred(),
            false));
  }

  /** Puts a foreign key on a table and clones it to the partitions. */
  private void put(ObjectId id, StoredConstraint.ForeignKey key) {
    draft.put(draft.table(id).withConstraint(key));
    draft.state().partitions(id).forEach(partition -> inherit(partition.id(), key));
  }

  /** A partition's clone: the same name unless it is taken there; an equal key is taken over. */
  void inherit(ObjectId id, StoredConstraint.ForeignKey parent) {
    Table table = draft.table(id);
    for (StoredConstraint.ForeignKey own : table.constraints(StoredConstraint.ForeignKey.class)) {
      if (!own.inherited() && own.validated() && sameKey(own, parent)) {
        put(id, named(own, own.name()));
        return;
      }
    }
    String name =
        table.constraint(parent.name()).isEmpty()
            ? parent.name()
            : draft.names.constraint(
                table.name().schema(),
                table.name().name(),
                ObjectNames.addition(parent.columns()),
                "fkey",
                Set.of());
    put(id, named(parent, name));
  }

  private static boolean sameKey(
      StoredConstraint.ForeignKey one, StoredConstraint.ForeignKey other) {
    return one.columns().equals(other.columns())
        && one.referencedTable().equals(other.referencedTable())
        && one.referencedColumns().equals(other.referencedColumns())
        && one.match().equals(other.match())
        && one.onUpdate() == other.onUpdate()
        && one.onDelete() == other.onDelete()
        && one.deferrable() == other.deferrable()
        && one.initiallyDeferred() == other.initiallyDeferred();
  }

  private static StoredConstraint.ForeignKey named(StoredConstraint.ForeignKey key, String name) {
    return new StoredConstraint.ForeignKey(
        name,
        key.columns(),
        key.referencedTable(),
        key.referencedColumns(),
        key.match(),
        key.onUpdate(),
        key.onDelete(),
        key.onDeleteColumns(),
        key.period(),
        key.validated(),
        key.enforced(),
        key.deferrable(),
        key.initiallyDeferred(),
        true);
  }

  private List<String> referencedColumns(Table referenced, Constraint.ForeignKey key) {
    boolean known = !referenced.assumed();
    if (key.referencedColumns().isEmpty()) {
      Optional<StoredConstraint.Key> primary = referenced.primaryKey();
      if (primary.isEmpty() && known) {
        throw new Refused("42704", "there is no primary key for " + referenced.name());
      }
      return primary.map(StoredConstraint.Key::columns).orElse(List.of());
    }
    key.referencedColumns().forEach(c -> IndexCreation.requireColumn(referenced, c));
    if (known && !hasUniqueIndex(referenced, key.referencedColumns())) {
      throw new Refused(
          "42830", "there is no unique constraint matching given keys for " + referenced.name());
    }
    return key.referencedColumns();
  }

  private boolean hasUniqueIndex(Table table, List<String> columns) {
    Set<String> wanted = new HashSet<>(columns);
    return draft.state().indexes(table.id()).stream()
        .anyMatch(
            index ->
                (index.unique() || index.method().equals("gist"))
                    && index.predicate().isEmpty()
                    && !index.hasExpressions()
                    && index.keys().size() == columns.size()
                    && wanted.equals(new HashSet<>(index.keyColumns())));
  }
}
