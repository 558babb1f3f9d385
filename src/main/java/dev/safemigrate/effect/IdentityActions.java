package dev.safemigrate.effect;

import dev.safemigrate.ast.AlterTableAction.AddIdentity;
import dev.safemigrate.ast.AlterTableAction.DropIdentity;
import dev.safemigrate.ast.AlterTableAction.SetIdentity;
import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.Sequence;
import dev.safemigrate.schema.Table;
import java.util.List;
import java.util.Optional;

/** What the actions on a column's identity do (manual, ALTER TABLE). */
final class IdentityActions {

  private final AlterTableJob job;
  private final Prediction prediction;
  private final Table table;

  IdentityActions(AlterTableJob job) {
    this.job = job;
    this.prediction = job.prediction();
    this.table = job.table();
  }

  /** Since 17 a partition has the identity of its parent (ATExecAddIdentity()). */
  private void refuseOnPartition() {
    if (table.isPartition() && prediction.atLeast(17)) {
      prediction.fail(
          Prediction.INVALID_TABLE_DEFINITION, "the identity of a partition is its parent's");
    }
  }

  void add(AddIdentity action) {
    refuseOnPartition();
    job.column(action.column())
        .ifPresent(
            column -> {
              if (column.identity().isPresent()) {
                prediction.fail(
                    Prediction.NOT_IN_PREREQUISITE_STATE,
                    "column %s is an identity column",
                    column.name());
              }
              if (column.defaultValue().isPresent()) {
                prediction.fail(
                    Prediction.NOT_IN_PREREQUISITE_STATE, "column %s has a default", column.name());
              }
              NewColumnType.requireNumber(prediction, column.type());
              if (!column.notNull()) {
                prediction.fail(
                    Prediction.NOT_IN_PREREQUISITE_STATE,
                    "column %s must be declared NOT NULL first",
                    column.name());
              }
            });
    prediction
        .out()
        .create(prediction.beside(table, table.name().name() + "_" + action.column() + "_seq"));
  }

  /** Changes of the sequence behind the column (AlterSequence(): ShareRowExclusiveLock). */
  void set(SetIdentity action) {
    refuseOnPartition();
    job.column(action.column())
        .ifPresent(
            column -> {
              if (column.identity().isEmpty()) {
                prediction.fail(
                    Prediction.NOT_IN_PREREQUISITE_STATE,
                    "column %s is not an identity column",
                    column.name());
              }
            });
    sequences(action.column())
        .forEach(
            sequence -> {
              prediction.lock(sequence, LockMode.SHARE_ROW_EXCLUSIVE);
              prediction.lock(sequence, LockMode.ROW_EXCLUSIVE);
            });
  }

  boolean drop(DropIdentity action) {
    refuseOnPartition();
    Optional<Column> found = job.column(action.column());
    found.ifPresent(
        column -> {
          if (column.identity().isEmpty() && !action.ifExists()) {
            prediction.fail(
                Prediction.NOT_IN_PREREQUISITE_STATE,
                "column %s is not an identity column",
                column.name());
          }
          if (column.identity().isPresent()) {
            prediction
                .out()
                .breaks(
                    Breakage.Kind.WRITES,
                    table.name() + "." + column.name(),
                    "Inserts that rely on the identity fail.");
          }
        });
    sequences(action.column())
        .forEach(sequence -> prediction.lock(sequence, LockMode.ACCESS_EXCLUSIVE));
    return found.filter(column -> column.identity().isEmpty()).isEmpty();
  }

  private List<Sequence> sequences(String column) {
    return prediction.schema().sequencesOwnedBy(table.id(), column);
  }
}
