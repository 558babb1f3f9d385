package dev.safemigrate.effect;

import dev.safemigrate.ast.Cluster;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.RelationReference;
import dev.safemigrate.ast.Vacuum;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.Table;
import java.util.List;
import java.util.Optional;

/** VACUUM, ANALYZE and CLUSTER. */
final class VacuumEffects {

  private final Prediction prediction;

  VacuumEffects(Prediction prediction) {
    this.prediction = prediction;
  }

  /** VACUUM and ANALYZE (vacuum() of vacuum.c; manual, VACUUM). */
  void vacuum(Vacuum statement) {
    if (statement.vacuum()) {
      prediction.out().needs(TransactionNeed.FORBIDDEN);
    }
    if (statement.targets().isEmpty()) {
      prediction
          .schema()
          .relations()
          .filter(Prediction::hasStorage)
          .forEach(relation -> vacuum(statement, relation));
      return;
    }
    for (Vacuum.VacuumTarget target : statement.targets()) {
      Optional<Relation> found = prediction.relation(target.table().name(), false);
      if (found.isEmpty()) {
        continue;
      }
      if (found.get() instanceof Table table && table.partitionKey().isPresent()) {
        if (!prediction.schema().children(table.id()).isEmpty()) {
          requireColumns(table, target.columns());
        }
        partitioned(statement, table);
        continue;
      }
      if (!canBeAnalysed(found.get())) {
        prediction.out().note("%s is skipped with a warning.".formatted(found.get().name()));
        continue;
      }
      requireColumns(found.get(), target.columns());
      vacuum(statement, found.get());
      children(statement, target.table(), found.get());
    }
  }

  private void requireColumns(Relation relation, List<String> columns) {
    ObjectExistence existence = new ObjectExistence(prediction);
    columns.forEach(column -> existence.requireColumn(relation, column));
  }

  /** vacuum_open_relation() of vacuum.c; a foreign table is analysed where its wrapper can. */
  private static boolean canBeAnalysed(Relation relation) {
    return relation.assumed()
        || Prediction.hasStorage(relation)
        || relation.kind() == RelationKind.FOREIGN_TABLE;
  }

  private void partitioned(Vacuum statement, Table table) {
    if (!statement.vacuum() || statement.has("analyze")) {
      prediction.lock(table, LockMode.SHARE_UPDATE_EXCLUSIVE);
    }
    prediction.schema().descendants(table.id()).stream()
        .filter(Prediction::hasStorage)
        .forEach(part -> vacuum(statement, part));
  }

  /** ANALYZE of an inheritance parent samples the children; 18 analyses them as well. */
  private void children(Vacuum statement, RelationReference target, Relation relation) {
    boolean analyses = !statement.vacuum() || statement.has("analyze");
    if (!analyses || target.only()) {
      return;
    }
    for (Table child : prediction.schema().descendants(relation.id())) {
      prediction.lock(child, LockMode.ACCESS_SHARE);
      if (prediction.atLeast(18)) {
        vacuum(statement, child);
      }
    }
  }

  private void vacuum(Vacuum statement, Relation relation) {
    if (statement.vacuum() && statement.has("full")) {
      rewrite(relation);
      return;
    }
    prediction.lock(relation, LockMode.SHARE_UPDATE_EXCLUSIVE, LockHold.SCAN);
    if (statement.vacuum()) {
      prediction.lockIndexes(relation.id(), LockMode.ROW_EXCLUSIVE);
      boolean truncates =
          statement.options().stream().noneMatch(o -> o.name().equals("truncate"))
              || statement.has("truncate");
      if (truncates) {
        prediction
            .out()
            .note("An empty end of the table is cut off under ACCESS EXCLUSIVE, if it is free.");
      }
    }
    if (!statement.vacuum() || statement.has("analyze")) {
      prediction.lockIndexes(relation.id(), LockMode.ACCESS_SHARE);
    }
  }

  private void rewrite(Relation relation) {
    prediction.lock(relation, LockMode.ACCESS_EXCLUSIVE, LockHold.REWRITE);
    prediction.out().rewrite(relation.name());
    prediction.out().scan(relation.name());
    prediction.rebuildIndexes(relation);
  }

  /** CLUSTER writes the table in the order of an index (manual, CLUSTER). */
  void cluster(Cluster statement) {
    if (statement.table().isEmpty()) {
      prediction.out().needs(TransactionNeed.FORBIDDEN);
      prediction
          .schema()
          .all(Table.class)
          .filter(table -> table.properties().clusteredOn().isPresent())
          .forEach(this::rewrite);
      return;
    }
    Optional<Relation> found = prediction.relation(statement.table().get(), false);
    if (found.isEmpty()) {
      return;
    }
    Relation relation = found.get();
    if (!relation.assumed()
        && relation.kind() != RelationKind.MATERIALIZED_VIEW
        && !MaintenanceEffects.statementIsForTables(relation)) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "%s cannot be clustered", relation.name());
      return;
    }
    Optional<String> index =
        statement
            .index()
            .or(
                () ->
                    relation instanceof Table table
                        ? table.properties().clusteredOn()
                        : Optional.empty());
    if (index.isEmpty() && !relation.assumed()) {
      prediction.fail(Prediction.UNDEFINED_OBJECT, "%s was not clustered before", relation.name());
      return;
    }
    Optional<Index> used =
        index.flatMap(
            name ->
                prediction.schema().findIndex(QualifiedName.of(relation.name().schema(), name)));
    if (used.isEmpty() && !relation.assumed()) {
      prediction.fail(Prediction.UNDEFINED_OBJECT, "index %s does not exist", index.orElse(""));
    }
    if (used.filter(i -> i.predicate().isPresent()).isPresent()) {
      prediction.fail(Prediction.NOT_SUPPORTED, "a partial index gives no order");
    }
    boolean unordered =
        used.filter(i -> !i.method().equals("btree") && !i.method().equals("gist")).isPresent();
    if (unordered) {
      prediction.fail(Prediction.NOT_SUPPORTED, "the access method gives no order");
    }
    if (relation instanceof Table table && table.partitionKey().isPresent()) {
      clusterPartitions(table, used);
      return;
    }
    rewrite(relation);
  }

  private void clusterPartitions(Table table, Optional<Index> used) {
    if (!prediction.atLeast(15)) {
      prediction.fail(Prediction.NOT_SUPPORTED, "a partitioned table cannot be clustered");
      return;
    }
    prediction.out().needs(TransactionNeed.FORBIDDEN);
    prediction.lock(table, LockMode.ACCESS_EXCLUSIVE);
    used.ifPresent(index -> prediction.lock(index, LockMode.ACCESS_SHARE));
    prediction.schema().descendants(table.id()).stream()
        .filter(Prediction::hasStorage)
        .forEach(this::rewrite);
  }
}
