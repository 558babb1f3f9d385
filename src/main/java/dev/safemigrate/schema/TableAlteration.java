package dev.safemigrate.schema;

import dev.safemigrate.ast.AlterTable;
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
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.PersistenceKind;
import java.util.Comparator;
import java.util.Optional;

/** ALTER TABLE: its actions, in the order of the server's passes. */
final class TableAlteration implements AlterTableAction.Visitor<Draft> {

  private final Draft draft;
  private final ObjectId id;
  private final ColumnAlteration columns;
  private final ConstraintAlteration constraints;

  private TableAlteration(Draft draft, ObjectId id, boolean only) {
    this.draft = draft;
    this.id = id;
    this.columns = new ColumnAlteration(draft, id, only);
    this.constraints = new ConstraintAlteration(draft, id, only);
  }

  static void alter(Draft draft, AlterTable statement) {
    Resolution resolution = draft.state().resolve(statement.relation().name());
    if (resolution instanceof Resolution.Missing && statement.ifExists()) {
      return;
    }
    Relation relation = draft.relation(statement.relation().name());
    if (!(relation instanceof Table table)) {
      OtherRelationAlteration.alter(draft, relation, statement);
      return;
    }
    boolean composite = table.kind() == RelationKind.COMPOSITE_TYPE;
    if (!table.assumed() && composite != (statement.objectType() == ObjectType.TYPE)) {
      throw new Refused("42809", table.name() + " is a composite type or a table");
    }
    TableAlteration alteration =
        new TableAlteration(draft, table.id(), statement.relation().only());
    statement.actions().stream()
        .sorted(Comparator.comparingInt(TableAlteration::pass))
        .forEach(action -> action.accept(alteration));
  }

  /** The pass of ATPrepCmd (src/backend/commands/tablecmds.c) that an action runs in. */
  private static int pass(AlterTableAction action) {
    if (action instanceof DropColumn
        || action instanceof DropConstraint
        || action instanceof DropNotNull
        || action instanceof DropDefault
        || action instanceof DropExpression
        || action instanceof DropIdentity) {
      return 0;
    }
    if (action instanceof AlterColumnType) {
      return 1;
    }
    if (action instanceof AddColumn) {
      return 2;
    }
    if (action instanceof SetExpression) {
      return 3;
    }
    if (action instanceof AddConstraint add) {
      return constraintPass(add.constraint());
    }
    if (action instanceof SetNotNull) {
      return 5;
    }
    return action instanceof SetDefault || action instanceof AddIdentity ? 8 : 9;
  }

  private static int constraintPass(Constraint constraint) {
    if (constraint instanceof Constraint.Key key) {
      return key.usingIndex().isPresent() ? 6 : 7;
    }
    if (constraint instanceof Constraint.Exclusion) {
      return 7;
    }
    return constraint instanceof Constraint.ForeignKey ? 8 : 4;
  }

  private Table table() {
    return draft.table(id);
  }

  private Draft properties(TableProperties properties) {
    draft.put(table().withProperties(properties));
    return draft;
  }

  @Override
  public Draft visit(AddColumn action) {
    columns.addColumn(action);
    return draft;
  }

  @Override
  public Draft visit(DropColumn action) {
    columns.dropColumn(action);
    return draft;
  }

  @Override
  public Draft visit(AlterColumnType action) {
    columns.alterColumnType(action);
    return draft;
  }

  @Override
  public Draft visit(SetDefault action) {
    columns.setDefault(action);
    return draft;
  }

  @Override
  public Draft visit(DropDefault action) {
    columns.dropDefault(action);
    return draft;
  }

  @Override
  public Draft visit(SetNotNull action) {
    columns.setNotNull(action);
    return draft;
  }

  @Override
  public Draft visit(DropNotNull action) {
    columns.dropNotNull(action);
    return draft;
  }

  @Override
  public Draft visit(SetExpression action) {
    columns.setExpression(action);
    return draft;
  }

  @Override
  public Draft visit(DropExpression action) {
    columns.dropExpression(action);
    return draft;
  }

  @Override
  public Draft visit(AddIdentity action) {
    columns.addIdentity(action);
    return draft;
  }

  @Override
  public Draft visit(SetIdentity action) {
    columns.setIdentity(action);
    return draft;
  }

  @Override
  public Draft visit(DropIdentity action) {
    columns.dropIdentity(action);
    return draft;
  }

  @Override
  public Draft visit(SetStatistics action) {
    columns.setStatistics(action);
    return draft;
  }

