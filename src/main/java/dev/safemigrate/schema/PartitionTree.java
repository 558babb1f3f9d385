package dev.safemigrate.schema;

import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.schema.IndexCreation.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What hangs together over a tree of partitions or children. */
final class PartitionTree {

  private final Draft draft;

  PartitionTree(Draft draft) {
    this.draft = draft;
  }

  /** Gives a new partition the parent's indexes, keys, foreign keys and row triggers. */
  void cloneInto(Table parent, ObjectId partition) {
    IndexCreation indexes = new IndexCreation(draft);
    for (Index index : draft.state().indexes(parent.id())) {
      Optional<StoredConstraint> constraint = index.constraint().flatMap(parent::constraint);
      Table current = draft.table(partition);
      indexes.attachOrCreate(
          index,
          current,
          Shape.of(index, LikeClause.label(constraint)),
          constraint.flatMap(LikeClause::backing));
    }
    ForeignKeyCreation foreignKeys = new ForeignKeyCreation(draft);
    parent
        .constraints(StoredConstraint.ForeignKey.class)
        .forEach(key -> foreignKeys.inherit(partition, key));
    for (Trigger trigger : draft.state().triggers(parent.id())) {
      if (trigger.definition().forEachRow()) {
        cloneTrigger(trigger, partition);
      }
    }
  }

  /** A row trigger of a partitioned table has a clone on every partition. */
  void cloneTrigger(Trigger trigger, ObjectId partition) {
    Trigger clone =
        draft.put(
            new Trigger(
                draft.nextId(),
                trigger.name(),
                partition,
                trigger.definition(),
                trigger.updateColumns(),
                trigger.when(),
                trigger.function(),
                trigger.fromTable(),
                trigger.state(),
                Optional.of(trigger.id())));
    draft.state().partitions(partition).forEach(below -> cloneTrigger(clone, below.id()));
  }

  void attach(Table parent, AlterTableAction.AttachPartition action) {
    Table child = draft.table(action.partition());
    if (child.isPartition()) {
      throw new Refused("42809", child.name() + " is already a partition");
    }
    if (!parent.assumed() && parent.kind() != RelationKind.PARTITIONED_TABLE) {
      throw new Refused("42809", parent.name() + " is not partitioned");
    }
    requireNoCircle(parent, child);
    List<Column> columns = new ArrayList<>();
    for (Column column : child.columns()) {
      if (parent.columnsKnown() && parent.column(column.name()).isEmpty()) {
        throw new Refused(
            "42804",
            "table "
                + child.name()
                + " contains column "
                + column.name()
                + " not found in parent "
                + parent.name());
      }
      columns.add(column.withInheritance(true, false));
    }
    draft.put(
        child
            .withColumns(columns)
            .withParents(
                List.of(parent.id()),
                Optional.of(new Partition(parent.id(), action.bound(), false))));
    new ConstraintCreation(draft).inheritFrom(parent, child.id());
    cloneInto(parent, child.id());
  }

  private void requireNoCircle(Table parent, Table child) {
    boolean circular =
        parent.id().equals(child.id())
            || draft.state().descendants(child.id()).stream()
                .anyMatch(below -> below.id().equals(parent.id()));
    if (circular) {
      throw new Refused("42P07", "circular inheritance not allowed");
    }
  }

  void detach(Table parent, AlterTableAction.DetachPartition action) {
    Table child = draft.table(action.partition());
    if (child.partition().filter(p -> p.parent().equals(parent.id())).isEmpty()) {
      if (child.assumed() || parent.assumed()) {
        return;
      }
      throw new Refused("42P01", child.name() + " is not a partition of " + parent.name());
    }
    draft.put(freed(child));
    for (Index index : draft.state().indexes(child.id())) {
      draft.put(index.withParent(Optional.empty()));
    }
    for (Trigger trigger : draft.state().triggers(child.id())) {
      if (trigger.parent().isPresent()) {
        draft.remove(trigger.id());
      }
    }
  }

  /** A table that is nobody's child any more keeps all that it inherited. */
  private static Table freed(Table child) {
    List<Column> columns =
        child.columns().stream().map(c -> c.withInheritance(false, true)).toList();
    List<StoredConstraint> constraints =
        child.constraints().stream().map(c -> ChangedConstraint.inherited(c, false)).toList();
    return child
        .withColumns(columns)
        .withConstraints(constraints)
        .withParents(List.of(), Optional.empty());
  }

  void inherit(Table child, AlterTableAction.Inherit action) {
    Table parent = draft.table(action.parent());
    if (child.parents().contains(parent.id())) {
      throw new Refused("42P07", parent.name() + " would be inherited from more than once");
    }
    requireNoCircle(parent, child);
    for (Column column : parent.columns()) {
      IndexCreation.requireColumn(child, column.name());
    }
    List<Column> columns =
        child.columns().stream()
            .map(c -> parent.column(c.name()).isPresent() ? c.withInheritance(true, true) : c)
            .toList();
    List<ObjectId> parents = new ArrayList<>(child.parents());
    parents.add(parent.id());
    draft.put(child.withColumns(columns).withParents(parents, child.partition()));
    new ConstraintCreation(draft).inheritFrom(parent, child.id());
  }

  void stopInheriting(Table child, AlterTableAction.NoInherit action) {
    Table parent = draft.table(action.parent());
    if (!child.parents().contains(parent.id())) {
      if (child.assumed() || parent.assumed()) {
        return;
      }
      throw new Refused("42P01", parent.name() + " is not a parent of " + child.name());
    }
    List<ObjectId> parents = child.parents().stream().filter(p -> !p.equals(parent.id())).toList();
    Table freed = parents.isEmpty() ? freed(child) : child;
    draft.put(freed.withParents(parents, Optional.empty()));
  }
}
