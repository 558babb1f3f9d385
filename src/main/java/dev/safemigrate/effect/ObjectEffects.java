package dev.safemigrate.effect;

import dev.safemigrate.ast.AlterPolicy;
import dev.safemigrate.ast.Comment;
import dev.safemigrate.ast.CreatePolicy;
import dev.safemigrate.ast.CreateRule;
import dev.safemigrate.ast.CreateStatistics;
import dev.safemigrate.ast.CreateTrigger;
import dev.safemigrate.ast.CreateView;
import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.ExpressionFacts;
import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.PersistenceKind;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.Table;
import dev.safemigrate.schema.Trigger;
import java.util.Optional;

/** Triggers, rules, policies, views, publications, statistics, comments and privileges. */
final class ObjectEffects {

  private final Prediction prediction;

  ObjectEffects(Prediction prediction) {
    this.prediction = prediction;
  }

  /** CREATE TRIGGER keeps writers out of the table and its partitions (CreateTriggerFiringOn()). */
  void createTrigger(CreateTrigger statement) {
    Optional<Relation> found = prediction.relation(statement.table(), false);
    if (found.isEmpty()) {
      return;
    }
    Relation relation = found.get();
    prediction.lock(relation, LockMode.SHARE_ROW_EXCLUSIVE);
    boolean exists =
        prediction.schema().triggers(relation.id()).stream()
            .anyMatch(trigger -> trigger.name().name().equals(statement.name()));
    if (exists && !statement.replace()) {
      prediction.fail(
          Prediction.DUPLICATE_OBJECT,
          "trigger %s of %s exists",
          statement.name(),
          relation.name());
    }
    new TriggerChecks(prediction).check(statement, relation);
    boolean forView = statement.timing().equals("INSTEAD OF");
    boolean isView = relation.kind() == RelationKind.VIEW;
    boolean rowTriggerOnView = isView && statement.forEachRow() && !forView;
    if (forView && !isView && !relation.assumed() || rowTriggerOnView) {
      prediction.fail(
          Prediction.WRONG_OBJECT_TYPE, "such a trigger does not fit %s", relation.name());
    }
    if (statement.forEachRow() && relation instanceof Table table) {
      for (Table part : prediction.schema().descendants(table.id())) {
        if (part.isPartition()) {
          prediction.lock(part, LockMode.SHARE_ROW_EXCLUSIVE);
        }
      }
    }
    statement
        .fromTable()
        .flatMap(name -> prediction.relation(name, false))
        .ifPresent(from -> prediction.lock(from, LockMode.ACCESS_SHARE));
  }

  void createRule(CreateRule statement, EffectModel model) {
    prediction
        .relation(statement.table(), false)
        .ifPresent(
            relation -> {
              prediction.lock(relation, LockMode.ACCESS_EXCLUSIVE);
              boolean exists =
                  prediction.schema().rules(relation.id()).stream()
                      .anyMatch(rule -> rule.name().name().equals(statement.name()));
              if (exists && !statement.replace()) {
                prediction.fail(
                    Prediction.DUPLICATE_OBJECT,
                    "rule %s of %s exists",
                    statement.name(),
                    relation.name());
              }
            });
    // The actions are analysed, which locks their targets (transformRuleStmt()).
    for (Statement action : statement.actions()) {
      Effects nested =
          model.predict(action, prediction.schema(), TransactionState.NONE, prediction.version());
      nested.locks().stream()
          .filter(
              lock ->
                  prediction
                      .schema()
                      .find(lock.relation())
                      .filter(Table.class::isInstance)
                      .isPresent())
          .forEach(lock -> prediction.out().lock(lock.relation(), lock.mode()));
    }
  }

  void createPolicy(CreatePolicy statement) {
    condition(statement.using());
    condition(statement.withCheck());
    boolean readsOnly =
        statement.command().equals("SELECT") || statement.command().equals("DELETE");
    if (readsOnly && statement.withCheck().isPresent()
        || statement.command().equals("INSERT") && statement.using().isPresent()) {
      prediction.fail(Prediction.SYNTAX_ERROR, "the expression is not for %s", statement.command());
    }
    policyTable(statement.table())
        .ifPresent(
            table -> {
              prediction.lock(table, LockMode.ACCESS_EXCLUSIVE);
              if (hasPolicy(table, statement.name())) {
                prediction.fail(
                    Prediction.DUPLICATE_OBJECT,
                    "policy %s of %s exists",
                    statement.name(),
                    table.name());
              }
              statement.using().ifPresent(e -> known(table, e));
              statement.withCheck().ifPresent(e -> known(table, e));
            });
  }

  private ObjectExistence existence() {
    return new ObjectExistence(prediction);
  }

  private void known(Table table, Expression condition) {
    ExpressionFacts facts = prediction.reader().expression(condition.text());
    if (!facts.opaque() && !facts.subquery()) {
      facts.columns().forEach(column -> existence().requireColumn(table, column));
    }
  }

  void alterPolicy(AlterPolicy statement) {
    condition(statement.using());
    condition(statement.withCheck());
    policyTable(statement.table())
        .ifPresent(
            table -> {
              prediction.lock(table, LockMode.ACCESS_EXCLUSIVE);
              if (!hasPolicy(table, statement.name()) && table.columnsKnown()) {
                prediction.fail(
                    Prediction.UNDEFINED_OBJECT,
                    "policy %s of %s does not exist",
                    statement.name(),
                    table.name());
              }
            });
  }

