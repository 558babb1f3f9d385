package dev.safemigrate.effect;

import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.PersistenceKind;
import dev.safemigrate.schema.ForeignKeyLink;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.StoredConstraint;
import dev.safemigrate.schema.Table;
import java.util.List;
import java.util.Optional;

/**
 * What foreign keys lock on both sides (ATAddForeignKeyConstraint() of tablecmds.c; manual, ALTER
 * TABLE: "Addition of a foreign key constraint requires a SHARE ROW EXCLUSIVE lock on the
 * referenced table").
 */
final class ForeignKeys {

  /** Which sides are read to see whether the rows that are there keep the constraint. */
  enum Check {
    NONE,
    REFERENCING,
    BOTH
  }

  private final Prediction prediction;

  ForeignKeys(Prediction prediction) {
    this.prediction = prediction;
  }

  /**
   * A foreign key is added to a table that exists.
   *
   * @param type of the only column, where it is not in the schema yet
   */
  void add(
      Table referencing,
      Constraint.ForeignKey key,
      List<String> columns,
      Optional<ResolvedType> type,
      Check wanted) {
    boolean partitioned = referencing.kind() == RelationKind.PARTITIONED_TABLE;
    boolean enforced = key.attributes().isEnforced();
    if (partitioned && key.attributes().notValid() && !prediction.atLeast(18)) {
      prediction.fail(
          Prediction.WRONG_OBJECT_TYPE, "a foreign key on a partitioned table cannot be NOT VALID");
    }
    prediction.tree(referencing, !partitioned).forEach(t -> lockNew(t, enforced));
    Optional<Table> found = reference(key, referencing.persistence(), columns, type, referencing);
    if (found.isEmpty()) {
      return;
    }
    Check check = key.attributes().notValid() || !enforced ? Check.NONE : wanted;
    check(referencing, found.get(), check);
  }

  private void lockNew(Table table, boolean enforced) {
    prediction.lock(table, LockMode.SHARE_ROW_EXCLUSIVE);
    if (enforced) {
      prediction.lock(table, LockMode.ACCESS_SHARE);
    }
  }

