package dev.safemigrate.schema;

import dev.safemigrate.ast.AlterPolicy;
import dev.safemigrate.ast.AlterTableAction.FiringState;
import dev.safemigrate.ast.CreatePolicy;
import dev.safemigrate.ast.CreateRule;
import dev.safemigrate.ast.CreateTrigger;
import java.util.Optional;
import java.util.Set;

/** Triggers, rules and policies. */
final class TriggerFold {

  private final Draft draft;

  TriggerFold(Draft draft) {
    this.draft = draft;
  }

  void create(CreateTrigger statement) {
    Relation relation = draft.relation(statement.table());
    Optional<Trigger> existing =
        draft.state().triggers(relation.id()).stream()
            .filter(t -> t.name().name().equals(statement.name()))
            .findFirst();
    if (existing.isPresent() && !statement.replace()) {
      throw new Refused(
          "42710", "trigger " + statement.name() + " for " + relation.name() + " already exists");
    }
    if (relation instanceof Table table) {
      statement.updateColumns().forEach(c -> IndexCreation.requireColumn(table, c));
    }
    Optional<ObjectId> function =
        draft.state().functions(statement.function()).stream()
            .findFirst()
            .map(FunctionDefinition::id);
    Trigger trigger =
        draft.put(
            new Trigger(
                existing.map(Trigger::id).orElseGet(draft::nextId),
                new RelationName("", statement.name()),
                relation.id(),
                statement,
                statement.updateColumns(),
                statement.when().map(draft::stored),
                function,
                statement.fromTable().map(t -> draft.relation(t).id()),
                FiringState.ENABLED,
                Optional.empty()));
    if (statement.forEachRow() && existing.isEmpty()) {
      PartitionTree tree = new PartitionTree(draft);
      draft
          .state()
          .partitions(relation.id())
          .forEach(partition -> tree.cloneTrigger(trigger, partition.id()));
    }
  }

  void create(CreateRule statement) {
    Relation relation = draft.relation(statement.table());
    Optional<RewriteRule> existing =
        draft.state().rules(relation.id()).stream()
            .filter(r -> r.name().name().equals(statement.name()))
            .findFirst();
    if (existing.isPresent() && !statement.replace()) {
      throw new Refused(
          "42710", "rule " + statement.name() + " for " + relation.name() + " already exists");
    }
    draft.put(
        new RewriteRule(
            existing.map(RewriteRule::id).orElseGet(draft::nextId),
            new RelationName("", statement.name()),
            relation.id(),
            statement,
            Set.of(),
            FiringState.ENABLED));
  }

  void create(CreatePolicy statement) {
    Table table = draft.table(statement.table());
    boolean exists =
        draft.state().policies(table.id()).stream()
            .anyMatch(p -> p.name().name().equals(statement.name()));
    if (exists) {
      throw new Refused(
          "42710", "policy " + statement.name() + " for " + table.name() + " already exists");
    }
    draft.put(
        new Policy(
            draft.nextId(),
            new RelationName("", statement.name()),
            table.id(),
            statement.permissive(),
            statement.command(),
            statement.roles(),
            statement.using().map(draft::stored),
            statement.withCheck().map(draft::stored)));
  }

  void alter(AlterPolicy statement) {
    Table table = draft.table(statement.table());
    Optional<Policy> policy =
        draft.state().policies(table.id()).stream()
            .filter(p -> p.name().name().equals(statement.name()))
            .findFirst();
    if (policy.isEmpty() && !table.assumed()) {
      throw new Refused("42704", "policy " + statement.name() + " does not exist");
    }
    policy.ifPresent(
        p ->
            draft.put(
                p.withExpressions(
                    statement.roles().isEmpty() ? p.roles() : statement.roles(),
                    statement.using().map(draft::stored).or(p::using),
                    statement.withCheck().map(draft::stored).or(p::withCheck))));
  }
}