  /** The tables of its subqueries are looked up. */
  private void condition(Optional<Expression> condition) {
    condition
        .filter(expression -> prediction.reader().expression(expression.text()).subquery())
        .ifPresent(
            expression -> new QueryEffects(prediction).readOnly("SELECT " + expression.text()));
  }

  /** RangeVarCallbackForPolicy() of policy.c. */
  private Optional<Table> policyTable(QualifiedName name) {
    Optional<Table> table = prediction.table(name);
    boolean other =
        table
            .filter(t -> t.kind() != RelationKind.TABLE && t.partitionKey().isEmpty())
            .filter(t -> !t.assumed())
            .isPresent();
    if (other) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "%s has no policies", name);
    }
    return table;
  }

  private boolean hasPolicy(Table table, String name) {
    return prediction.schema().policies(table.id()).stream()
        .anyMatch(policy -> policy.name().name().equals(name));
  }

  /** CREATE VIEW reads nothing; OR REPLACE locks the view itself against all (view.c). */
  void createView(CreateView statement) {
    RelationName name =
        statement.persistence() == PersistenceKind.TEMPORARY
            ? new RelationName("pg_temp", statement.name().name())
            : prediction.schema().creationName(statement.name());
    Optional<Relation> existing = prediction.schema().find(name);
    if (existing.isPresent() && !statement.replace()) {
      prediction.fail(Prediction.DUPLICATE_TABLE, "relation %s exists", name);
      return;
    }
    if (existing.isPresent()) {
      prediction.lock(existing.get(), LockMode.ACCESS_EXCLUSIVE);
      if (existing.get().kind() != RelationKind.VIEW) {
        prediction.fail(Prediction.WRONG_OBJECT_TYPE, "%s is not a view", name);
      }
      new ViewColumns(prediction).check(statement, existing.get());
    } else {
      prediction.out().create(name);
    }
    RelationOptionsCheck.view(prediction, statement.options());
    if (!statement.recursive()) {
      new QueryEffects(prediction).readOnly(statement.query().text());
    }
  }

  void createStatistics(CreateStatistics statement) {
    statement
        .name()
        .filter(name -> isTaken(name) && !statement.ifNotExists())
        .ifPresent(
            name -> prediction.fail(Prediction.DUPLICATE_OBJECT, "statistics %s exist", name));
    for (QualifiedName name : statement.relations()) {
      prediction.relation(name, false).ifPresent(relation -> statistics(statement, relation));
    }
  }

  private void statistics(CreateStatistics statement, Relation relation) {
    prediction.lock(relation, LockMode.SHARE_UPDATE_EXCLUSIVE);
    boolean fits = relation.kind().isTable() || relation.kind() == RelationKind.MATERIALIZED_VIEW;
    if (!fits && !relation.assumed()) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "%s cannot have statistics", relation.name());
    }
    statement.expressions().stream()
        .flatMap(element -> element.column().stream())
        .forEach(column -> existence().requireColumn(relation, column));
    boolean single =
        statement.expressions().size() == 1 && statement.expressions().get(0).column().isPresent();
    if (single) {
      prediction.fail(Prediction.INVALID_OBJECT_DEFINITION, "extended statistics need two columns");
    }
  }

  private boolean isTaken(QualifiedName name) {
    RelationName wanted = prediction.schema().creationName(name);
    return prediction
        .schema()
        .all(dev.safemigrate.schema.Statistics.class)
        .anyMatch(s -> s.name().equals(wanted));
  }

  /** COMMENT (CommentObject() of comment.c): relations and columns under their own lock. */
  void comment(Comment statement) {
    ObjectReference object = statement.object();
    switch (object.type()) {
      case TABLE, INDEX, VIEW, MATERIALIZED_VIEW, SEQUENCE, FOREIGN_TABLE ->
          prediction
              .relation(object.name(), false)
              .ifPresent(
                  r -> {
                    prediction.lock(r, LockMode.SHARE_UPDATE_EXCLUSIVE);
                    requireKind(object.type(), r);
                  });
      case COLUMN -> column(object);
      case TABLE_CONSTRAINT, TRIGGER, POLICY, RULE -> partOf(object);
      default -> new ObjectExistence(prediction).require(object, false);
    }
  }

  private void requireKind(ObjectType type, Relation relation) {
    if (!relation.assumed() && !isOf(type, relation.kind())) {
      prediction.fail(
          Prediction.WRONG_OBJECT_TYPE, "%s is not a %s", relation.name(), type.sqlName());
    }
  }

  private static boolean isOf(ObjectType type, RelationKind kind) {
    return switch (type) {
      case TABLE -> kind == RelationKind.TABLE || kind == RelationKind.PARTITIONED_TABLE;
      case INDEX -> kind.isIndex();
      default -> kind.name().equals(type.name());
    };
  }

  private void column(ObjectReference object) {
    object
        .relation()
        .flatMap(name -> prediction.relation(name, false))
        .ifPresent(
            relation -> {
              prediction.lock(relation, LockMode.SHARE_UPDATE_EXCLUSIVE);
              existence().requireColumn(relation, object.name().name());
            });
  }

  private void partOf(ObjectReference object) {
    object
        .relation()
        .flatMap(name -> prediction.relation(name, false))
        .ifPresent(
            relation -> {
              prediction.lock(relation, LockMode.ACCESS_SHARE);
              new ObjectExistence(prediction).requirePart(object, relation, false);
            });
  }

  /** Whether a trigger of a table has that name. */
  static boolean named(Trigger trigger, String name) {
    return trigger.name().name().equals(name);
  }
}
