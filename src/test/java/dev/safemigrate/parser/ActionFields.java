package dev.safemigrate.parser;

import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.AlterTableAction.*;
import java.util.Map;

/** Subcommands of ALTER TABLE as summaries show them. */
final class ActionFields implements AlterTableAction.Visitor<TreeSummary> {

  static Map<String, Object> of(AlterTableAction action) {
    return action.accept(new ActionFields()).fields();
  }

  private static TreeSummary of(String subtype) {
    return TreeSummary.empty().put("subtype", subtype);
  }

  private static TreeSummary of(String subtype, String name) {
    return of(subtype).put("name", name);
  }

  private static String firing(FiringState state) {
    return switch (state) {
      case ENABLED -> "Enable";
      case DISABLED -> "Disable";
      case ALWAYS -> "EnableAlways";
      case REPLICA -> "EnableReplica";
    };
  }

  private static String scope(SetTriggerState action) {
    if (action.trigger().isPresent()) {
      return "";
    }
    return action.userOnly() ? "User" : "All";
  }

  @Override
  public TreeSummary visit(AddColumn action) {
    return of("AddColumn")
        .put("ifExists", action.ifNotExists())
        .put("cascade", action.cascade())
        .putAlways("column", ConstraintFields.column(action.column()));
  }

  @Override
  public TreeSummary visit(DropColumn action) {
    return of("DropColumn", action.column())
        .put("ifExists", action.ifExists())
        .put("cascade", action.cascade());
  }

  @Override
  public TreeSummary visit(AlterColumnType action) {
    return of("AlterColumnType", action.column())
        .put("cascade", action.cascade())
        .put("type", TreeSummary.type(action.type()))
        .put("using", action.using().isPresent());
  }

  @Override
  public TreeSummary visit(SetDefault action) {
    return of("ColumnDefault", action.column());
  }

  @Override
  public TreeSummary visit(DropDefault action) {
    return of("ColumnDefault", action.column());
  }

  @Override
  public TreeSummary visit(SetNotNull action) {
    return of("SetNotNull", action.column());
  }

  @Override
  public TreeSummary visit(DropNotNull action) {
    return of("DropNotNull", action.column());
  }

  @Override
  public TreeSummary visit(SetExpression action) {
    return of("SetExpression", action.column());
  }

  @Override
  public TreeSummary visit(DropExpression action) {
    return of("DropExpression", action.column()).put("ifExists", action.ifExists());
  }

  @Override
  public TreeSummary visit(AddIdentity action) {
    return of("AddIdentity", action.column())
        .putAlways("constraint", ConstraintFields.ofTable(action.identity()));
  }

  @Override
  public TreeSummary visit(SetIdentity action) {
    return of("SetIdentity", action.column());
  }

  @Override
  public TreeSummary visit(DropIdentity action) {
    return of("DropIdentity", action.column()).put("ifExists", action.ifExists());
  }

  @Override
  public TreeSummary visit(SetStatistics action) {
    return of("SetStatistics").put("name", action.column());
  }

  @Override
  public TreeSummary visit(SetColumnOptions action) {
    return of(action.reset() ? "ResetOptions" : "SetOptions", action.column());
  }

  @Override
  public TreeSummary visit(SetStorage action) {
    return of("SetStorage", action.column());
  }

  @Override
  public TreeSummary visit(SetCompression action) {
    return of("SetCompression", action.column());
  }

  @Override
  public TreeSummary visit(ColumnForeignOptions action) {
    return of("AlterColumnGenericOptions", action.column());
  }

  @Override
  public TreeSummary visit(AddConstraint action) {
    return of("AddConstraint")
        .putAlways("constraint", ConstraintFields.ofTable(action.constraint()));
  }

  @Override
  public TreeSummary visit(AlterConstraint action) {
    return of("AlterConstraint");
  }

  @Override
  public TreeSummary visit(ValidateConstraint action) {
    return of("ValidateConstraint", action.constraint());
  }

  @Override
  public TreeSummary visit(DropConstraint action) {
    return of("DropConstraint", action.constraint())
        .put("ifExists", action.ifExists())
        .put("cascade", action.cascade());
  }

  @Override
  public TreeSummary visit(SetTriggerState action) {
    return of(firing(action.state()) + "Trig" + scope(action)).put("name", action.trigger());
  }

  @Override
  public TreeSummary visit(SetRuleState action) {
    return of(firing(action.state()) + "Rule", action.rule());
  }

  @Override
  public TreeSummary visit(SetRowSecurity action) {
    return of(TreeSummary.camel(action.mode()) + "RowSecurity");
  }

  @Override
  public TreeSummary visit(ClusterOn action) {
    return of("ClusterOn", action.index());
  }

  @Override
  public TreeSummary visit(SetWithoutCluster action) {
    return of("DropCluster");
  }

  @Override
  public TreeSummary visit(SetWithoutOids action) {
    return of("DropOids");
  }

  @Override
  public TreeSummary visit(SetLogged action) {
    return of(action.logged() ? "SetLogged" : "SetUnLogged");
  }

  @Override
  public TreeSummary visit(SetAccessMethod action) {
    return of("SetAccessMethod").put("name", action.method());
  }

  @Override
  public TreeSummary visit(SetTablespace action) {
    return of("SetTableSpace", action.tablespace());
  }

  @Override
  public TreeSummary visit(SetOptions action) {
    return of(action.reset() ? "ResetRelOptions" : "SetRelOptions");
  }

  @Override
  public TreeSummary visit(ForeignTableOptions action) {
    return of("GenericOptions");
  }

  @Override
  public TreeSummary visit(Inherit action) {
    return of("AddInherit");
  }

  @Override
  public TreeSummary visit(NoInherit action) {
    return of("DropInherit");
  }

  @Override
  public TreeSummary visit(OfType action) {
    return of("AddOf");
  }

  @Override
  public TreeSummary visit(NotOf action) {
    return of("DropOf");
  }

  @Override
  public TreeSummary visit(OwnerTo action) {
    return of("ChangeOwner");
  }

  @Override
  public TreeSummary visit(SetReplicaIdentity action) {
    return of("ReplicaIdentity");
  }

  @Override
  public TreeSummary visit(AttachPartition action) {
    return of("AttachPartition").put("partition", action.partition().toString());
  }

  @Override
  public TreeSummary visit(DetachPartition action) {
    return of(action.finalizePending() ? "DetachPartitionFinalize" : "DetachPartition")
        .put("partition", action.partition().toString())
        .put("concurrent", action.concurrently());
  }
}
