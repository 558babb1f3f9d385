package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;
import java.util.Optional;

/** One action of ALTER TABLE and of the ALTER statements that share its grammar. */
public sealed interface AlterTableAction {

  Span span();

  /** Accepts the visitor's method for this action. */
  <R> R accept(Visitor<R> visitor);

  /** One method an action and no defaults: a forgotten action does not compile. */
  interface Visitor<R> {

    R visit(AddColumn action);

    R visit(DropColumn action);

    R visit(AlterColumnType action);

    R visit(SetDefault action);

    R visit(DropDefault action);

    R visit(SetNotNull action);

    R visit(DropNotNull action);

    R visit(SetExpression action);

    R visit(DropExpression action);

    R visit(AddIdentity action);

    R visit(SetIdentity action);

    R visit(DropIdentity action);

    R visit(SetStatistics action);

    R visit(SetColumnOptions action);

    R visit(SetStorage action);

    R visit(SetCompression action);

    R visit(ColumnForeignOptions action);

    R visit(AddConstraint action);

    R visit(AlterConstraint action);

    R visit(ValidateConstraint action);

    R visit(DropConstraint action);

    R visit(SetTriggerState action);

    R visit(SetRuleState action);

    R visit(SetRowSecurity action);

    R visit(ClusterOn action);

    R visit(SetWithoutCluster action);

    R visit(SetWithoutOids action);

    R visit(SetLogged action);

    R visit(SetAccessMethod action);

    R visit(SetTablespace action);

    R visit(SetOptions action);

    R visit(ForeignTableOptions action);

    R visit(Inherit action);

    R visit(NoInherit action);

    R visit(OfType action);

    R visit(NotOf action);

    R visit(OwnerTo action);

    R visit(SetReplicaIdentity action);

    R visit(AttachPartition action);

    R visit(DetachPartition action);
  }

