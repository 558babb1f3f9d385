package dev.safemigrate.parser;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.AlterTableAction.FiringState;
import dev.safemigrate.ast.AlterTableAction.ReplicaIdentity;
import dev.safemigrate.ast.AlterTableAction.RowSecurity;
import dev.safemigrate.ast.AlterTableAllInTablespace;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.PartitionBound;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.RelationReference;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The actions of ALTER TABLE and of the statements that share its grammar: alter_table_cmds. */
final class AlterTableParser {

  private final TokenCursor cursor;
  private final Names names;
  private final Clauses clauses;
  private final ColumnParser columns;
  private final ConstraintParser constraints;
  private final AlterColumnParser alterColumns;
  private final PartitionParser partitions;

  AlterTableParser(
      Clauses clauses,
      ColumnParser columns,
      ConstraintParser constraints,
      SequenceOptions sequences) {
    this.cursor = clauses.cursor();
    this.names = clauses.names();
    this.clauses = clauses;
    this.columns = columns;
    this.constraints = constraints;
    this.alterColumns = new AlterColumnParser(clauses, columns, sequences);
    this.partitions = new PartitionParser(clauses);
  }

  /** The actions behind the relation's name. */
  Statement actions(int start, ObjectType type, RelationReference relation, boolean ifExists) {
    List<AlterTableAction> actions = new ArrayList<>();
    if (type == ObjectType.TABLE && cursor.at(Keyword.ATTACH) || indexAttach(type)) {
      actions.add(attach(type));
    } else if (type == ObjectType.TABLE && cursor.at(Keyword.DETACH)) {
      actions.add(detach());
    } else {
      do {
        actions.add(action());
      } while (cursor.accept(TokenKind.COMMA));
    }
    return new AlterTable(cursor.spanFrom(start), type, relation, ifExists, actions);
  }

  private boolean indexAttach(ObjectType type) {
    return type == ObjectType.INDEX && cursor.at(Keyword.ATTACH);
  }

  private AlterTableAction attach(ObjectType type) {
    int start = cursor.position();
    cursor.expect(Keyword.ATTACH);
    cursor.expect(Keyword.PARTITION);
    QualifiedName partition = names.qualifiedName();
    Optional<PartitionBound> bound =
        type == ObjectType.INDEX ? Optional.empty() : Optional.of(partitions.bound());
    return new AlterTableAction.AttachPartition(cursor.spanFrom(start), partition, bound);
  }

  private AlterTableAction detach() {
    int start = cursor.position();
    cursor.expect(Keyword.DETACH);
    cursor.expect(Keyword.PARTITION);
    QualifiedName partition = names.qualifiedName();
    boolean concurrently = cursor.accept(Keyword.CONCURRENTLY);
    boolean finalizing = !concurrently && cursor.accept(Keyword.FINALIZE);
    return new AlterTableAction.DetachPartition(
        cursor.spanFrom(start), partition, concurrently, finalizing);
  }

  /** ALL IN TABLESPACE, from behind ALL. */
  Statement allInTablespace(int start, ObjectType type) {
    cursor.expect(Keyword.IN);
    cursor.expect(Keyword.TABLESPACE);
    String tablespace = cursor.columnId();
    List<String> owners = List.of();
    if (cursor.accept(Keyword.OWNED)) {
      cursor.expect(Keyword.BY);
      owners = clauses.roles();
    }
    cursor.expect(Keyword.SET);
    cursor.expect(Keyword.TABLESPACE);
    String newTablespace = cursor.columnId();
    boolean nowait = cursor.accept(Keyword.NOWAIT);
    return new AlterTableAllInTablespace(
        cursor.spanFrom(start), type, tablespace, owners, newTablespace, nowait);
  }

  private AlterTableAction action() {
    int start = cursor.position();
    switch (cursor.keyword()) {
      case ADD -> {
        cursor.advance();
        return add(start);
      }
      case ALTER -> {
        cursor.advance();
        return cursor.accept(Keyword.CONSTRAINT)
            ? alterConstraint(start)
            : alterColumns.action(start);
      }
      case DROP -> {
        cursor.advance();
        return drop(start);
      }
      case SET -> {
        cursor.advance();
        return set(start);
      }
      case RESET -> {
        cursor.advance();
        var options = clauses.options.relationOptions();
        return new AlterTableAction.SetOptions(cursor.spanFrom(start), options, true);
      }
      case VALIDATE -> {
        cursor.advance();
        cursor.expect(Keyword.CONSTRAINT);
        String name = cursor.columnId();
        return new AlterTableAction.ValidateConstraint(cursor.spanFrom(start), name);
      }
      case ENABLE, DISABLE -> {
        return enableOrDisable(start);
      }
      default -> {
        return seldom(start);
      }
    }
  }

