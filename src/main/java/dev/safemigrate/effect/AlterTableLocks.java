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
import dev.safemigrate.schema.Relation;

/**
 * The lock that each action of ALTER TABLE needs; the statement takes the strongest of them.
 *
 * <p>Source: the manual, ALTER TABLE ("the lock level required may differ for each subform"), and
 * AlterTableGetLockLevel() of tablecmds.c.
 */
final class AlterTableLocks implements AlterTableAction.Visitor<LockMode> {

  private final Relation relation;

  AlterTableLocks(Relation relation) {
    this.relation = relation;
  }

  @Override
  public LockMode visit(AddColumn action) {
    return LockMode.ACCESS_EXCLUSIVE;
  }

  @Override
  public LockMode visit(DropColumn action) {
    return LockMode.ACCESS_EXCLUSIVE;
  }

  @Override
  public LockMode visit(AlterColumnType action) {
    return LockMode.ACCESS_EXCLUSIVE;
  }

  @Override
  public LockMode visit(SetDefault action) {
    return LockMode.ACCESS_EXCLUSIVE;
  }

  @Override
  public LockMode visit(DropDefault action) {
    return LockMode.ACCESS_EXCLUSIVE;
  }

  @Override
  public LockMode visit(SetNotNull action) {
    return LockMode.ACCESS_EXCLUSIVE;
  }

  @Override
  public LockMode visit(DropNotNull action) {
    return LockMode.ACCESS_EXCLUSIVE;
  }

  @Override
  public LockMode visit(SetExpression action) {
    return LockMode.ACCESS_EXCLUSIVE;
  }

  @Override
  public LockMode visit(DropExpression action) {
    return LockMode.ACCESS_EXCLUSIVE;
  }

  @Override
  public LockMode visit(AddIdentity action) {
    return LockMode.ACCESS_EXCLUSIVE;
  }

  @Override
  public LockMode visit(SetIdentity action) {
    return LockMode.ACCESS_EXCLUSIVE;
  }

  @Override
  public LockMode visit(DropIdentity action) {
    return LockMode.ACCESS_EXCLUSIVE;
  }

  @Override
  public LockMode visit(SetStatistics action) {
    return LockMode.SHARE_UPDATE_EXCLUSIVE;
  }

  @Override
  public LockMode visit(SetColumnOptions action) {
    return LockMode.SHARE_UPDATE_EXCLUSIVE;
  }

  @Override
  public LockMode visit(SetStorage action) {
    return LockMode.ACCESS_EXCLUSIVE;
  }

  @Override
  public LockMode visit(SetCompression action) {
    return LockMode.ACCESS_EXCLUSIVE;
  }

  @Override
  public LockMode visit(ColumnForeignOptions action) {
    return LockMode.ACCESS_EXCLUSIVE;
  }

  /** Adding a foreign key keeps writers out on both sides and lets readers go on. */
  @Override
  public LockMode visit(AddConstraint action) {
    return action.constraint() instanceof Constraint.ForeignKey
        ? LockMode.SHARE_ROW_EXCLUSIVE
        : LockMode.ACCESS_EXCLUSIVE;
  }

  @Override
  public LockMode visit(AlterConstraint action) {
    return LockMode.ACCESS_EXCLUSIVE;
  }

  @Override
  public LockMode visit(ValidateConstraint action) {
    return LockMode.SHARE_UPDATE_EXCLUSIVE;
  }

  @Override
  public LockMode visit(DropConstraint action) {
    return LockMode.ACCESS_EXCLUSIVE;
  }

  @Override
  public LockMode visit(SetTriggerState action) {
    return LockMode.SHARE_ROW_EXCLUSIVE;
  }

  @Override
  public LockMode visit(SetRuleState action) {
    return LockMode.ACCESS_EXCLUSIVE;
  }

  @Override
  public LockMode visit(SetRowSecurity action) {
    return LockMode.ACCESS_EXCLUSIVE;
  }

  @Override
  public LockMode visit(ClusterOn action) {
    return LockMode.SHARE_UPDATE_EXCLUSIVE;
  }

  @Override
  public LockMode visit(SetWithoutCluster action) {
    return LockMode.SHARE_UPDATE_EXCLUSIVE;
  }

  @Override
  public LockMode visit(SetWithoutOids action) {
    return LockMode.ACCESS_EXCLUSIVE;
  }

  @Override
  public LockMode visit(SetLogged action) {
    return LockMode.ACCESS_EXCLUSIVE;
  }

  @Override
  public LockMode visit(SetAccessMethod action) {
    return LockMode.ACCESS_EXCLUSIVE;
  }

  @Override
  public LockMode visit(SetTablespace action) {
    return LockMode.ACCESS_EXCLUSIVE;
  }

  @Override
  public LockMode visit(SetOptions action) {
    return RelationOptions.lockMode(relation, action.options());
  }

  @Override
  public LockMode visit(ForeignTableOptions action) {
    return LockMode.ACCESS_EXCLUSIVE;
  }

  @Override
  public LockMode visit(Inherit action) {
    return LockMode.ACCESS_EXCLUSIVE;
  }

  @Override
  public LockMode visit(NoInherit action) {
    return LockMode.ACCESS_EXCLUSIVE;
  }

  @Override
  public LockMode visit(OfType action) {
    return LockMode.ACCESS_EXCLUSIVE;
  }

  @Override
  public LockMode visit(NotOf action) {
    return LockMode.ACCESS_EXCLUSIVE;
  }

  @Override
  public LockMode visit(OwnerTo action) {
    return LockMode.ACCESS_EXCLUSIVE;
  }

  @Override
  public LockMode visit(SetReplicaIdentity action) {
    return LockMode.ACCESS_EXCLUSIVE;
  }

  /** Since 12 the parent stays open to reads and writes. */
  @Override
  public LockMode visit(AttachPartition action) {
    return LockMode.SHARE_UPDATE_EXCLUSIVE;
  }

  @Override
  public LockMode visit(DetachPartition action) {
    return action.concurrently() || action.finalizePending()
        ? LockMode.SHARE_UPDATE_EXCLUSIVE
        : LockMode.ACCESS_EXCLUSIVE;
  }
}
