package dev.safemigrate.effect;

import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.AlterTableAction.AddColumn;
import dev.safemigrate.ast.AlterTableAction.AddConstraint;
import dev.safemigrate.ast.AlterTableAction.AddIdentity;
import dev.safemigrate.ast.AlterTableAction.AlterColumnType;
import dev.safemigrate.ast.AlterTableAction.AlterConstraint;
import dev.safemigrate.ast.AlterTableAction.AttachPartition;
import dev.safemigrate.ast.AlterTableAction.ClusterOn;
import dev.safemigrate.ast.AlterTableAction.ColumnForeignOptions;
import dev.safemigrate.ast.AlterTableAction.DetachPartition;
import dev.safemigrate.ast.AlterTableAction.DropColumn;
import dev.safemigrate.ast.AlterTableAction.DropConstraint;
import dev.safemigrate.ast.AlterTableAction.DropDefault;
import dev.safemigrate.ast.AlterTableAction.DropExpression;
import dev.safemigrate.ast.AlterTableAction.DropIdentity;
import dev.safemigrate.ast.AlterTableAction.DropNotNull;
import dev.safemigrate.ast.AlterTableAction.ForeignTableOptions;
import dev.safemigrate.ast.AlterTableAction.Inherit;
import dev.safemigrate.ast.AlterTableAction.NoInherit;
import dev.safemigrate.ast.AlterTableAction.NotOf;
import dev.safemigrate.ast.AlterTableAction.OfType;
import dev.safemigrate.ast.AlterTableAction.OwnerTo;
import dev.safemigrate.ast.AlterTableAction.SetAccessMethod;
import dev.safemigrate.ast.AlterTableAction.SetColumnOptions;
import dev.safemigrate.ast.AlterTableAction.SetCompression;
import dev.safemigrate.ast.AlterTableAction.SetDefault;
import dev.safemigrate.ast.AlterTableAction.SetExpression;
import dev.safemigrate.ast.AlterTableAction.SetIdentity;
import dev.safemigrate.ast.AlterTableAction.SetLogged;
import dev.safemigrate.ast.AlterTableAction.SetNotNull;
import dev.safemigrate.ast.AlterTableAction.SetOptions;
import dev.safemigrate.ast.AlterTableAction.SetReplicaIdentity;
import dev.safemigrate.ast.AlterTableAction.SetRowSecurity;
import dev.safemigrate.ast.AlterTableAction.SetRuleState;
import dev.safemigrate.ast.AlterTableAction.SetStatistics;
import dev.safemigrate.ast.AlterTableAction.SetStorage;
import dev.safemigrate.ast.AlterTableAction.SetTablespace;
import dev.safemigrate.ast.AlterTableAction.SetTriggerState;
import dev.safemigrate.ast.AlterTableAction.SetWithoutCluster;
import dev.safemigrate.ast.AlterTableAction.SetWithoutOids;
import dev.safemigrate.ast.AlterTableAction.ValidateConstraint;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.RelationKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The kinds of relations that each action of ALTER TABLE can be performed on, as
 * ATSimplePermissions() of tablecmds.c is told for each.
 */
final class ActionTargets implements AlterTableAction.Visitor<Set<RelationKind>> {

  private static final Set<RelationKind> OWN =
      Set.of(RelationKind.TABLE, RelationKind.PARTITIONED_TABLE);
  private static final Set<RelationKind> TABLES =
      Set.of(RelationKind.TABLE, RelationKind.PARTITIONED_TABLE, RelationKind.FOREIGN_TABLE);
  private static final Set<RelationKind> WITH_VIEWS =
      Set.of(
          RelationKind.TABLE,
          RelationKind.PARTITIONED_TABLE,
          RelationKind.VIEW,
          RelationKind.FOREIGN_TABLE);
  private static final Set<RelationKind> COLUMNS =
      Set.of(
          RelationKind.TABLE,
          RelationKind.PARTITIONED_TABLE,
          RelationKind.COMPOSITE_TYPE,
          RelationKind.FOREIGN_TABLE);
  private static final Set<RelationKind> STORED =
      Set.of(RelationKind.TABLE, RelationKind.PARTITIONED_TABLE, RelationKind.MATERIALIZED_VIEW);
  private static final Set<RelationKind> STORED_COLUMNS =
      Set.of(
          RelationKind.TABLE,
          RelationKind.PARTITIONED_TABLE,
          RelationKind.MATERIALIZED_VIEW,
          RelationKind.FOREIGN_TABLE);
  private static final Set<RelationKind> STATISTICS =
      Set.of(
          RelationKind.TABLE,
          RelationKind.PARTITIONED_TABLE,
          RelationKind.MATERIALIZED_VIEW,
          RelationKind.INDEX,
          RelationKind.PARTITIONED_INDEX,
          RelationKind.FOREIGN_TABLE);
  private static final Set<RelationKind> FILES =
      Set.of(
          RelationKind.TABLE,
          RelationKind.PARTITIONED_TABLE,
          RelationKind.MATERIALIZED_VIEW,
          RelationKind.INDEX,
          RelationKind.PARTITIONED_INDEX);
  private static final Set<RelationKind> OPTIONS =
      Set.of(
          RelationKind.TABLE,
          RelationKind.PARTITIONED_TABLE,
          RelationKind.VIEW,
          RelationKind.MATERIALIZED_VIEW,
          RelationKind.INDEX);
  private static final Set<RelationKind> FOREIGN = Set.of(RelationKind.FOREIGN_TABLE);
  private static final Set<RelationKind> PARTITIONED =
      Set.of(RelationKind.PARTITIONED_TABLE, RelationKind.PARTITIONED_INDEX);