  private AlterTableAction seldom(int start) {
    if (cursor.accept(Keyword.OWNER)) {
      cursor.expect(Keyword.TO);
      String role = clauses.role();
      return new AlterTableAction.OwnerTo(cursor.spanFrom(start), role);
    }
    if (cursor.accept(Keyword.INHERIT)) {
      QualifiedName parent = names.qualifiedName();
      return new AlterTableAction.Inherit(cursor.spanFrom(start), parent);
    }
    if (cursor.accept(Keyword.NO)) {
      if (cursor.accept(Keyword.FORCE)) {
        return rowSecurity(start, RowSecurity.NO_FORCE);
      }
      cursor.expect(Keyword.INHERIT);
      QualifiedName parent = names.qualifiedName();
      return new AlterTableAction.NoInherit(cursor.spanFrom(start), parent);
    }
    if (cursor.accept(Keyword.FORCE)) {
      return rowSecurity(start, RowSecurity.FORCE);
    }
    if (cursor.accept(Keyword.CLUSTER)) {
      cursor.expect(Keyword.ON);
      String index = cursor.columnId();
      return new AlterTableAction.ClusterOn(cursor.spanFrom(start), index);
    }
    if (cursor.accept(Keyword.REPLICA)) {
      cursor.expect(Keyword.IDENTITY);
      return replicaIdentity(start);
    }
    if (cursor.accept(Keyword.OF)) {
      var type = clauses.namedType();
      return new AlterTableAction.OfType(cursor.spanFrom(start), type);
    }
    if (cursor.accept(Keyword.NOT)) {
      cursor.expect(Keyword.OF);
      return new AlterTableAction.NotOf(cursor.spanFrom(start));
    }
    if (cursor.at(Keyword.OPTIONS)) {
      var changes = clauses.options.changedForeignOptions();
      return new AlterTableAction.ForeignTableOptions(cursor.spanFrom(start), changes);
    }
    throw cursor.failExpecting("an action such as ADD, ALTER, DROP, SET or VALIDATE");
  }

  private AlterTableAction add(int start) {
    if (constraints.isHere()) {
      Constraint constraint = constraints.tableConstraint();
      return new AlterTableAction.AddConstraint(cursor.spanFrom(start), constraint);
    }
    cursor.accept(Keyword.COLUMN);
    boolean ifNotExists = clauses.ifNotExists();
    var column = columns.definition();
    return new AlterTableAction.AddColumn(cursor.spanFrom(start), column, ifNotExists, false);
  }

  private AlterTableAction drop(int start) {
    boolean constraint = cursor.accept(Keyword.CONSTRAINT);
    if (!constraint) {
      cursor.accept(Keyword.COLUMN);
    }
    boolean ifExists = clauses.ifExists();
    String name = cursor.columnId();
    boolean cascade = clauses.cascade();
    return constraint
        ? new AlterTableAction.DropConstraint(cursor.spanFrom(start), name, ifExists, cascade)
        : new AlterTableAction.DropColumn(cursor.spanFrom(start), name, ifExists, cascade);
  }

  private AlterTableAction alterConstraint(int start) {
    String name = cursor.columnId();
    if (cursor.accept(Keyword.INHERIT)) {
      cursor.requireVersion(18, cursor.position() - 1, "ALTER CONSTRAINT ... INHERIT");
      return alterConstraint(
          start, name, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(true));
    }
    AttributeBits bits = AttributeBits.read(cursor);
    if (bits.isNotValid()) {
      throw cursor.fail(bits.start(), "constraints cannot be altered to be NOT VALID");
    }
    Optional<Boolean> deferrable =
        bits.saysDeferrability() ? Optional.of(bits.isDeferrable()) : Optional.empty();
    Optional<Boolean> deferred =
        bits.saysDeferrability() ? Optional.of(bits.isInitiallyDeferred()) : Optional.empty();
    Optional<Boolean> inherit = bits.isNoInherit() ? Optional.of(false) : Optional.empty();
    return alterConstraint(start, name, deferrable, deferred, bits.enforced(), inherit);
  }

