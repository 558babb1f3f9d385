package dev.safemigrate.plan;

import dev.safemigrate.ast.AlterTableAction.FiringState;
import dev.safemigrate.ast.AlterTableAction.ReplicaIdentity;
import dev.safemigrate.ast.PersistenceKind;
import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.FunctionDefinition;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.NotNullProof;
import dev.safemigrate.schema.Sequence;
import dev.safemigrate.schema.StoredConstraint;
import dev.safemigrate.schema.StoredConstraint.Check;
import dev.safemigrate.schema.StoredConstraint.ForeignKey;
import dev.safemigrate.schema.Table;
import dev.safemigrate.schema.TableProperties;
import dev.safemigrate.schema.Trigger;

/** What a partitioned table cannot have, or what stays with the table that becomes a partition. */
record PartitionObstacles(Before before, Table table, Column column) {

  void refuse(PartitionRanges ranges) {
    for (String name : ranges.names()) {
      if (before.schema().find(Names.beside(table, name)).isPresent()) {
        throw new Refusal("There is a relation " + name + " already.");
      }
    }
    if (table.notNullProof(column.name()) != NotNullProof.NOT_NULL) {
      throw new Refusal(
          "%s may be null, which no range takes: plan 'set not null %s.%s' first."
              .formatted(column.name(), table.name().name(), column.name()));
    }
    dependants();
    properties();
    table.constraints().forEach(this::constraint);
    before.schema().indexes(table.id()).forEach(this::index);
    before.schema().triggers(table.id()).forEach(this::trigger);
    before.schema().sequencesOwnedBy(table.id()).forEach(this::sequence);
  }

  private void dependants() {
    if (!before.schema().foreignKeysTo(table.id()).isEmpty()) {
      StoredConstraint key = before.schema().foreignKeysTo(table.id()).get(0).constraint();
      throw new Refusal(
          "The foreign key %s references %s, whose key must hold %s then: drop it, or let it reference both columns."
              .formatted(key.name(), table.name().name(), column.name()));
    }
    before.schema().viewsUsing(table.id()).stream()
        .findFirst()
        .ifPresent(view -> bound("The view " + view.name().name()));
    before.schema().dependants(table.id(), FunctionDefinition.class).stream()
        .findFirst()
        .ifPresent(function -> bound("The function " + function.name().name()));
    before.schema().rules(table.id()).stream()
        .findFirst()
        .ifPresent(rule -> bound("The rule " + rule.name().name()));
    before.schema().publications(table).stream()
        .findFirst()
        .ifPresent(
            publication -> {
              throw new Refusal(
                  "%s is published by %s, whose subscribers would get rows under the partitions' names: drop it there first and add it behind, with publish_via_partition_root."
                      .formatted(table.name().name(), publication.name().name()));
            });
  }

  private void bound(String what) {
    throw new Refusal(
        "%s is bound to %s itself, which would be its first partition: drop it before and create it behind."
            .formatted(what, table.name().name()));
  }

  private void properties() {
    TableProperties properties = table.properties();
    boolean special =
        table.persistence() != PersistenceKind.PERMANENT
            || properties.accessMethod().isPresent()
            || properties.ofType().isPresent()
            || properties.owner().isPresent();
    if (special) {
      throw new Refusal(
          table.name().name()
              + " is not logged, or has an owner, a type or an access method of its own, which the plan does not carry over.");
    }
    if (properties.replicaIdentity() != ReplicaIdentity.DEFAULT) {
      throw new Refusal(
          table.name().name()
              + " has a replica identity of its own, which every partition would need: set it back to DEFAULT first.");
    }
    if (properties.forceRowSecurity()) {
      throw new Refusal(
          table.name().name()
              + " forces its policies on its owner, who would not see every row on the way back.");
    }
  }

  private void constraint(StoredConstraint constraint) {
    if (constraint instanceof StoredConstraint.Exclusion) {
      throw new Refusal(
          constraint.name()
              + " is an exclusion constraint, which partitioned tables know from 17 on only.");
    }
    boolean unproven =
        !constraint.validated()
            && (constraint instanceof Check || constraint instanceof ForeignKey);
    if (unproven) {
      throw new Refusal(
          constraint.name()
              + " is not validated, and the one of the partitioned table would be: validate it first.");
    }
    if (constraint instanceof Check check && check.noInherit()) {
      throw new Refusal(
          check.name() + " is NO INHERIT, which a check of a partitioned table cannot be.");
    }
    if (constraint instanceof ForeignKey key && key.period()) {
      throw new Refusal(key.name() + " is a temporal foreign key, which is not carried over.");
    }
    if (constraint instanceof StoredConstraint.Key key && key.primary() && key.deferrable()) {
      throw new Refusal(
          key.name() + " is deferrable, so no ON CONFLICT and no index stands for it meanwhile.");
    }
  }

  private void index(Index index) {
    if (!index.valid()) {
      throw new Refusal("The index " + index.name().name() + " is invalid: drop or build it anew.");
    }
    if (index.unique() && !index.primary() && !index.keyColumns().contains(column.name())) {
      throw new Refusal(
          "%s keeps rows apart without %s, which a partitioned table cannot: drop it first, or give it that column."
              .formatted(index.name().name(), column.name()));
    }
  }

  private void trigger(Trigger trigger) {
    boolean carried =
        trigger.state() == FiringState.ENABLED
            && !(trigger.definition().forEachRow()
                && !trigger.definition().transitionTables().isEmpty());
    if (!carried) {
      throw new Refusal(
          "The trigger %s is switched by hand or has transition tables for each row, which is not carried over."
              .formatted(trigger.name().name()));
    }
  }

  private void sequence(Sequence sequence) {
    if (sequence.identity() && !sequence.options().isEmpty()) {
      throw new Refusal(
          sequence.name().name()
              + " has options of its own, which the way back would lose: use DEFAULT nextval instead of the identity.");
    }
  }
}
