package dev.safemigrate.effect;

import dev.safemigrate.ast.AlterTableAction.AttachPartition;
import dev.safemigrate.ast.AlterTableAction.DetachPartition;
import dev.safemigrate.ast.PartitionBound;
import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.ForeignKeyLink;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.StoredConstraint;
import dev.safemigrate.schema.Table;
import dev.safemigrate.schema.Trigger;
import java.util.List;
import java.util.Optional;

/** ATTACH and DETACH PARTITION, and what CREATE TABLE ... PARTITION OF shares with them. */
final class PartitionActions {

  private final Prediction prediction;
  private final Table parent;

  PartitionActions(Prediction prediction, Table parent) {
    this.prediction = prediction;
    this.parent = parent;
  }

  /** ATTACH PARTITION (ATExecAttachPartition() of tablecmds.c). */
  void attach(AttachPartition action) {
    if (parent.partitionKey().isEmpty() && !parent.assumed()) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "%s is not partitioned", parent.name());
      return;
    }
    Optional<Table> found = prediction.table(action.partition());
    if (found.isEmpty() || action.bound().isEmpty()) {
      return;
    }
    Table child = found.get();
    prediction.tree(child, false).forEach(t -> prediction.lock(t, LockMode.ACCESS_EXCLUSIVE));
    refuseChild(child);
    PartitionBound bound = action.bound().get();
    refuseBound(prediction, parent, bound);
    refuseOverlap(bound, child.name().toString());
    readChild(child, bound);
    defaultPartition(bound, true);
    indexes(Optional.of(child));
    foreignKeys(Optional.of(child));
    // The partition constraint of a hash partition names the parent (satisfies_hash_partition()).
    if (bound instanceof PartitionBound.Hash) {
      prediction.lock(parent, LockMode.ACCESS_SHARE);
    }
  }

  private void refuseChild(Table child) {
    if (child.isPartition() || !child.parents().isEmpty()) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "%s has a parent already", child.name());
    }
    if (child.properties().ofType().isPresent()) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "%s is a typed table", child.name());
    }
    if (!child.columnsKnown() || !parent.columnsKnown()) {
      return;
    }
    for (Column column : parent.columns()) {
      Optional<Column> own = child.column(column.name());
      if (own.isEmpty()) {
        prediction.fail(
            Prediction.DATATYPE_MISMATCH, "%s lacks column %s", child.name(), column.name());
      } else if (!own.get().type().canonical().equals(column.type().canonical())) {
        prediction.fail(Prediction.DATATYPE_MISMATCH, "column %s has another type", column.name());
      } else if (column.notNull() && !own.get().notNull()) {
        prediction.fail(Prediction.DATATYPE_MISMATCH, "column %s must be NOT NULL", column.name());
      }
    }
    boolean more = child.columns().stream().anyMatch(c -> parent.column(c.name()).isEmpty());
    if (more) {
      prediction.fail(
          Prediction.DATATYPE_MISMATCH, "%s has a column that the parent lacks", child.name());
    }
    for (StoredConstraint.Check check : parent.constraints(StoredConstraint.Check.class)) {
      if (!check.noInherit() && child.constraint(check.name()).isEmpty()) {
        prediction.fail(
            Prediction.DATATYPE_MISMATCH, "%s lacks constraint %s", child.name(), check.name());
      }
    }
  }

  /**
   * LIST, RANGE and HASH have bounds of their own, and a remainder is one
   * (transformPartitionBound()).
   */
  static void refuseBound(Prediction prediction, Table parent, PartitionBound bound) {
    String strategy =
        bound instanceof PartitionBound.InList
            ? "LIST"
            : bound instanceof PartitionBound.Range
                ? "RANGE"
                : bound instanceof PartitionBound.Hash ? "HASH" : "";
    boolean other =
        parent
            .partitionKey()
            .filter(key -> !strategy.isEmpty() && !key.strategy().name().equals(strategy))
            .isPresent();
    if (other) {
      prediction.fail(
          Prediction.INVALID_TABLE_DEFINITION, "%s is partitioned in another way", parent.name());
    }
    if (bound instanceof PartitionBound.Hash hash && !isRemainder(hash)) {
      prediction.fail(
          Prediction.INVALID_TABLE_DEFINITION,
          "modulus %d must be greater than zero, remainder %d less than the modulus",
          hash.modulus(),
          hash.remainder());
    }
  }

  private static boolean isRemainder(PartitionBound.Hash hash) {
    return hash.modulus() > 0 && hash.remainder() < hash.modulus();
  }

  void refuseOverlap(PartitionBound bound, String name) {
    for (Table sibling : prediction.schema().partitions(parent.id())) {
      Optional<PartitionBound> other = sibling.partition().flatMap(p -> p.bound());
      if (other.isPresent() && new PartitionBounds(parent).overlap(bound, other.get())) {
        prediction.fail(
            Prediction.INVALID_OBJECT_DEFINITION,
            "partition %s would overlap %s",
            name,
            sibling.name());
      }
    }
  }

  /** The rows of the new partition are read unless its validated CHECKs prove the bound. */
  private void readChild(Table child, PartitionBound bound) {
    if (bound instanceof PartitionBound.DefaultPartition
        && prediction.schema().partitions(parent.id()).isEmpty()) {
      return;
    }
    for (Table part : prediction.tree(child, false)) {
      boolean proven = new PartitionBounds(parent).proves(part, bound);
      if (!proven && Prediction.hasStorage(part)) {
        prediction.out().scan(part.name());
      }
    }
  }

  /** Rows that belong in the new partition must not be in the default one. */
  void defaultPartition(PartitionBound bound, boolean attach) {
    if (bound instanceof PartitionBound.DefaultPartition) {
      return;
    }
    prediction
        .schema()
        .defaultPartition(parent.id())
        .ifPresent(
            partition -> {
              for (Table part : prediction.tree(partition, false)) {
                prediction.lock(part, LockMode.ACCESS_EXCLUSIVE);
                boolean excluded = new PartitionBounds(parent).excludes(part, bound);
                if (!excluded && Prediction.hasStorage(part)) {
                  prediction.out().scan(part.name());
                }
              }
            });
  }

  /**
   * Every index of the parent needs a part on the partition; where there is none it is built on the
   * spot (AttachPartitionEnsureIndexes()).
   */
  void indexes(Optional<Table> child) {
    for (Index index : prediction.schema().indexes(parent.id())) {
      prediction.lock(index, LockMode.SHARE_UPDATE_EXCLUSIVE);
      Optional<Index> match = child.flatMap(table -> matching(index, table));
      if (child.isEmpty() || match.isPresent()) {
        continue;
      }
      Table table = child.get();
      prediction.lock(table, LockMode.SHARE, LockHold.BUILD);
      prediction.out().scan(table.name());
      prediction.out().build(table.name());
      prediction.out().createIndex(prediction.beside(table, partName(index, table)));
    }
  }

  /** An index of the partition that can become a part (CompareIndexInfo() of index.c). */
  Optional<Index> matching(Index index, Table child) {
    return prediction.schema().indexes(child.id()).stream()
        .filter(
            own ->
                own.parent().isEmpty()
                    && own.valid()
                    && own.method().equals(index.method())
                    && own.unique() == index.unique()
                    && own.keyColumns().equals(index.keyColumns())
                    && own.include().equals(index.include())
                    && own.hasExpressions() == index.hasExpressions()
                    && own.predicate()
                        .map(Object::toString)
                        .equals(index.predicate().map(Object::toString))
                    && (index.constraint().isEmpty() || own.constraint().isPresent()))
        .findFirst();
  }

  private static String partName(Index index, Table table) {
    if (index.primary()) {
      return table.name().name() + "_pkey";
    }
    String suffix = index.constraint().isPresent() ? "_key" : "_idx";
    return table.name().name() + "_" + String.join("_", index.keyColumns()) + suffix;
  }

  /** Foreign keys of the parent and to the parent count for the partition too. */
  void foreignKeys(Optional<Table> child) {
    for (ForeignKeyLink link : prediction.schema().foreignKeysOf(parent)) {
      boolean has =
          child
              .filter(
                  table ->
                      table.constraints(StoredConstraint.ForeignKey.class).stream()
                          .anyMatch(own -> same(own, link.constraint())))
              .isPresent();
      // CloneFkReferencing() locks the partitions of the referenced table too.
      Table referenced = link.referenced();
      prediction
          .tree(referenced, referenced.partitionKey().isEmpty())
          .forEach(part -> prediction.lock(part, LockMode.SHARE_ROW_EXCLUSIVE));
      if (has) {
        // The constraint is tied to the parent's, its own triggers go
        // (tryAttachPartitionForeignKey).
        prediction.lock(link.referenced(), LockMode.ACCESS_EXCLUSIVE);
        continue;
      }
      prediction.lock(link.referenced(), LockMode.ACCESS_SHARE);
      KeyConstraints.uniqueIndex(
              prediction, link.referenced(), link.constraint().referencedColumns())
          .ifPresent(index -> prediction.lock(index, LockMode.ACCESS_SHARE));
      if (link.constraint().validated()) {
        child.ifPresent(
            table ->
                new ForeignKeys(prediction)
                    .check(table, link.referenced(), ForeignKeys.Check.BOTH));
      }
    }
    for (ForeignKeyLink link : prediction.schema().foreignKeysTo(parent.id())) {
      // CloneFkReferenced(): since 15 triggers are created on the referencing table again.
      prediction.lock(link.referencing(), LockMode.ACCESS_SHARE);
      if (prediction.atLeast(15)) {
        prediction.lock(link.referencing(), LockMode.SHARE_ROW_EXCLUSIVE);
      }
    }
  }

  private static boolean same(StoredConstraint.ForeignKey own, StoredConstraint.ForeignKey other) {
    return own.columns().equals(other.columns())
        && own.referencedTable().equals(other.referencedTable())
        && own.referencedColumns().equals(other.referencedColumns());
  }

  /** DETACH PARTITION (ATExecDetachPartition() of tablecmds.c). */
  void detach(DetachPartition action) {
    Optional<Relation> relation = prediction.relation(action.partition(), false);
    if (relation.isEmpty()) {
      return;
    }
    Relation child = relation.get();
    boolean isPart =
        child instanceof Table table
            && table.partition().filter(p -> p.parent().equals(parent.id())).isPresent();
    if (!isPart) {
      if (!child.assumed() && !parent.assumed()) {
        prediction.fail(
            Prediction.UNDEFINED_TABLE, "%s is not a partition of %s", child.name(), parent.name());
        return;
      }
    }
    if (action.finalizePending()) {
      finalizeDetach(child);
      return;
    }
    if (action.concurrently()) {
      detachConcurrently(child);
      return;
    }
    prediction.lock(child, LockMode.ACCESS_EXCLUSIVE);
    prediction
        .schema()
        .descendants(child.id())
        .forEach(part -> prediction.lock(part, LockMode.ACCESS_EXCLUSIVE));
    prediction
        .schema()
        .defaultPartition(parent.id())
        .ifPresent(partition -> prediction.lock(partition, LockMode.ACCESS_EXCLUSIVE));
    detachParts(child);
  }

  private void finalizeDetach(Relation child) {
    boolean pending =
        child instanceof Table table
            && table.partition().filter(p -> p.detachPending()).isPresent();
    if (!pending && !child.assumed()) {
      prediction.fail(
          Prediction.NOT_IN_PREREQUISITE_STATE, "no detach of %s is pending", child.name());
    }
    prediction.lock(child, LockMode.ACCESS_EXCLUSIVE);
  }

  /** Two transactions: the partition is locked only after all users of the old plan are gone. */
  private void detachConcurrently(Relation child) {
    prediction.out().needs(TransactionNeed.FORBIDDEN);
    if (prediction.schema().defaultPartition(parent.id()).isPresent()) {
      prediction.fail(
          Prediction.NOT_IN_PREREQUISITE_STATE,
          "a partition cannot be detached concurrently while there is a default partition");
    }
    prediction.out().waitFor("transactions that use the partitioned table");
    prediction.lock(child, LockMode.ACCESS_EXCLUSIVE, LockHold.WAIT);
    detachParts(child);
  }

  private void detachParts(Relation child) {
    for (Index index : prediction.schema().indexes(child.id())) {
      if (index.parent().isPresent()) {
        prediction.lock(index, LockMode.ACCESS_EXCLUSIVE);
      }
    }
    List<ForeignKeyLink> links = prediction.schema().foreignKeysOf(parent);
    links.forEach(link -> prediction.lock(link.referenced(), LockMode.SHARE_ROW_EXCLUSIVE));
    for (ForeignKeyLink link : prediction.schema().foreignKeysTo(parent.id())) {
      // The rows that reference the partition are looked for (RI_PartitionRemove_Check()).
      prediction.lock(link.referencing(), LockMode.ACCESS_EXCLUSIVE);
      prediction.lockIndexes(link.referencing().id(), LockMode.ACCESS_SHARE);
      prediction.out().scan(link.referencing().name());
    }
  }

  /** Triggers that a new partition gets from its parent. */
  static boolean isClone(Trigger trigger) {
    return trigger.parent().isPresent();
  }
}