  private AlterTableAction alterConstraint(
      int start,
      String name,
      Optional<Boolean> deferrable,
      Optional<Boolean> deferred,
      Optional<Boolean> enforced,
      Optional<Boolean> inherit) {
    return new AlterTableAction.AlterConstraint(
        cursor.spanFrom(start), name, deferrable, deferred, enforced, inherit);
  }

  private AlterTableAction set(int start) {
    if (cursor.at(TokenKind.OPEN_PARENTHESIS)) {
      var options = clauses.options.relationOptions();
      return new AlterTableAction.SetOptions(cursor.spanFrom(start), options, false);
    }
    if (cursor.accept(Keyword.WITHOUT)) {
      if (cursor.accept(Keyword.CLUSTER)) {
        return new AlterTableAction.SetWithoutCluster(cursor.spanFrom(start));
      }
      cursor.expect(Keyword.OIDS);
      return new AlterTableAction.SetWithoutOids(cursor.spanFrom(start));
    }
    if (cursor.accept(Keyword.LOGGED)) {
      return new AlterTableAction.SetLogged(cursor.spanFrom(start), true);
    }
    if (cursor.accept(Keyword.UNLOGGED)) {
      return new AlterTableAction.SetLogged(cursor.spanFrom(start), false);
    }
    if (cursor.accept(Keyword.ACCESS)) {
      cursor.expect(Keyword.METHOD);
      Optional<String> method =
          cursor.accept(Keyword.DEFAULT) ? Optional.empty() : Optional.of(cursor.columnId());
      return new AlterTableAction.SetAccessMethod(cursor.spanFrom(start), method);
    }
    cursor.expecting("SCHEMA");
    cursor.expect(Keyword.TABLESPACE);
    String tablespace = cursor.columnId();
    return new AlterTableAction.SetTablespace(cursor.spanFrom(start), tablespace);
  }

  private AlterTableAction enableOrDisable(int start) {
    boolean enable = cursor.keyword() == Keyword.ENABLE;
    cursor.advance();
    if (cursor.accept(Keyword.ROW)) {
      cursor.expect(Keyword.LEVEL);
      cursor.expect(Keyword.SECURITY);
      return new AlterTableAction.SetRowSecurity(
          cursor.spanFrom(start), enable ? RowSecurity.ENABLE : RowSecurity.DISABLE);
    }
    FiringState state = enable ? FiringState.ENABLED : FiringState.DISABLED;
    boolean special = false;
    if (enable && cursor.accept(Keyword.ALWAYS)) {
      state = FiringState.ALWAYS;
      special = true;
    } else if (enable && cursor.accept(Keyword.REPLICA)) {
      state = FiringState.REPLICA;
      special = true;
    }
    if (cursor.accept(Keyword.RULE)) {
      String rule = cursor.columnId();
      return new AlterTableAction.SetRuleState(cursor.spanFrom(start), state, rule);
    }
    cursor.expect(Keyword.TRIGGER);
    if (!special && cursor.accept(Keyword.ALL)) {
      return new AlterTableAction.SetTriggerState(
          cursor.spanFrom(start), state, Optional.empty(), false);
    }
    if (!special && cursor.accept(Keyword.USER)) {
      return new AlterTableAction.SetTriggerState(
          cursor.spanFrom(start), state, Optional.empty(), true);
    }
    String trigger = cursor.columnId();
    return new AlterTableAction.SetTriggerState(
        cursor.spanFrom(start), state, Optional.of(trigger), false);
  }

  private AlterTableAction rowSecurity(int start, RowSecurity mode) {
    cursor.expect(Keyword.ROW);
    cursor.expect(Keyword.LEVEL);
    cursor.expect(Keyword.SECURITY);
    return new AlterTableAction.SetRowSecurity(cursor.spanFrom(start), mode);
  }

  private AlterTableAction replicaIdentity(int start) {
    ReplicaIdentity identity;
    Optional<String> index = Optional.empty();
    if (cursor.accept(Keyword.NOTHING)) {
      identity = ReplicaIdentity.NOTHING;
    } else if (cursor.accept(Keyword.FULL)) {
      identity = ReplicaIdentity.FULL;
    } else if (cursor.accept(Keyword.DEFAULT)) {
      identity = ReplicaIdentity.DEFAULT;
    } else {
      cursor.expect(Keyword.USING);
      cursor.expect(Keyword.INDEX);
      identity = ReplicaIdentity.USING_INDEX;
      index = Optional.of(cursor.columnId());
    }
    return new AlterTableAction.SetReplicaIdentity(cursor.spanFrom(start), identity, index);
  }
}
