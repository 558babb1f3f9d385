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

/** Hands each action to the class that knows it; {@code true} where it reaches all descendants. */
final class AlterTableActions implements AlterTableAction.Visitor<Boolean> {

  private final AlterTableJob job;
  private final ColumnActions columns;
  private final IdentityActions identity;
  private final ConstraintActions constraints;
  private final TableSettings settings;

  AlterTableActions(AlterTableJob job) {
    this.job = job;
    this.columns = new ColumnActions(job);
    this.identity = new IdentityActions(job);
    this.constraints = new ConstraintActions(job);
    this.settings = new TableSettings(job);
  }

  @Override
  public Boolean visit(AddColumn action) {
    return columns.add(action);
  }

  @Override
  public Boolean visit(DropColumn action) {
    return new DropColumns(job).drop(action);
  }

  @Override
  public Boolean visit(AlterColumnType action) {
    new TypeChanges(job).change(action);
    return true;
  }

  @Override
  public Boolean visit(SetDefault action) {
    columns.setDefault(action);
    return true;
  }

  @Override
  public Boolean visit(DropDefault action) {
    columns.dropDefault(action);
    return true;
  }

  @Override
  public Boolean visit(SetNotNull action) {
    return columns.setNotNull(action);
  }

  @Override
  public Boolean visit(DropNotNull action) {
    return columns.dropNotNull(action);
  }

  @Override
  public Boolean visit(SetExpression action) {
    columns.setExpression(action);
    return true;
  }

  @Override
  public Boolean visit(DropExpression action) {
    columns.dropExpression(action);
    return true;
  }

  /** Identity columns of partitioned tables reach the partitions since 17. */
  @Override
  public Boolean visit(AddIdentity action) {
    identity.add(action);
    return identityRecurses();
  }

  @Override
  public Boolean visit(SetIdentity action) {
    identity.set(action);
    return identityRecurses();
  }

  @Override
  public Boolean visit(DropIdentity action) {
    return identity.drop(action) && identityRecurses();
  }

  private boolean identityRecurses() {
    return job.prediction().atLeast(17) && job.table().partitionKey().isPresent();
  }

  @Override
  public Boolean visit(SetStatistics action) {
    action.column().ifPresent(job::column);
    if (action.column().isEmpty() && !job.table().assumed()) {
      job.prediction()
          .fail(Prediction.NOT_SUPPORTED, "only columns of an index go by their number");
    }
    return true;
  }

  @Override
  public Boolean visit(SetColumnOptions action) {
    job.column(action.column());
    return false;
  }

  @Override
  public Boolean visit(SetStorage action) {
    columns.setStorage(action.column(), action.storage());
    return true;
  }

  @Override
  public Boolean visit(SetCompression action) {
    columns.setCompression(action.column(), action.method());
    return false;
  }

  @Override
  public Boolean visit(ColumnForeignOptions action) {
    job.column(action.column());
    return false;
  }

  /** Since 18 all descendants are locked before it is known whether the constraint reaches them. */
  @Override
  public Boolean visit(AddConstraint action) {
    constraints.add(action);
    return job.prediction().atLeast(18);
  }

  @Override
  public Boolean visit(AlterConstraint action) {
    constraints.alter(action);
    return false;
  }

  @Override
  public Boolean visit(ValidateConstraint action) {
    constraints.validate(action);
    return false;
  }

  @Override
  public Boolean visit(DropConstraint action) {
    constraints.drop(action);
    return false;
  }

  @Override
  public Boolean visit(SetTriggerState action) {
    settings.triggerState(action);
    return false;
  }

  @Override
  public Boolean visit(SetRuleState action) {
    settings.ruleState(action);
    return false;
  }

  @Override
  public Boolean visit(SetRowSecurity action) {
    settings.rowSecurity(action);
    return false;
  }

  @Override
  public Boolean visit(ClusterOn action) {
    settings.clusterOn(action.index());
    return false;
  }

  @Override
  public Boolean visit(SetWithoutCluster action) {
    settings.withoutCluster();
    return false;
  }

  @Override
  public Boolean visit(SetWithoutOids action) {
    return false;
  }

  @Override
  public Boolean visit(SetLogged action) {
    settings.logged(action);
    return false;
  }

  @Override
  public Boolean visit(SetAccessMethod action) {
    settings.accessMethod(action);
    return false;
  }

  @Override
  public Boolean visit(SetTablespace action) {
    settings.tablespace(action);
    return false;
  }

  @Override
  public Boolean visit(SetOptions action) {
    RelationOptions.check(job.table(), action.options(), job.prediction())
        .filter(failure -> !action.reset())
        .ifPresent(failure -> job.prediction().fail(failure.sqlstate(), "%s", failure.reason()));
    return false;
  }

  @Override
  public Boolean visit(ForeignTableOptions action) {
    return false;
  }

  @Override
  public Boolean visit(Inherit action) {
    settings.inherit(action);
    return false;
  }

  @Override
  public Boolean visit(NoInherit action) {
    settings.noInherit(action);
    return false;
  }

  @Override
  public Boolean visit(OfType action) {
    settings.ofType(action);
    return false;
  }

  @Override
  public Boolean visit(NotOf action) {
    if (job.table().properties().ofType().isEmpty() && !job.table().assumed()) {
      job.prediction()
          .fail(Prediction.WRONG_OBJECT_TYPE, "%s is not a typed table", job.table().name());
    }
    return false;
  }

  @Override
  public Boolean visit(OwnerTo action) {
    settings.owner(action.role());
    return false;
  }

  @Override
  public Boolean visit(SetReplicaIdentity action) {
    settings.replicaIdentity(action);
    return false;
  }

  @Override
  public Boolean visit(AttachPartition action) {
    new PartitionActions(job.prediction(), job.table()).attach(action);
    return false;
  }

  @Override
  public Boolean visit(DetachPartition action) {
    new PartitionActions(job.prediction(), job.table()).detach(action);
    return false;
  }
}
