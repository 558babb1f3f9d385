package dev.safemigrate.effect;

import dev.safemigrate.ast.Copy;
import dev.safemigrate.ast.LockTable;
import dev.safemigrate.ast.RefreshMaterializedView;
import dev.safemigrate.ast.RelationReference;
import dev.safemigrate.ast.Truncate;
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

/** REFRESH, TRUNCATE, LOCK TABLE and COPY. */
final class MaintenanceEffects {

  private final Prediction prediction;

  MaintenanceEffects(Prediction prediction) {
    this.prediction = prediction;
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
  static boolean statementIsForTables(Relation relation) {
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
