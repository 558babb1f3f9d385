package dev.safemigrate.schema;

import dev.safemigrate.ast.PersistenceKind;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table of any kind, or a composite type.
 *
 * @param parents what it inherits from, in order; a partition's only parent too
 * @param partition how it hangs under its partitioned table
 * @param partitionKey how it is partitioned
 * @param columnsKnown false where columns may exist that no statement told
 * @param assumed true when its creation was not seen
 */
@RecordBuilder
public record Table(
    ObjectId id,
    RelationName name,
    RelationKind kind,
    PersistenceKind persistence,
    List<Column> columns,
    List<StoredConstraint> constraints,
    List<ObjectId> parents,
    Optional<Partition> partition,
    Optional<PartitionKey> partitionKey,
    TableProperties properties,
    boolean columnsKnown,
    boolean assumed)
    implements Relation, TableBuilder.With {

  public Table {
    columns = List.copyOf(columns);
    constraints = List.copyOf(constraints);
    parents = List.copyOf(parents);
  }

  /** The column of that name, if it is known. */
  public Optional<Column> column(String column) {
    return columns.stream().filter(c -> c.name().equals(column)).findFirst();
  }

  /** The constraint of that name, if it is known. */
  public Optional<StoredConstraint> constraint(String constraint) {
    return constraints.stream().filter(c -> c.name().equals(constraint)).findFirst();
  }

  /** The constraints of one kind, in order of creation. */
  public <T extends StoredConstraint> List<T> constraints(Class<T> constraintKind) {
    return constraints.stream()
        .filter(constraintKind::isInstance)
        .map(constraintKind::cast)
        .toList();
  }

  public Optional<StoredConstraint.Key> primaryKey() {
    return constraints(StoredConstraint.Key.class).stream()
        .filter(StoredConstraint.Key::primary)
        .findFirst();
  }

  public boolean isPartition() {
    return partition.isPresent();
  }

  /** How far it is proven that a column holds no null. */
  public NotNullProof notNullProof(String column) {
    boolean marked = column(column).filter(Column::notNull).isPresent();
    boolean unproven =
        constraints(StoredConstraint.NotNull.class).stream()
            .anyMatch(c -> c.column().equals(column) && !c.validated());
    if (marked && !unproven) {
      return NotNullProof.NOT_NULL;
    }
    boolean implied =
        constraints(StoredConstraint.Check.class).stream()
            .anyMatch(c -> c.validated() && c.enforced() && c.impliesNotNull(column));
    if (implied) {
      return NotNullProof.VALIDATED_CHECK;
    }
    return marked ? NotNullProof.NOT_VALIDATED : NotNullProof.NONE;
  }

  @Override
  public Set<ObjectId> references() {
    Set<ObjectId> references = new HashSet<>(parents);
    columns.forEach(column -> references.addAll(column.references()));
    constraints.forEach(constraint -> references.addAll(constraint.references()));
    partitionKey.ifPresent(key -> references.addAll(key.references()));
    properties.ofType().ifPresent(references::add);
    return references;
  }

  /** The same table with a column replaced, or added when there is none of that name. */
  Table withColumn(Column column) {
    List<Column> changed = new ArrayList<>(columns);
    for (int i = 0; i < changed.size(); i++) {
      if (changed.get(i).name().equals(column.name())) {
        changed.set(i, column);
        return withColumns(changed);
      }
    }
    changed.add(column);
    return withColumns(changed);
  }

  /** The same table with a constraint replaced, or added when there is none of that name. */
  Table withConstraint(StoredConstraint constraint) {
    List<StoredConstraint> changed = new ArrayList<>(constraints);
    for (int i = 0; i < changed.size(); i++) {
      if (changed.get(i).name().equals(constraint.name())) {
        changed.set(i, constraint);
        return withConstraints(changed);
      }
    }
    changed.add(constraint);
    return withConstraints(changed);
  }

  Table withoutConstraint(String constraint) {
    return withConstraints(constraints.stream().filter(c -> !c.name().equals(constraint)).toList());
  }

  Table withParents(List<ObjectId> newParents, Optional<Partition> newPartition) {
    return TableBuilder.builder(this).parents(newParents).partition(newPartition).build();
  }
}
