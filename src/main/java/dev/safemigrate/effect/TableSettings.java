package dev.safemigrate.effect;

import dev.safemigrate.ast.AlterTableAction.FiringState;
import dev.safemigrate.ast.AlterTableAction.Inherit;
import dev.safemigrate.ast.AlterTableAction.NoInherit;
import dev.safemigrate.ast.AlterTableAction.OfType;
import dev.safemigrate.ast.AlterTableAction.ReplicaIdentity;
import dev.safemigrate.ast.AlterTableAction.RowSecurity;
import dev.safemigrate.ast.AlterTableAction.SetAccessMethod;
import dev.safemigrate.ast.AlterTableAction.SetLogged;
import dev.safemigrate.ast.AlterTableAction.SetReplicaIdentity;
import dev.safemigrate.ast.AlterTableAction.SetRowSecurity;
import dev.safemigrate.ast.AlterTableAction.SetRuleState;
import dev.safemigrate.ast.AlterTableAction.SetTablespace;
import dev.safemigrate.ast.AlterTableAction.SetTriggerState;
import dev.safemigrate.ast.PersistenceKind;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.ForeignKeyLink;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.Sequence;
import dev.safemigrate.schema.StoredConstraint;
import dev.safemigrate.schema.Table;
import dev.safemigrate.schema.Trigger;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Actions on a table as a whole. */
final class TableSettings {

  private static final String DEFAULT_TABLESPACE = "pg_default";
  private static final String DEFAULT_ACCESS_METHOD = "heap";

  private static final Set<String> INDEX_METHODS =
      Set.of("btree", "hash", "gist", "gin", "spgist", "brin");

  private final AlterTableJob job;
  private final Prediction prediction;
  private final Table table;

  TableSettings(AlterTableJob job) {
    this.job = job;
    this.prediction = job.prediction();
    this.table = job.table();
  }

  /** ENABLE and DISABLE TRIGGER reach the clones on partitions (EnableDisableTrigger()). */
  void triggerState(SetTriggerState action) {
    List<Trigger> triggers = prediction.schema().triggers(table.id());
    action
        .trigger()
        .ifPresent(
            name -> {
              boolean known = triggers.stream().anyMatch(t -> t.name().name().equals(name));
              if (!known && table.columnsKnown()) {
                prediction.fail(
                    Prediction.UNDEFINED_OBJECT,
                    "trigger %s of %s does not exist",
                    name,
                    table.name());
              }
            });
    boolean cloned =
        triggers.stream()
            .filter(t -> action.trigger().filter(name -> !t.name().name().equals(name)).isEmpty())
            .anyMatch(t -> t.definition().forEachRow());
    cloned |= action.trigger().isEmpty() && !action.userOnly() && hasForeignKeyTriggers();
    if (cloned && table.partitionKey().isPresent() && !job.only()) {
      job.tree().forEach(part -> prediction.lock(part, LockMode.SHARE_ROW_EXCLUSIVE));
    }
    if (action.state() == FiringState.DISABLED) {
      prediction
          .out()
          .breaks(
              Breakage.Kind.INVARIANT,
              table.name().toString(),
              "What the triggers keep up no longer holds.");
    }
  }

  private boolean hasForeignKeyTriggers() {
    return !prediction.schema().foreignKeysOf(table).isEmpty()
        || !prediction.schema().foreignKeysTo(table.id()).isEmpty();
  }

  void ruleState(SetRuleState action) {
    boolean known =
        prediction.schema().rules(table.id()).stream()
            .anyMatch(rule -> rule.name().name().equals(action.rule()));
    if (!known && table.columnsKnown()) {
      prediction.fail(
          Prediction.UNDEFINED_OBJECT, "rule %s of %s does not exist", action.rule(), table.name());
    }
  }

  void rowSecurity(SetRowSecurity action) {
    boolean withoutPolicy = prediction.schema().policies(table.id()).isEmpty();
    if (action.mode() == RowSecurity.ENABLE && withoutPolicy) {
      prediction
          .out()
          .breaks(
              Breakage.Kind.READS,
              table.name().toString(),
              "Without a policy nobody but the owner sees a row.");
    }
  }

  void clusterOn(String index) {
    Optional<Index> found = ownIndex(index);
    found.ifPresent(i -> prediction.lock(i, LockMode.SHARE_UPDATE_EXCLUSIVE));
    if (table.kind() == RelationKind.PARTITIONED_TABLE) {
      prediction.fail(
          Prediction.NOT_SUPPORTED, "a partitioned table cannot be marked as clustered");
    }
  }

