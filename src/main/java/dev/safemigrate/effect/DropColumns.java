package dev.safemigrate.effect;

import dev.safemigrate.ast.AlterTableAction.DropColumn;
import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.ForeignKeyLink;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.ObjectId;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.Sequence;
import dev.safemigrate.schema.Table;
import dev.safemigrate.schema.View;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * DROP COLUMN: catalog work, but indexes, constraints and what CASCADE takes are locked as well
 * (ATExecDropColumn() of tablecmds.c, performMultipleDeletions() of dependency.c).
 */
final class DropColumns {

  private final AlterTableJob job;
  private final Prediction prediction;
  private final Table table;

  DropColumns(AlterTableJob job) {
    this.job = job;
    this.prediction = job.prediction();
    this.table = job.table();
  }

  /** Whether there was a column to drop, so that the children had to be looked at. */
  boolean drop(DropColumn action) {
    String name = action.column();
    Optional<Column> column = table.column(name);
    if (NewTableChecks.SYSTEM_COLUMNS.contains(name)) {
      prediction.fail(Prediction.NOT_SUPPORTED, "%s is a system column", name);
    }
    if (column.isEmpty()) {
      if (!action.ifExists() && table.columnsKnown()) {
        prediction.fail(
            Prediction.UNDEFINED_COLUMN, "column %s of %s does not exist", name, table.name());
      }
      if (table.columnsKnown()) {
        return false;
      }
    }
    refuse(action, column);
    for (Table target : dropping()) {
      prediction.lock(target, LockMode.ACCESS_EXCLUSIVE);
      if (target.id().equals(table.id()) || !job.only()) {
        dropWithIt(target, name, action.cascade());
      }
    }
    prediction.out().lose(table.name() + "." + name);
    prediction
        .out()
        .breaks(Breakage.Kind.READS, table.name() + "." + name, "Statements that name it fail.");
    return true;
  }

  /** With ONLY the direct children keep the column as their own. */
  private List<Table> dropping() {
    if (!job.only()) {
      return prediction.tree(table, false);
    }
    List<Table> tables = new ArrayList<>(List.of(table));
    tables.addAll(prediction.schema().children(table.id()));
    return tables;
  }

  private void refuse(DropColumn action, Optional<Column> column) {
    String name = action.column();
    if (table.partitionKey().filter(key -> key.columns().contains(name)).isPresent()) {
      prediction.fail(
          Prediction.INVALID_TABLE_DEFINITION, "column %s is part of the partition key", name);
    }
    if (table.properties().ofType().isPresent()) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "a typed table has the columns of its type");
    }
    if (column.filter(Column::inherited).isPresent()) {
      prediction.fail(
          Prediction.INVALID_TABLE_DEFINITION, "column %s is inherited from a parent", name);
    }
    boolean partitioned = table.kind() == RelationKind.PARTITIONED_TABLE;
    if (partitioned && job.only() && job.hasChildren()) {
      prediction.fail(
          Prediction.INVALID_TABLE_DEFINITION,
          "the column cannot be dropped from only the partitioned table");
    }
  }

  private void dropWithIt(Table target, String name, boolean cascade) {
    for (Index index : prediction.schema().indexes(target.id())) {
      if (index.columns().contains(name)) {
        prediction.lock(index, LockMode.ACCESS_EXCLUSIVE);
      }
    }
    ForeignKeys foreignKeys = new ForeignKeys(prediction);
    for (ForeignKeyLink link : prediction.schema().foreignKeysOf(target)) {
      if (link.constraint().columns().contains(name)) {
        foreignKeys.dropLink(link);
      }
    }
    for (ForeignKeyLink link : prediction.schema().foreignKeysTo(target.id())) {
      boolean self = link.referencing().id().equals(target.id());
      if (link.constraint().referencedColumns().contains(name)) {
        if (!self) {
          dependant(cascade, "foreign key " + link.constraint().name());
        }
        foreignKeys.dropLink(link);
      }
    }
    for (ColumnDependants.Dependant other : new ColumnDependants(prediction).all(target, name)) {
      otherDependant(other, cascade);
    }
    sequences(target, name, cascade);
  }

  private void otherDependant(ColumnDependants.Dependant other, boolean cascade) {
    // Until 14 a generated column went silently with the column it stands on.
    boolean silent =
        other.kind() == ColumnDependants.Kind.GENERATED_COLUMN && !prediction.atLeast(15);
    if (!silent) {
      dependant(cascade, other.name().toString());
    }
    if (other.kind() == ColumnDependants.Kind.VIEW) {
      prediction.schema().find(other.name()).ifPresent(view -> lockViews(view));
    }
  }

  private void lockViews(Relation view) {
    prediction.lock(view, LockMode.ACCESS_EXCLUSIVE);
    prediction.lockIndexes(view.id(), LockMode.ACCESS_EXCLUSIVE);
    prediction.out().lose(view.name().toString());
    for (View above : prediction.schema().viewsUsing(view.id())) {
      lockViews(above);
    }
  }

  private void sequences(Table target, String name, boolean cascade) {
    for (Sequence sequence : prediction.schema().sequencesOwnedBy(target.id(), name)) {
      prediction.lock(sequence, LockMode.ACCESS_EXCLUSIVE);
      Set<ObjectId> tables = new HashSet<>(Set.of(target.id()));
      prediction.schema().descendants(target.id()).forEach(child -> tables.add(child.id()));
      new DropDependants(prediction).ofSequence(sequence, tables, cascade);
    }
  }

  private void dependant(boolean cascade, String what) {
    if (!cascade) {
      prediction.fail(Prediction.DEPENDENT_OBJECTS, "%s depends on the column", what);
    }
  }
}