  /** The referenced side, locked, for a table that may be new itself. */
  Optional<Table> reference(
      Constraint.ForeignKey key,
      PersistenceKind persistence,
      List<String> columns,
      Optional<ResolvedType> type,
      Table referencing) {
    Optional<Relation> relation = prediction.relation(key.references().name(), false);
    if (relation.isEmpty()) {
      return Optional.empty();
    }
    if (!(relation.get() instanceof Table referenced)
        || referenced.kind() != RelationKind.TABLE
            && referenced.kind() != RelationKind.PARTITIONED_TABLE) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "%s is not a table", relation.get().name());
      return Optional.empty();
    }
    refuseLessDurable(persistence, referenced);
    lockReferenced(referenced, key.attributes().isEnforced());
    List<String> keyColumns = referencedColumns(key, referenced);
    if (!keyColumns.isEmpty()) {
      findIndex(referenced, keyColumns);
      if (!columns.isEmpty() && columns.size() != keyColumns.size()) {
        prediction.fail("42830", "the numbers of referencing and referenced columns differ");
      }
      new ForeignKeyTypes(prediction).check(referencing, columns, type, referenced, keyColumns);
    }
    return Optional.of(referenced);
  }

  private void refuseLessDurable(PersistenceKind persistence, Table referenced) {
    boolean allowed =
        switch (persistence) {
          case PERMANENT -> referenced.persistence() == PersistenceKind.PERMANENT;
          case UNLOGGED -> referenced.persistence() != PersistenceKind.TEMPORARY;
          case TEMPORARY -> referenced.persistence() == PersistenceKind.TEMPORARY;
        };
    if (!allowed && !referenced.assumed()) {
      prediction.fail(
          Prediction.INVALID_TABLE_DEFINITION,
          "%s is not as durable as the table that references it",
          referenced.name());
    }
  }

  /** Triggers are created on the referenced table and its partitions. */
  void lockReferenced(Table referenced, boolean enforced) {
    for (Table part : prediction.tree(referenced, referenced.partitionKey().isEmpty())) {
      prediction.lock(part, LockMode.SHARE_ROW_EXCLUSIVE);
      if (enforced) {
        prediction.lock(part, LockMode.ACCESS_SHARE);
      }
    }
  }

  private List<String> referencedColumns(Constraint.ForeignKey key, Table referenced) {
    if (!key.referencedColumns().isEmpty()) {
      for (String column : key.referencedColumns()) {
        if (referenced.column(column).isEmpty() && referenced.columnsKnown()) {
          prediction.fail(
              Prediction.UNDEFINED_COLUMN,
              "column %s of %s does not exist",
              column,
              referenced.name());
        }
      }
      return key.referencedColumns();
    }
    if (referenced.primaryKey().isEmpty() && referenced.columnsKnown()) {
      prediction.fail(Prediction.UNDEFINED_OBJECT, "%s has no primary key", referenced.name());
    }
    return referenced.primaryKey().map(StoredConstraint.Key::columns).orElse(List.of());
  }

  private void findIndex(Table referenced, List<String> columns) {
    Optional<Index> index = KeyConstraints.uniqueIndex(prediction, referenced, columns);
    if (index.isEmpty()) {
      if (referenced.columnsKnown()) {
        prediction.fail("42830", "no unique constraint of %s matches", referenced.name());
      }
      return;
    }
    prediction.lock(index.get(), LockMode.ACCESS_SHARE);
    for (Index part : prediction.schema().indexParts(index.get().id())) {
      prediction.lock(part, LockMode.ACCESS_SHARE);
    }
    boolean deferrable =
        referenced.constraints(StoredConstraint.Key.class).stream()
            .anyMatch(key -> key.index().equals(index.get().id()) && key.deferrable());
    if (deferrable) {
      prediction.fail(
          Prediction.NOT_IN_PREREQUISITE_STATE, "a deferrable key cannot be referenced");
    }
  }

  /** The query that checks the rows that are there (RI_Initial_Check() of ri_triggers.c). */
  void check(Table referencing, Table referenced, Check check) {
    if (check == Check.NONE) {
      return;
    }
    for (Table part : prediction.tree(referencing, false)) {
      if (part.partition().isPresent() || part.id().equals(referencing.id())) {
        prediction.lock(part, LockMode.ACCESS_SHARE);
        // Each partition is checked by a query of its own; their root is not planned.
        if (part.partitionKey().isEmpty()) {
          prediction.lockIndexes(part.id(), LockMode.ACCESS_SHARE);
        }
        scan(part);
      }
    }
    prediction.lock(referenced, LockMode.ROW_SHARE);
    if (check == Check.REFERENCING) {
      return;
    }
    for (Table part : prediction.tree(referenced, referenced.partitionKey().isEmpty())) {
      prediction.lockIndexes(part.id(), LockMode.ACCESS_SHARE);
      scan(part);
    }
  }

  private void scan(Table table) {
    if (Prediction.hasStorage(table)) {
      prediction.out().scan(table.name());
    }
  }

  /** VALIDATE CONSTRAINT: ROW SHARE on the referenced table (manual, ALTER TABLE). */
  void validate(Table referencing, StoredConstraint.ForeignKey key) {
    check(referencing, prediction.schema().table(key.referencedTable()), Check.BOTH);
  }

  /** Dropping the triggers of a foreign key locks the other side as well. */
  void dropLink(ForeignKeyLink link) {
    for (Table part :
        prediction.tree(link.referenced(), link.referenced().partitionKey().isEmpty())) {
      // Until 14 only the partitions have the triggers that act on changes of the key.
      if (prediction.atLeast(15) || part.partitionKey().isEmpty()) {
        prediction.lock(part, LockMode.ACCESS_EXCLUSIVE);
      }
    }
    for (Table part :
        prediction.tree(link.referencing(), link.referencing().partitionKey().isEmpty())) {
      prediction.lock(part, LockMode.ACCESS_EXCLUSIVE);
    }
  }
}