  /** ADD COLUMN, or ADD ATTRIBUTE of a composite type, which alone may say CASCADE. */
  record AddColumn(Span span, ColumnDefinition column, boolean ifNotExists, boolean cascade)
      implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** DROP COLUMN, or DROP ATTRIBUTE. */
  record DropColumn(Span span, String column, boolean ifExists, boolean cascade)
      implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** ALTER COLUMN ... TYPE, or ALTER ATTRIBUTE ... TYPE. */
  record AlterColumnType(
      Span span,
      String column,
      TypeName type,
      Optional<QualifiedName> collation,
      Optional<Expression> using,
      boolean cascade)
      implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** SET DEFAULT. */
  record SetDefault(Span span, String column, Expression value) implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** DROP DEFAULT. */
  record DropDefault(Span span, String column) implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** SET NOT NULL. */
  record SetNotNull(Span span, String column) implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** DROP NOT NULL. */
  record DropNotNull(Span span, String column) implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** SET EXPRESSION AS (17). */
  record SetExpression(Span span, String column, Expression value) implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** DROP EXPRESSION. */
  record DropExpression(Span span, String column, boolean ifExists) implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** ADD GENERATED ... AS IDENTITY. */
  record AddIdentity(Span span, String column, Constraint.Identity identity)
      implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** SET GENERATED, SET sequence option, RESTART; GENERATED has the value ALWAYS or BY DEFAULT. */
  record SetIdentity(Span span, String column, List<Option> options) implements AlterTableAction {
    public SetIdentity {
      options = List.copyOf(options);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** DROP IDENTITY. */
  record DropIdentity(Span span, String column, boolean ifExists) implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * SET STATISTICS; an expression index names its column by number (else 0); target is empty for
   * DEFAULT.
   */
  record SetStatistics(
      Span span, Optional<String> column, int columnNumber, Optional<Integer> target)
      implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** SET or RESET (n_distinct ...) of a column. */
  record SetColumnOptions(Span span, String column, List<Option> options, boolean reset)
      implements AlterTableAction {
    public SetColumnOptions {
      options = List.copyOf(options);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** SET STORAGE, in upper case. */
  record SetStorage(Span span, String column, String storage) implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** SET COMPRESSION. */
  record SetCompression(Span span, String column, String method) implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** OPTIONS (...) of a foreign table's column. */
  record ColumnForeignOptions(Span span, String column, List<OptionChange> options)
      implements AlterTableAction {
    public ColumnForeignOptions {
      options = List.copyOf(options);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** ADD table constraint. */
  record AddConstraint(Span span, Constraint constraint) implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** ALTER CONSTRAINT; what is not written is empty. */
  record AlterConstraint(
      Span span,
      String constraint,
      Optional<Boolean> deferrable,
      Optional<Boolean> initiallyDeferred,
      Optional<Boolean> enforced,
      Optional<Boolean> inherit)
      implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** VALIDATE CONSTRAINT. */
  record ValidateConstraint(Span span, String constraint) implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** DROP CONSTRAINT. */
  record DropConstraint(Span span, String constraint, boolean ifExists, boolean cascade)
      implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** ENABLE or DISABLE TRIGGER; no trigger means ALL, or USER when {@code userOnly}. */
  record SetTriggerState(Span span, FiringState state, Optional<String> trigger, boolean userOnly)
      implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** ENABLE or DISABLE RULE. */
  record SetRuleState(Span span, FiringState state, String rule) implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** ENABLE, DISABLE, FORCE or NO FORCE ROW LEVEL SECURITY. */
  record SetRowSecurity(Span span, RowSecurity mode) implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** CLUSTER ON index. */
  record ClusterOn(Span span, String index) implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** SET WITHOUT CLUSTER. */
  record SetWithoutCluster(Span span) implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** SET WITHOUT OIDS, which does nothing. */
  record SetWithoutOids(Span span) implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** SET LOGGED or SET UNLOGGED. */
  record SetLogged(Span span, boolean logged) implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** SET ACCESS METHOD; empty for DEFAULT. */
  record SetAccessMethod(Span span, Optional<String> method) implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** SET TABLESPACE. */
  record SetTablespace(Span span, String tablespace) implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** SET or RESET (fillfactor ...) of the relation. */
  record SetOptions(Span span, List<Option> options, boolean reset) implements AlterTableAction {
    public SetOptions {
      options = List.copyOf(options);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** OPTIONS (...) of a foreign table. */
  record ForeignTableOptions(Span span, List<OptionChange> options) implements AlterTableAction {
    public ForeignTableOptions {
      options = List.copyOf(options);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** INHERIT parent. */
  record Inherit(Span span, QualifiedName parent) implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** NO INHERIT parent. */
  record NoInherit(Span span, QualifiedName parent) implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** OF composite type. */
  record OfType(Span span, TypeName type) implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** NOT OF. */
  record NotOf(Span span) implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** OWNER TO. */
  record OwnerTo(Span span, String role) implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** REPLICA IDENTITY. */
  record SetReplicaIdentity(Span span, ReplicaIdentity identity, Optional<String> index)
      implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** ATTACH PARTITION; an index has no bound. */
  record AttachPartition(Span span, QualifiedName partition, Optional<PartitionBound> bound)
      implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** DETACH PARTITION, CONCURRENTLY or FINALIZE. */
  record DetachPartition(
      Span span, QualifiedName partition, boolean concurrently, boolean finalizePending)
      implements AlterTableAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** When a trigger or rule fires. */
  enum FiringState {
    ENABLED,
    DISABLED,
    ALWAYS,
    REPLICA
  }

  /** The four switches of row level security. */
  enum RowSecurity {
    ENABLE,
    DISABLE,
    FORCE,
    NO_FORCE
  }

  /** What identifies a row to logical replication. */
  enum ReplicaIdentity {
    DEFAULT,
    FULL,
    NOTHING,
    USING_INDEX
  }
}
