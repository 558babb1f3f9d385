package dev.safemigrate.effect;

import dev.safemigrate.ast.Cluster;
import dev.safemigrate.ast.Copy;
import dev.safemigrate.ast.LockTable;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.RefreshMaterializedView;
import dev.safemigrate.ast.RelationReference;
import dev.safemigrate.ast.Truncate;
import dev.safemigrate.ast.Vacuum;
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

/** VACUUM, ANALYZE, CLUSTER, REFRESH, TRUNCATE, LOCK TABLE and COPY. */
final class MaintenanceEffects {

  private final Prediction prediction;

  MaintenanceEffects(Prediction prediction) {
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
        && !statementIsForTables(relation)) {
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

  /** REFRESH: readers wait unless CONCURRENTLY is written (ExecRefreshMatView() of matview.c). */
  void refresh(RefreshMaterializedView statement) {
    Optional<Relation> found = prediction.relation(statement.name(), false);
    if (found.isEmpty()) {
      return;
    }
    Relation relation = found.get();
    if (!(relation instanceof View view) || !view.materialized()) {
      if (!relation.assumed()) {
        prediction.fail(
            statementIsForTables(relation)
                ? Prediction.NOT_SUPPORTED
                : Prediction.WRONG_OBJECT_TYPE,
            "%s is not a materialized view",
            relation.name());
      }
      boolean concurrently = statement.concurrently() && relation.assumed();
      prediction.lock(
          relation,
          concurrently ? LockMode.EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE,
          concurrently ? LockHold.ROWS : LockHold.REWRITE);
      if (!concurrently) {
        prediction.out().rewrite(relation.name());
      }
      return;
    }
    if (statement.concurrently()) {
      refreshConcurrently(statement, view);
      return;
    }
    prediction.lock(view, LockMode.ACCESS_EXCLUSIVE, LockHold.REWRITE);
    prediction.out().rewrite(view.name());
    prediction.rebuildIndexes(view);
    if (statement.withData()) {
      new QueryEffects(prediction).run(view.query().text());
      if (!prediction.schema().indexes(view.id()).isEmpty()) {
        prediction.out().scan(view.name());
      }
    } else {
      prediction
          .out()
          .breaks(
              Breakage.Kind.READS, view.name().toString(), "It cannot be read until refreshed.");
    }
  }

  /** RangeVarCallbackMaintainsTable() lets tables and materialised views pass. */
  private static boolean statementIsForTables(Relation relation) {
    return relation.kind() == RelationKind.TABLE
        || relation.kind() == RelationKind.PARTITIONED_TABLE;
  }

  private void refreshConcurrently(RefreshMaterializedView statement, View view) {
    if (!statement.withData()) {
      prediction.fail(Prediction.SYNTAX_ERROR, "CONCURRENTLY and WITH NO DATA exclude each other");
      return;
    }
    if (!view.populated()) {
      prediction.fail(
          Prediction.NOT_SUPPORTED, "CONCURRENTLY needs a materialized view that is populated");
    }
    boolean unique =
        prediction.schema().indexes(view.id()).stream()
            .anyMatch(
                index ->
                    index.unique()
                        && index.valid()
                        && index.predicate().isEmpty()
                        && !index.hasExpressions());
    if (!unique) {
      prediction.fail(
          Prediction.NOT_IN_PREREQUISITE_STATE,
          "CONCURRENTLY needs a unique index on columns, without WHERE");
    }
    prediction.lock(view, LockMode.EXCLUSIVE, LockHold.SCAN);
    prediction.lock(view, LockMode.ROW_EXCLUSIVE, LockHold.SCAN);
    prediction.lockIndexes(view.id(), LockMode.ROW_EXCLUSIVE);
    prediction.out().scan(view.name());
    new QueryEffects(prediction).run(view.query().text());
  }

  /** TRUNCATE gives every table a new, empty file (ExecuteTruncate() of tablecmds.c). */
  void truncate(Truncate statement) {
    List<Table> tables = new ArrayList<>();
    for (RelationReference reference : statement.tables()) {
      Optional<Table> found = prediction.table(reference.name());
      if (found.isEmpty()) {
        continue;
      }
      if (found.get().kind() == RelationKind.COMPOSITE_TYPE) {
        prediction.fail(Prediction.WRONG_OBJECT_TYPE, "%s is not a table", found.get().name());
        continue;
      }
      if (found.get().partitionKey().isPresent() && reference.only()) {
        prediction.fail(
            Prediction.WRONG_OBJECT_TYPE, "a partitioned table cannot be truncated with ONLY");
      }
      tables.addAll(prediction.tree(found.get(), reference.only()));
    }
    Set<ObjectId> going = new HashSet<>(tables.stream().map(Table::id).toList());
    for (int i = 0; i < tables.size(); i++) {
      Table table = tables.get(i);
      for (ForeignKeyLink link : linksTo(table)) {
        if (going.contains(link.referencing().id())) {
          continue;
        }
        if (!statement.cascade()) {
          prediction.fail(
              Prediction.NOT_SUPPORTED,
              "%s is referenced by foreign key %s",
              table.name(),
              link.constraint().name());
        }
        for (Table referencing : prediction.tree(link.referencing(), false)) {
          if (going.add(referencing.id())) {
            tables.add(referencing);
          }
        }
      }
    }
    tables.forEach(table -> truncate(table, statement.restartIdentity()));
  }

  private List<ForeignKeyLink> linksTo(Table table) {
    List<ForeignKeyLink> links = new ArrayList<>(prediction.schema().foreignKeysTo(table.id()));
    prediction
        .schema()
        .partitionAncestors(table)
        .forEach(parent -> links.addAll(prediction.schema().foreignKeysTo(parent.id())));
    return links;
  }

  private void truncate(Table table, boolean restart) {
    PendingTriggers.refuse(prediction, table, "TRUNCATE");
    prediction.lock(table, LockMode.ACCESS_EXCLUSIVE);
    if (restart) {
      for (Sequence sequence : prediction.schema().sequencesOwnedBy(table.id())) {
        prediction.lock(sequence, LockMode.ACCESS_EXCLUSIVE);
      }
    }
    if (table.kind() == RelationKind.TABLE) {
      prediction.lock(table, LockMode.SHARE);
      prediction.out().rewrite(table.name());
      for (Index index : prediction.schema().indexes(table.id())) {
        prediction.lock(index, LockMode.ACCESS_EXCLUSIVE);
        prediction.out().rebuild(index.name());
      }
    }
    prediction.out().lose("all rows of " + table.name());
    prediction.out().breaks(Breakage.Kind.LOSS, table.name().toString(), "All rows are gone.");
  }

  /** LOCK TABLE reaches children and what a view stands on (lockcmds.c). */
  void lock(LockTable statement) {
    prediction.out().needs(TransactionNeed.REQUIRED);
    LockMode mode = LockMode.valueOf(statement.mode().replace(' ', '_'));
    for (RelationReference reference : statement.tables()) {
      Optional<Relation> found = prediction.relation(reference.name(), false);
      if (found.isEmpty()) {
        continue;
      }
      Relation relation = found.get();
      boolean lockable =
          Prediction.hasStorage(relation) && relation instanceof Table
              || relation.kind() == RelationKind.PARTITIONED_TABLE
              || relation.kind() == RelationKind.VIEW
              || relation.assumed();
      if (!lockable) {
        prediction.fail(
            Prediction.WRONG_OBJECT_TYPE, "%s is neither table nor view", relation.name());
        continue;
      }
      lock(relation, mode, reference.only());
    }
  }

  private void lock(Relation relation, LockMode mode, boolean only) {
    prediction.lock(relation, mode);
    if (relation instanceof Table table) {
      prediction.tree(table, only).forEach(part -> prediction.lock(part, mode));
    }
    if (relation instanceof View view && !view.materialized()) {
      view.uses().stream()
          .filter(prediction.schema()::exists)
          .map(prediction.schema()::object)
          .filter(Relation.class::isInstance)
          .forEach(below -> lock((Relation) below, mode, false));
    }
  }

  /** COPY (copy.c): out of a table under ACCESS SHARE, into it under ROW EXCLUSIVE. */
  void copy(Copy statement) {
    if (statement.query().isPresent()) {
      return;
    }
    Optional<Relation> found = statement.table().flatMap(name -> prediction.relation(name, false));
    if (found.isEmpty()) {
      return;
    }
    Relation relation = found.get();
    if (statement.from()) {
      copyFrom(statement, relation);
      return;
    }
    boolean materialized = relation instanceof View view && view.materialized();
    boolean readable =
        relation.kind() == RelationKind.TABLE
            || relation.assumed()
            || materialized && prediction.atLeast(18);
    if (!readable) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "COPY cannot read %s", relation.name());
      return;
    }
    prediction.lock(relation, LockMode.ACCESS_SHARE, LockHold.SCAN);
    prediction.out().scan(relation.name());
  }

  private void copyFrom(Copy statement, Relation relation) {
    prediction.lock(relation, LockMode.ROW_EXCLUSIVE, LockHold.ROWS);
    boolean freeze = statement.options().stream().anyMatch(o -> o.name().equals("freeze"));
    if (freeze && !prediction.isNew(relation)) {
      prediction.fail(
          Prediction.NOT_IN_PREREQUISITE_STATE,
          "FREEZE needs a table created or truncated in the same transaction");
    }
    if (relation instanceof Table table) {
      for (ForeignKeyLink link : prediction.schema().foreignKeysOf(table)) {
        new ReadLocks(prediction)
            .lock(link.referenced(), LockMode.ROW_SHARE, List.of(), true, false);
      }
      prediction.schema().descendants(table.id()).stream()
          .filter(Table::isPartition)
          .forEach(part -> prediction.lock(part, LockMode.ROW_EXCLUSIVE, LockHold.ROWS));
    } else if (!relation.assumed()) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "COPY cannot write %s", relation.name());
    }
  }
}