  @Override
  public Draft visit(SetColumnOptions action) {
    columns.setColumnOptions(action);
    return draft;
  }

  @Override
  public Draft visit(SetStorage action) {
    columns.setStorage(action);
    return draft;
  }

  @Override
  public Draft visit(SetCompression action) {
    columns.setCompression(action);
    return draft;
  }

  @Override
  public Draft visit(ColumnForeignOptions action) {
    columns.columnForeignOptions(action);
    return draft;
  }

  @Override
  public Draft visit(AddConstraint action) {
    constraints.addConstraint(action);
    return draft;
  }

  @Override
  public Draft visit(AlterConstraint action) {
    constraints.alterConstraint(action);
    return draft;
  }

  @Override
  public Draft visit(ValidateConstraint action) {
    constraints.validateConstraint(action);
    return draft;
  }

  @Override
  public Draft visit(DropConstraint action) {
    constraints.dropConstraint(action);
    return draft;
  }

  @Override
  public Draft visit(SetTriggerState action) {
    for (Trigger trigger : draft.state().triggers(id)) {
      if (action.trigger().isEmpty() || action.trigger().get().equals(trigger.name().name())) {
        draft.put(trigger.withState(action.state()));
      }
    }
    return draft;
  }

  @Override
  public Draft visit(SetRuleState action) {
    for (RewriteRule rule : draft.state().rules(id)) {
      if (rule.name().name().equals(action.rule())) {
        draft.put(rule.withState(action.state()));
      }
    }
    return draft;
  }

  @Override
  public Draft visit(SetRowSecurity action) {
    TableProperties current = table().properties();
    return properties(
        switch (action.mode()) {
          case ENABLE -> current.withRowSecurity(true, current.forceRowSecurity());
          case DISABLE -> current.withRowSecurity(false, current.forceRowSecurity());
          case FORCE -> current.withRowSecurity(current.rowSecurity(), true);
          case NO_FORCE -> current.withRowSecurity(current.rowSecurity(), false);
        });
  }

  @Override
  public Draft visit(ClusterOn action) {
    return properties(table().properties().withClusteredOn(Optional.of(action.index())));
  }

  @Override
  public Draft visit(SetWithoutCluster action) {
    return properties(table().properties().withClusteredOn(Optional.empty()));
  }

  @Override
  public Draft visit(SetWithoutOids action) {
    return draft;
  }

  @Override
  public Draft visit(SetLogged action) {
    PersistenceKind persistence =
        action.logged() ? PersistenceKind.PERMANENT : PersistenceKind.UNLOGGED;
    draft.put(table().withPersistence(persistence));
    draft.state().indexes(id).forEach(i -> draft.put(i.withPersistence(persistence)));
    draft.state().sequencesOwnedBy(id).forEach(s -> draft.put(s.withPersistence(persistence)));
    return draft;
  }

  @Override
  public Draft visit(SetAccessMethod action) {
    return properties(table().properties().withAccessMethod(action.method()));
  }

  @Override
  public Draft visit(SetTablespace action) {
    return properties(table().properties().withTablespace(Optional.of(action.tablespace())));
  }

  @Override
  public Draft visit(SetOptions action) {
    TableProperties current = table().properties();
    return properties(
        current.withOptions(Draft.changed(current.options(), action.options(), action.reset())));
  }

  @Override
  public Draft visit(ForeignTableOptions action) {
    return draft;
  }

  @Override
  public Draft visit(Inherit action) {
    new PartitionTree(draft).inherit(table(), action);
    return draft;
  }

  @Override
  public Draft visit(NoInherit action) {
    new PartitionTree(draft).stopInheriting(table(), action);
    return draft;
  }

  @Override
  public Draft visit(OfType action) {
    return properties(
        table().properties().withOfType(draft.state().resolve(action.type()).definition()));
  }

  @Override
  public Draft visit(NotOf action) {
    return properties(table().properties().withOfType(Optional.empty()));
  }

  @Override
  public Draft visit(OwnerTo action) {
    return properties(table().properties().withOwner(Optional.of(action.role())));
  }

  @Override
  public Draft visit(SetReplicaIdentity action) {
    return properties(table().properties().withReplicaIdentity(action.identity(), action.index()));
  }

  @Override
  public Draft visit(AttachPartition action) {
    new PartitionTree(draft).attach(table(), action);
    return draft;
  }

  @Override
  public Draft visit(DetachPartition action) {
    new PartitionTree(draft).detach(table(), action);
    return draft;
  }
}
