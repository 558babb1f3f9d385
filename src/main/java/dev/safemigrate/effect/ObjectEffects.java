package dev.safemigrate.effect;

import dev.safemigrate.ast.AlterPolicy;
import dev.safemigrate.ast.AlterPublication;
import dev.safemigrate.ast.Comment;
import dev.safemigrate.ast.CreatePolicy;
import dev.safemigrate.ast.CreatePublication;
import dev.safemigrate.ast.CreateRule;
import dev.safemigrate.ast.CreateStatistics;
import dev.safemigrate.ast.CreateTrigger;
import dev.safemigrate.ast.CreateView;
import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.Grant;
import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.PersistenceKind;
import dev.safemigrate.ast.PublicationObject;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.Table;
import dev.safemigrate.schema.Trigger;
import java.util.List;
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
    prediction
        .table(statement.table())
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
            });
  }

  void alterPolicy(AlterPolicy statement) {
    condition(statement.using());
    condition(statement.withCheck());
    prediction
        .table(statement.table())
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

  void createPublication(CreatePublication statement) {
    if (prediction.schema().publication(statement.name()).isPresent()) {
      prediction.fail(Prediction.DUPLICATE_OBJECT, "publication %s exists", statement.name());
    }
    publish(statement.objects(), true);
  }

  void alterPublication(AlterPublication statement) {
    if (prediction.schema().publication(statement.name()).isEmpty()
        && prediction.schema().complete()) {
      prediction.fail(
          Prediction.UNDEFINED_OBJECT, "publication %s does not exist", statement.name());
    }
    publish(statement.objects(), statement.change() != AlterPublication.Change.DROP);
    if (statement.change() == AlterPublication.Change.SET) {
      prediction
          .schema()
          .publication(statement.name())
          .ifPresent(
              publication ->
                  publication
                      .tables()
                      .forEach(
                          entry ->
                              prediction.lock(
                                  prediction.schema().relation(entry.table()),
                                  LockMode.SHARE_UPDATE_EXCLUSIVE)));
    }
  }

  /** OpenTableList() of publicationcmds.c: SHARE UPDATE EXCLUSIVE on each table. */
  private void publish(List<PublicationObject> objects, boolean adds) {
    for (PublicationObject object : objects) {
      if (!(object instanceof PublicationObject.Table published)) {
        continue;
      }
      Optional<Relation> found = prediction.relation(published.table().name(), false);
      if (found.isEmpty()) {
        continue;
      }
      Relation relation = found.get();
      prediction.lock(relation, LockMode.SHARE_UPDATE_EXCLUSIVE);
      if (relation instanceof Table table
          && !published.table().only()
          && table.partitionKey().isEmpty()) {
        prediction
            .schema()
            .descendants(table.id())
            .forEach(child -> prediction.lock(child, LockMode.SHARE_UPDATE_EXCLUSIVE));
      }
      boolean wrongKind = !(relation instanceof Table) && !relation.assumed();
      boolean notLogged = relation.persistence() != PersistenceKind.PERMANENT;
      if (adds && (wrongKind || notLogged)) {
        prediction.fail(Prediction.INVALID_PARAMETER, "%s cannot be replicated", relation.name());
      }
    }
  }

  void createStatistics(CreateStatistics statement) {
    statement
        .name()
        .filter(name -> isTaken(name) && !statement.ifNotExists())
        .ifPresent(
            name -> prediction.fail(Prediction.DUPLICATE_OBJECT, "statistics %s exist", name));
    for (QualifiedName name : statement.relations()) {
      prediction
          .relation(name, false)
          .ifPresent(relation -> prediction.lock(relation, LockMode.SHARE_UPDATE_EXCLUSIVE));
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
              .ifPresent(r -> prediction.lock(r, LockMode.SHARE_UPDATE_EXCLUSIVE));
      case COLUMN -> column(object);
      case TABLE_CONSTRAINT, TRIGGER, POLICY, RULE -> partOf(object);
      default -> new ObjectExistence(prediction).require(object, false);
    }
  }

  private void column(ObjectReference object) {
    object
        .relation()
        .flatMap(name -> prediction.relation(name, false))
        .ifPresent(
            relation -> {
              prediction.lock(relation, LockMode.SHARE_UPDATE_EXCLUSIVE);
              boolean missing =
                  relation instanceof Table table
                      && table.columnsKnown()
                      && table.column(object.name().name()).isEmpty();
              if (missing) {
                prediction.fail(
                    Prediction.UNDEFINED_COLUMN, "column %s does not exist", object.name());
              }
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

  /** GRANT and REVOKE lock no relation until 17; 18 looks them up under ACCESS SHARE. */
  void grant(Grant statement) {
    boolean relations =
        statement.objectType() == ObjectType.TABLE || statement.objectType() == ObjectType.SEQUENCE;
    if (relations && !statement.allInSchema()) {
      for (ObjectReference object : statement.objects()) {
        Optional<Relation> relation = prediction.relation(object.name(), false);
        if (prediction.atLeast(18)) {
          relation.ifPresent(r -> prediction.lock(r, LockMode.ACCESS_SHARE));
        }
        if (statement.revoke()) {
          relation.ifPresent(
              r ->
                  prediction
                      .out()
                      .breaks(
                          Breakage.Kind.READS,
                          r.name().toString(),
                          "Statements of those who lose the privilege fail."));
        }
      }
    }
  }

  /** Whether a trigger of a table has that name. */
  static boolean named(Trigger trigger, String name) {
    return trigger.name().name().equals(name);
  }
}
