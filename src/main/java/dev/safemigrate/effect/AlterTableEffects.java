package dev.safemigrate.effect;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.AlterTableAction.AttachPartition;
import dev.safemigrate.ast.AlterTableAction.ClusterOn;
import dev.safemigrate.ast.AlterTableAction.SetAccessMethod;
import dev.safemigrate.ast.AlterTableAction.SetOptions;
import dev.safemigrate.ast.AlterTableAction.SetTablespace;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.Sequence;
import dev.safemigrate.schema.Table;
import dev.safemigrate.schema.View;
import java.util.Optional;

/** ALTER TABLE and the statements that share its grammar, for each kind of relation. */
final class AlterTableEffects {

  private final Prediction prediction;

  AlterTableEffects(Prediction prediction) {
    this.prediction = prediction;
  }

  void alter(AlterTable statement) {
    QualifiedName name = statement.relation().name();
    boolean catalog =
        name.schema().filter("pg_catalog"::equals).isPresent()
            || name.schema().isEmpty() && name.name().startsWith("pg_");
    if (catalog && prediction.schema().find(name).isEmpty()) {
      prediction.fail("42501", "%s is a system catalog", name);
      return;
    }
    Optional<Relation> found = prediction.relation(name, statement.ifExists());
    if (found.isEmpty()) {
      return;
    }
    Relation relation = found.get();
    if (!relation.assumed() && !fits(statement.objectType(), relation)) {
      prediction.fail(
          Prediction.WRONG_OBJECT_TYPE,
          "%s is not %s",
          relation.name(),
          statement.objectType().sqlName().toLowerCase(java.util.Locale.ROOT));
      return;
    }
    PendingTriggers.refuse(prediction, relation, "ALTER TABLE");
    boolean concurrently =
        statement.actions().stream()
            .anyMatch(a -> a instanceof AlterTableAction.DetachPartition d && d.concurrently());
    if (concurrently) {
      prediction.out().needs(TransactionNeed.FORBIDDEN);
    }
    ActionTargets.check(prediction, statement.actions(), relation);
    if (relation instanceof Table table) {
      table(statement, table);
    } else if (relation instanceof Index index) {
      index(statement, index);
    } else if (relation instanceof View view) {
      view(statement, view);
    } else if (relation instanceof Sequence sequence) {
      sequence(statement, sequence);
    }
  }

  /** RangeVarCallbackForAlterRelation() of tablecmds.c: ALTER TABLE itself takes all kinds. */
  private static boolean fits(ObjectType type, Relation relation) {
    RelationKind kind = relation.kind();
    return switch (type) {
      case INDEX -> kind.isIndex();
      case VIEW -> kind == RelationKind.VIEW;
      case MATERIALIZED_VIEW -> kind == RelationKind.MATERIALIZED_VIEW;
      case SEQUENCE -> kind == RelationKind.SEQUENCE;
      case FOREIGN_TABLE -> kind == RelationKind.FOREIGN_TABLE;
      case TYPE -> kind == RelationKind.COMPOSITE_TYPE;
      default -> kind != RelationKind.COMPOSITE_TYPE;
    };
  }