  void withoutCluster() {
    if (table.kind() == RelationKind.PARTITIONED_TABLE) {
      prediction.fail(
          Prediction.NOT_SUPPORTED, "a partitioned table cannot be marked as clustered");
    }
  }

  private Optional<Index> ownIndex(String name) {
    Optional<Index> found =
        prediction.schema().findIndex(QualifiedName.of(table.name().schema(), name));
    if (found.isEmpty() && table.columnsKnown() && prediction.schema().complete()) {
      prediction.fail(
          Prediction.UNDEFINED_OBJECT, "index %s of %s does not exist", name, table.name());
    }
    if (found.filter(index -> !index.table().equals(table.id())).isPresent()) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "%s is not an index of %s", name, table.name());
    }
    return found;
  }

  /** SET LOGGED and SET UNLOGGED copy the table, from 15 on its sequences too. */
  void logged(SetLogged action) {
    if (table.kind() == RelationKind.PARTITIONED_TABLE) {
      if (prediction.atLeast(18)) {
        prediction.fail(
            Prediction.WRONG_OBJECT_TYPE, "SET LOGGED and UNLOGGED need a table with storage");
      }
      return;
    }
    PersistenceKind wanted = action.logged() ? PersistenceKind.PERMANENT : PersistenceKind.UNLOGGED;
    if (table.persistence() == wanted && !table.assumed()) {
      return;
    }
    if (table.persistence() == PersistenceKind.TEMPORARY) {
      prediction.fail(
          Prediction.INVALID_TABLE_DEFINITION, "a temporary table is neither logged nor unlogged");
      return;
    }
    if (!action.logged() && !prediction.schema().publications(table).isEmpty()) {
      prediction.fail(
          Prediction.NOT_IN_PREREQUISITE_STATE, "%s is part of a publication", table.name());
    }
    refuseForeignKeys(action);
    job.rewrite(table);
    if (prediction.atLeast(15)) {
      for (Sequence sequence : prediction.schema().sequencesOwnedBy(table.id())) {
        prediction.lock(sequence, LockMode.ACCESS_EXCLUSIVE);
        prediction.lock(sequence, LockMode.ROW_EXCLUSIVE);
      }
    }
  }

  /** A logged table must not reference an unlogged one (ATPrepChangePersistence()). */
  private void refuseForeignKeys(SetLogged action) {
    List<ForeignKeyLink> links =
        action.logged()
            ? prediction.schema().foreignKeysOf(table)
            : prediction.schema().foreignKeysTo(table.id());
    for (ForeignKeyLink link : links) {
      Table other = action.logged() ? link.referenced() : link.referencing();
      boolean self = other.id().equals(table.id());
      boolean unlogged = other.persistence() == PersistenceKind.UNLOGGED;
      if (!self && unlogged == action.logged()) {
        prediction.fail(
            Prediction.INVALID_TABLE_DEFINITION,
            "foreign key %s ties it to %s",
            link.constraint().name(),
            other.name());
      }
    }
  }

  /** SET ACCESS METHOD writes the table anew when the method is another one. */
  void accessMethod(SetAccessMethod action) {
    if (action.method().filter(INDEX_METHODS::contains).isPresent()) {
      prediction.fail(
          Prediction.NOT_IN_PREREQUISITE_STATE,
          "access method %s is for indexes",
          action.method().orElse(""));
    }
    if (table.kind() == RelationKind.PARTITIONED_TABLE) {
      if (!prediction.atLeast(17)) {
        prediction.fail(
            Prediction.WRONG_OBJECT_TYPE, "a partitioned table has no access method to change");
      }
      return;
    }
    String current = table.properties().accessMethod().orElse(DEFAULT_ACCESS_METHOD);
    if (!action.method().orElse(DEFAULT_ACCESS_METHOD).equals(current)) {
      job.rewrite(table);
    }
  }

  /** SET TABLESPACE copies the file block by block; indexes stay where they are. */
  void tablespace(SetTablespace action) {
    copyTo(table, table.properties().tablespace(), action.tablespace());
  }

  private void copyTo(Relation relation, Optional<String> current, String wanted) {
    boolean same = current.orElse(DEFAULT_TABLESPACE).equals(wanted);
    if (!same && Prediction.hasStorage(relation)) {
      prediction.out().rewrite(relation.name());
    }
  }

  void replicaIdentity(SetReplicaIdentity action) {
    if (action.identity() != ReplicaIdentity.USING_INDEX) {
      return;
    }
    action
        .index()
        .flatMap(this::ownIndex)
        .ifPresent(
            index -> {
              prediction.lock(index, LockMode.SHARE);
              boolean nullable =
                  index.keyColumns().stream()
                      .anyMatch(
                          c -> table.column(c).filter(column -> !column.notNull()).isPresent());
              boolean unfit =
                  !index.unique()
                      || index.predicate().isPresent()
                      || index.hasExpressions()
                      || nullable;
              if (unfit) {
                prediction.fail(
                    Prediction.WRONG_OBJECT_TYPE,
                    "index %s cannot identify every row",
                    index.name());
              }
            });
  }

  /** INHERIT: the child gets what the parent has (ATExecAddInherit()). */
  void inherit(Inherit action) {
    Optional<Table> found = prediction.table(action.parent());
    if (found.isEmpty()) {
      return;
    }
    Table parent = found.get();
    prediction.lock(parent, LockMode.SHARE_UPDATE_EXCLUSIVE);
    // The descendants are listed to rule out a circle (ATExecAddInherit()).
    prediction
        .schema()
        .descendants(table.id())
        .forEach(child -> prediction.lock(child, LockMode.ACCESS_SHARE));
    if (table.isPartition() || table.partitionKey().isPresent()) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "%s is partitioned", table.name());
    }
    if (parent.isPartition() || parent.partitionKey().isPresent()) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "%s is partitioned", parent.name());
    }
    if (table.parents().contains(parent.id())) {
      prediction.fail(
          Prediction.DUPLICATE_TABLE, "%s inherits from %s already", table.name(), parent.name());
    }
    boolean circular =
        parent.id().equals(table.id())
            || prediction.schema().descendants(table.id()).stream()
                .anyMatch(t -> t.id().equals(parent.id()));
    if (circular) {
      prediction.fail(Prediction.DUPLICATE_TABLE, "circular inheritance");
    }
    refuseDifferent(parent);
  }

  private void refuseDifferent(Table parent) {
    if (!parent.columnsKnown() || !table.columnsKnown()) {
      return;
    }
    for (Column column : parent.columns()) {
      Optional<Column> own = table.column(column.name());
      boolean fits =
          own.filter(c -> c.type().canonical().equals(column.type().canonical()))
              .filter(c -> !column.notNull() || c.notNull())
              .isPresent();
      if (!fits) {
        prediction.fail(
            Prediction.DATATYPE_MISMATCH, "column %s does not fit the parent's", column.name());
      }
    }
    for (StoredConstraint.Check check : parent.constraints(StoredConstraint.Check.class)) {
      if (!check.noInherit() && table.constraint(check.name()).isEmpty()) {
        prediction.fail(
            Prediction.DATATYPE_MISMATCH, "%s lacks constraint %s", table.name(), check.name());
      }
    }
  }

  void noInherit(NoInherit action) {
    if (table.isPartition()) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "a partition is detached, not disinherited");
    }
    Optional<Table> found = prediction.table(action.parent());
    found.ifPresent(parent -> prediction.lock(parent, LockMode.ACCESS_SHARE));
    found
        .filter(parent -> !table.parents().contains(parent.id()) && !table.assumed())
        .ifPresent(
            parent ->
                prediction.fail(
                    Prediction.UNDEFINED_TABLE,
                    "%s is not a parent of %s",
                    parent.name(),
                    table.name()));
  }

  /** OF type: the columns must be those of the type, in order (ATExecAddOf()). */
  void ofType(OfType action) {
    if (!table.parents().isEmpty()) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "a typed table has no parent");
    }
    prediction
        .schema()
        .find(action.type().name())
        .filter(relation -> relation.kind() == RelationKind.COMPOSITE_TYPE)
        .map(Table.class::cast)
        .ifPresent(
            type -> {
              prediction.lock(type, LockMode.ACCESS_SHARE);
              List<String> wanted = columns(type);
              if (table.columnsKnown() && !wanted.equals(columns(table))) {
                prediction.fail(
                    Prediction.DATATYPE_MISMATCH, "the columns are not those of %s", type.name());
              }
            });
  }

  private static List<String> columns(Table table) {
    return table.columns().stream().map(c -> c.name() + " " + c.type().canonical()).toList();
  }

  /** OWNER TO changes indexes, TOAST and owned sequences with the table (ATExecChangeOwner()). */
  void owner(String role) {
    // Until another owner is named, tables belong to the role that runs the migrations.
    boolean same =
        table
            .properties()
            .owner()
            .map(role::equals)
            .orElseGet(() -> !table.assumed() && Prediction.isRunner(role));
    if (same) {
      return;
    }
    prediction.lockIndexes(table.id(), LockMode.ACCESS_EXCLUSIVE);
    for (Sequence sequence : prediction.schema().sequencesOwnedBy(table.id())) {
      prediction.lock(sequence, LockMode.ACCESS_EXCLUSIVE);
    }
  }
}