  private final ServerVersion version;

  ActionTargets(ServerVersion version) {
    this.version = version;
  }

  /** Fails for the first action that is not for relations of this kind. */
  static void check(Prediction prediction, List<AlterTableAction> actions, Relation relation) {
    ActionTargets targets = new ActionTargets(prediction.version());
    boolean fits =
        relation.assumed()
            || actions.stream().allMatch(a -> a.accept(targets).contains(relation.kind()));
    if (!fits) {
      prediction.fail(
          Prediction.WRONG_OBJECT_TYPE, "the action cannot be performed on %s", relation.name());
    }
  }

  @Override
  public Set<RelationKind> visit(AddColumn action) {
    return COLUMNS;
  }

  @Override
  public Set<RelationKind> visit(DropColumn action) {
    return COLUMNS;
  }

  @Override
  public Set<RelationKind> visit(AlterColumnType action) {
    return COLUMNS;
  }

  @Override
  public Set<RelationKind> visit(SetDefault action) {
    return WITH_VIEWS;
  }

  @Override
  public Set<RelationKind> visit(DropDefault action) {
    return WITH_VIEWS;
  }

  @Override
  public Set<RelationKind> visit(SetNotNull action) {
    return TABLES;
  }

  @Override
  public Set<RelationKind> visit(DropNotNull action) {
    return TABLES;
  }

  @Override
  public Set<RelationKind> visit(SetExpression action) {
    return TABLES;
  }

  @Override
  public Set<RelationKind> visit(DropExpression action) {
    return TABLES;
  }

  @Override
  public Set<RelationKind> visit(AddIdentity action) {
    return WITH_VIEWS;
  }

  @Override
  public Set<RelationKind> visit(SetIdentity action) {
    return WITH_VIEWS;
  }

  @Override
  public Set<RelationKind> visit(DropIdentity action) {
    return WITH_VIEWS;
  }

  @Override
  public Set<RelationKind> visit(SetStatistics action) {
    return STATISTICS;
  }

  @Override
  public Set<RelationKind> visit(SetColumnOptions action) {
    return STORED_COLUMNS;
  }

  @Override
  public Set<RelationKind> visit(SetStorage action) {
    return STORED_COLUMNS;
  }

  @Override
  public Set<RelationKind> visit(SetCompression action) {
    return STORED;
  }

  @Override
  public Set<RelationKind> visit(ColumnForeignOptions action) {
    return FOREIGN;
  }

  /** A foreign table has no indexes. */
  @Override
  public Set<RelationKind> visit(AddConstraint action) {
    return action.constraint() instanceof Constraint.Key
            || action.constraint() instanceof Constraint.Exclusion
        ? OWN
        : TABLES;
  }

  @Override
  public Set<RelationKind> visit(AlterConstraint action) {
    return OWN;
  }

  @Override
  public Set<RelationKind> visit(ValidateConstraint action) {
    return TABLES;
  }

  @Override
  public Set<RelationKind> visit(DropConstraint action) {
    return TABLES;
  }

  @Override
  public Set<RelationKind> visit(SetTriggerState action) {
    return TABLES;
  }

  @Override
  public Set<RelationKind> visit(SetRuleState action) {
    return OWN;
  }

  @Override
  public Set<RelationKind> visit(SetRowSecurity action) {
    return OWN;
  }

  @Override
  public Set<RelationKind> visit(ClusterOn action) {
    return STORED;
  }

  @Override
  public Set<RelationKind> visit(SetWithoutCluster action) {
    return STORED;
  }

  @Override
  public Set<RelationKind> visit(SetWithoutOids action) {
    return TABLES;
  }

  /** Sequences since 15; a partitioned table has nothing to log, which 18 says. */
  @Override
  public Set<RelationKind> visit(SetLogged action) {
    Set<RelationKind> kinds = EnumSet.of(RelationKind.TABLE);
    if (version.atLeast(15)) {
      kinds.add(RelationKind.SEQUENCE);
    }
    if (!version.atLeast(18)) {
      kinds.add(RelationKind.PARTITIONED_TABLE);
    }
    return kinds;
  }

  @Override
  public Set<RelationKind> visit(SetAccessMethod action) {
    return STORED;
  }

  @Override
  public Set<RelationKind> visit(SetTablespace action) {
    return FILES;
  }

  @Override
  public Set<RelationKind> visit(SetOptions action) {
    return OPTIONS;
  }

  @Override
  public Set<RelationKind> visit(ForeignTableOptions action) {
    return FOREIGN;
  }

  @Override
  public Set<RelationKind> visit(Inherit action) {
    return TABLES;
  }

  @Override
  public Set<RelationKind> visit(NoInherit action) {
    return TABLES;
  }

  @Override
  public Set<RelationKind> visit(OfType action) {
    return OWN;
  }

  @Override
  public Set<RelationKind> visit(NotOf action) {
    return OWN;
  }

  @Override
  public Set<RelationKind> visit(OwnerTo action) {
    return EnumSet.allOf(RelationKind.class);
  }

  @Override
  public Set<RelationKind> visit(SetReplicaIdentity action) {
    return STORED;
  }

  @Override
  public Set<RelationKind> visit(AttachPartition action) {
    return PARTITIONED;
  }

  @Override
  public Set<RelationKind> visit(DetachPartition action) {
    return EnumSet.of(RelationKind.PARTITIONED_TABLE);
  }
}
