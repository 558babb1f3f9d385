package dev.safemigrate.effect;

import dev.safemigrate.ast.PartitionBound;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.ObjectId;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.Table;
import dev.safemigrate.schema.View;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The locks of a query on what it reads or writes: the relation, what a view stands on, partitions
 * that are not pruned, children, and every index, since planning opens them all
 * (expand_inherited_rtentry() of inherit.c, get_relation_info() of plancat.c).
 */
final class ReadLocks {

  private final Prediction prediction;
  private final Set<ObjectId> visited = new HashSet<>();

  ReadLocks(Prediction prediction) {
    this.prediction = prediction;
  }

  /**
   * Locks a relation and what is below it.
   *
   * @param conjuncts of the WHERE, which leave partitions out
   * @param indexes whether planning looks at indexes; an INSERT ... VALUES does not
   * @return the tables with rows that the query reads
   */
  Set<Table> lock(
      Relation relation, LockMode mode, List<String> conjuncts, boolean indexes, boolean only) {
    Set<Table> tables = new HashSet<>();
    lock(relation, mode, conjuncts, indexes, only, tables);
    return tables;
  }

  private void lock(
      Relation relation,
      LockMode mode,
      List<String> conjuncts,
      boolean indexes,
      boolean only,
      Set<Table> tables) {
    prediction.lock(relation, mode, LockHold.ROWS);
    if (relation instanceof View view) {
      if (view.materialized()) {
        indexes(view.id(), mode, indexes);
        return;
      }
      if (visited.add(view.id())) {
        for (ObjectId used : view.uses()) {
          if (prediction.schema().exists(used)
              && prediction.schema().object(used) instanceof Relation below) {
            lock(below, mode, List.of(), indexes, false, tables);
          }
        }
      }
      return;
    }
    if (!(relation instanceof Table table)) {
      return;
    }
    if (Prediction.hasStorage(table)) {
      tables.add(table);
    }
    // The indexes of a partitioned table itself are looked at since 16.
    if (table.partitionKey().isEmpty() || prediction.atLeast(16)) {
      indexes(table.id(), mode, indexes);
    }
    if (only) {
      return;
    }
    for (Table child : prediction.schema().children(table.id())) {
      if (matches(table, child, conjuncts)) {
        lock(child, mode, conjuncts, indexes, false, tables);
      }
    }
  }

  private void indexes(ObjectId relation, LockMode mode, boolean wanted) {
    if (!wanted) {
      return;
    }
    for (Index index : prediction.schema().indexes(relation)) {
      prediction.lock(index, mode, LockHold.ROWS);
    }
  }

  private boolean matches(Table parent, Table child, List<String> conjuncts) {
    if (parent.kind() != RelationKind.PARTITIONED_TABLE) {
      return true;
    }
    Optional<PartitionBound> bound = bound(child);
    PartitionBounds bounds = new PartitionBounds(parent);
    if (bound.filter(PartitionBound.DefaultPartition.class::isInstance).isPresent()) {
      List<PartitionBound> siblings =
          prediction.schema().partitions(parent.id()).stream()
              .flatMap(sibling -> bound(sibling).stream())
              .toList();
      return !bounds.allTaken(siblings, conjuncts);
    }
    return bound.map(b -> bounds.mayMatch(b, conjuncts)).orElse(true);
  }

  private static Optional<PartitionBound> bound(Table partition) {
    return partition.partition().flatMap(p -> p.bound());
  }
}