  private LockMode lockMode(AlterTable statement, Relation relation) {
    AlterTableLocks locks = new AlterTableLocks(relation);
    return statement.actions().stream()
        .map(action -> action.accept(locks))
        .reduce(LockMode.ACCESS_SHARE, (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }

  private void table(AlterTable statement, Table table) {
    if (table.kind() == RelationKind.COMPOSITE_TYPE) {
      new CompositeTypes(prediction, table).alter(statement);
      return;
    }
    LockMode mode = lockMode(statement, table);
    prediction.lock(table, mode);
    AlterTableJob job = new AlterTableJob(prediction, statement, table);
    AlterTableActions actions = new AlterTableActions(job);
    for (AlterTableAction action : statement.actions()) {
      boolean recurses = action.accept(actions);
      if (recurses) {
        job.tree().forEach(target -> prediction.lock(target, mode));
      }
    }
    job.finish();
  }

  private void index(AlterTable statement, Index index) {
    prediction.lock(index, lockMode(statement, index));
    for (AlterTableAction action : statement.actions()) {
      if (action instanceof SetTablespace move) {
        boolean same = index.tablespace().orElse("pg_default").equals(move.tablespace());
        if (!same && !index.partitioned()) {
          prediction.lock(index, LockMode.ACCESS_EXCLUSIVE, LockHold.REWRITE);
          prediction.out().rebuild(index.name());
        }
      }
      if (action instanceof SetOptions options && !options.reset()) {
        RelationOptions.check(index, options.options(), prediction)
            .ifPresent(failure -> prediction.fail(failure.sqlstate(), "%s", failure.reason()));
      }
      if (action instanceof AttachPartition attach) {
        attachIndex(index, attach.partition());
      }
    }
  }

  /** ATExecAttachPartitionIdx(): the part is locked against everybody, the tables are only read. */
  private void attachIndex(Index parent, QualifiedName name) {
    Optional<Relation> part = prediction.relation(name, false);
    if (part.isEmpty()) {
      return;
    }
    prediction.lock(part.get(), LockMode.ACCESS_EXCLUSIVE);
    prediction.lock(prediction.schema().relation(parent.table()), LockMode.ACCESS_SHARE);
    if (part.get() instanceof Index child) {
      Relation childTable = prediction.schema().relation(child.table());
      prediction.lock(childTable, LockMode.ACCESS_SHARE);
      refuseAttach(parent, child, childTable);
    } else if (!part.get().assumed()) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "%s is not an index", part.get().name());
    }
  }

  private void refuseAttach(Index parent, Index child, Relation childTable) {
    if (child.parent().filter(parent.id()::equals).isPresent()) {
      return;
    }
    boolean ofPartition =
        childTable instanceof Table table
            && table.partition().filter(p -> p.parent().equals(parent.table())).isPresent();
    boolean attachedElsewhere = child.parent().isPresent();
    boolean second =
        prediction.schema().indexParts(parent.id()).stream()
            .anyMatch(other -> other.table().equals(child.table()));
    if (attachedElsewhere || !ofPartition || second) {
      prediction.fail(
          attachedElsewhere || second ? "55000" : Prediction.NOT_IN_PREREQUISITE_STATE,
          "%s cannot be attached to %s",
          child.name(),
          parent.name());
      return;
    }
    boolean same =
        parent.keyColumns().equals(child.keyColumns())
            && parent.method().equals(child.method())
            && parent.hasExpressions() == child.hasExpressions()
            && parent.unique() == child.unique()
            && parent.predicate().isPresent() == child.predicate().isPresent();
    if (!same) {
      prediction.fail(
          Prediction.INVALID_OBJECT_DEFINITION, "the definitions of the indexes do not match");
    }
  }

  private void view(AlterTable statement, View view) {
    prediction.lock(view, lockMode(statement, view));
    for (AlterTableAction action : statement.actions()) {
      if (action instanceof SetOptions options && !view.materialized() && !options.reset()) {
        RelationOptions.check(view, options.options(), prediction)
            .ifPresent(failure -> prediction.fail(failure.sqlstate(), "%s", failure.reason()));
      }
      if (action instanceof AlterTableAction.OwnerTo owner
          && view.materialized()
          && !Prediction.isRunner(owner.role())) {
        prediction.lockIndexes(view.id(), LockMode.ACCESS_EXCLUSIVE);
      }
      if (view.materialized()) {
        materialized(action, view);
      }
    }
  }

  private void materialized(AlterTableAction action, View view) {
    if (action instanceof ClusterOn cluster) {
      prediction
          .schema()
          .findIndex(QualifiedName.of(view.name().schema(), cluster.index()))
          .ifPresent(index -> prediction.lock(index, LockMode.SHARE_UPDATE_EXCLUSIVE));
    }
    if (action instanceof SetTablespace move && !move.tablespace().equals("pg_default")) {
      prediction.out().rewrite(view.name());
    }
    if (action instanceof SetAccessMethod method
        && !method.method().orElse("heap").equals("heap")) {
      prediction.out().rewrite(view.name());
      prediction.out().scan(view.name());
      prediction.rebuildIndexes(view);
    }
  }

  private void sequence(AlterTable statement, Sequence sequence) {
    prediction.lock(sequence, lockMode(statement, sequence));
    for (AlterTableAction action : statement.actions()) {
      boolean owner = action instanceof AlterTableAction.OwnerTo;
      if (owner && sequence.ownedBy().isPresent()) {
        prediction.fail(
            Prediction.NOT_SUPPORTED, "the owner of an owned sequence is that of its table");
      }
    }
  }
}
