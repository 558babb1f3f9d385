package dev.safemigrate.ast;

import java.util.Optional;

/** Writes the actions of ALTER TABLE and of ALTER TYPE, which calls columns attributes. */
final class ActionWriter implements AlterTableAction.Visitor<SqlText> {

  private final String column;

  ActionWriter(boolean attributes) {
    this.column = attributes ? "ATTRIBUTE" : "COLUMN";
  }

  private static SqlText text(String words) {
    return new SqlText().add(words);
  }

  private SqlText alter(String name) {
    return text("ALTER " + column).name(name);
  }

  static String state(AlterTableAction.FiringState state) {
    return switch (state) {
      case ENABLED -> "ENABLE";
      case DISABLED -> "DISABLE";
      case ALWAYS -> "ENABLE ALWAYS";
      case REPLICA -> "ENABLE REPLICA";
    };
  }

  @Override
  public SqlText visit(AlterTableAction.AddColumn action) {
    SqlText text = text("ADD " + column).addIf(action.ifNotExists(), "IF NOT EXISTS");
    ConstraintWriter.column(text, action.column());
    return text.addIf(action.cascade(), "CASCADE");
  }

  @Override
  public SqlText visit(AlterTableAction.DropColumn action) {
    return text("DROP " + column)
        .addIf(action.ifExists(), "IF EXISTS")
        .name(action.column())
        .addIf(action.cascade(), "CASCADE");
  }

  @Override
  public SqlText visit(AlterTableAction.AlterColumnType action) {
    return alter(action.column())
        .add("TYPE")
        .optional("", Optional.of(action.type()), ConstraintWriter::type)
        .optional("COLLATE", action.collation(), SqlText::name)
        .optional("USING", action.using(), (text, using) -> text.add(using.text()))
        .addIf(action.cascade(), "CASCADE");
  }

  @Override
  public SqlText visit(AlterTableAction.SetDefault action) {
    return alter(action.column()).add("SET DEFAULT").add(action.value().text());
  }

  @Override
  public SqlText visit(AlterTableAction.DropDefault action) {
    return alter(action.column()).add("DROP DEFAULT");
  }

  @Override
  public SqlText visit(AlterTableAction.SetNotNull action) {
    return alter(action.column()).add("SET NOT NULL");
  }

  @Override
  public SqlText visit(AlterTableAction.DropNotNull action) {
    return alter(action.column()).add("DROP NOT NULL");
  }

  @Override
  public SqlText visit(AlterTableAction.SetExpression action) {
    return alter(action.column()).add("SET EXPRESSION AS").enclosed(action.value());
  }

  @Override
  public SqlText visit(AlterTableAction.DropExpression action) {
    return alter(action.column()).add("DROP EXPRESSION").addIf(action.ifExists(), "IF EXISTS");
  }

  @Override
  public SqlText visit(AlterTableAction.AddIdentity action) {
    SqlText text = alter(action.column()).add("ADD");
    ConstraintWriter.constraint(text, action.identity(), false);
    return text;
  }

  @Override
  public SqlText visit(AlterTableAction.SetIdentity action) {
    SqlText text = alter(action.column());
    for (Option option : action.options()) {
      text.addIf(!option.name().equals("RESTART"), "SET").add(option.name());
      ConstraintWriter.value(text, option);
    }
    return text;
  }

  @Override
  public SqlText visit(AlterTableAction.DropIdentity action) {
    return alter(action.column()).add("DROP IDENTITY").addIf(action.ifExists(), "IF EXISTS");
  }

  @Override
  public SqlText visit(AlterTableAction.SetStatistics action) {
    SqlText text =
        action
            .column()
            .map(this::alter)
            .orElseGet(() -> text("ALTER COLUMN " + action.columnNumber()));
    return text.add("SET STATISTICS").add(action.target().map(String::valueOf).orElse("DEFAULT"));
  }

  @Override
  public SqlText visit(AlterTableAction.SetColumnOptions action) {
    return alter(action.column())
        .add(action.reset() ? "RESET" : "SET")
        .parenthesised(action.options(), ConstraintWriter::option);
  }

  @Override
  public SqlText visit(AlterTableAction.SetStorage action) {
    return alter(action.column()).add("SET STORAGE").add(action.storage());
  }

  @Override
  public SqlText visit(AlterTableAction.SetCompression action) {
    return alter(action.column())
        .add("SET COMPRESSION")
        .add(ConstraintWriter.nameOrDefault(action.method()));
  }

  @Override
  public SqlText visit(AlterTableAction.ColumnForeignOptions action) {
    SqlText text = alter(action.column());
    ConstraintWriter.changedOptions(text, action.options());
    return text;
  }

  @Override
  public SqlText visit(AlterTableAction.AddConstraint action) {
    SqlText text = text("ADD");
    ConstraintWriter.tableConstraint(text, action.constraint());
    return text;
  }

  @Override
  public SqlText visit(AlterTableAction.AlterConstraint action) {
    SqlText text = text("ALTER CONSTRAINT").name(action.constraint());
    action
        .deferrable()
        .ifPresent(deferrable -> text.add(deferrable ? "DEFERRABLE" : "NOT DEFERRABLE"));
    text.addIf(action.initiallyDeferred().orElse(false), "INITIALLY DEFERRED");
    action.enforced().ifPresent(enforced -> text.add(enforced ? "ENFORCED" : "NOT ENFORCED"));
    action.inherit().ifPresent(inherit -> text.add(inherit ? "INHERIT" : "NO INHERIT"));
    return text;
  }

  @Override
  public SqlText visit(AlterTableAction.ValidateConstraint action) {
    return text("VALIDATE CONSTRAINT").name(action.constraint());
  }

  @Override
  public SqlText visit(AlterTableAction.DropConstraint action) {
    return text("DROP CONSTRAINT")
        .addIf(action.ifExists(), "IF EXISTS")
        .name(action.constraint())
        .addIf(action.cascade(), "CASCADE");
  }

  @Override
  public SqlText visit(AlterTableAction.SetTriggerState action) {
    return text(state(action.state()) + " TRIGGER")
        .add(action.trigger().map(Identifiers::quote).orElse(action.userOnly() ? "USER" : "ALL"));
  }

  @Override
  public SqlText visit(AlterTableAction.SetRuleState action) {
    return text(state(action.state()) + " RULE").name(action.rule());
  }

  @Override
  public SqlText visit(AlterTableAction.SetRowSecurity action) {
    return text(action.mode().name().replace('_', ' ')).add("ROW LEVEL SECURITY");
  }

  @Override
  public SqlText visit(AlterTableAction.ClusterOn action) {
    return text("CLUSTER ON").name(action.index());
  }

  @Override
  public SqlText visit(AlterTableAction.SetWithoutCluster action) {
    return text("SET WITHOUT CLUSTER");
  }

  @Override
  public SqlText visit(AlterTableAction.SetWithoutOids action) {
    return text("SET WITHOUT OIDS");
  }

  @Override
  public SqlText visit(AlterTableAction.SetLogged action) {
    return text(action.logged() ? "SET LOGGED" : "SET UNLOGGED");
  }

  @Override
  public SqlText visit(AlterTableAction.SetAccessMethod action) {
    return text("SET ACCESS METHOD").add(action.method().map(Identifiers::quote).orElse("DEFAULT"));
  }

  @Override
  public SqlText visit(AlterTableAction.SetTablespace action) {
    return text("SET TABLESPACE").name(action.tablespace());
  }

  @Override
  public SqlText visit(AlterTableAction.SetOptions action) {
    return text(action.reset() ? "RESET" : "SET")
        .parenthesised(action.options(), ConstraintWriter::option);
  }

  @Override
  public SqlText visit(AlterTableAction.ForeignTableOptions action) {
    SqlText text = new SqlText();
    ConstraintWriter.changedOptions(text, action.options());
    return text;
  }

  @Override
  public SqlText visit(AlterTableAction.Inherit action) {
    return text("INHERIT").name(action.parent());
  }

  @Override
  public SqlText visit(AlterTableAction.NoInherit action) {
    return text("NO INHERIT").name(action.parent());
  }

  @Override
  public SqlText visit(AlterTableAction.OfType action) {
    return text("OF").name(action.type().name());
  }

  @Override
  public SqlText visit(AlterTableAction.NotOf action) {
    return text("NOT OF");
  }

  @Override
  public SqlText visit(AlterTableAction.OwnerTo action) {
    return text("OWNER TO").add(Identifiers.quoteRole(action.role()));
  }

  @Override
  public SqlText visit(AlterTableAction.SetReplicaIdentity action) {
    return text("REPLICA IDENTITY " + action.identity().name().replace('_', ' '))
        .optional("", action.index(), SqlText::name);
  }

  @Override
  public SqlText visit(AlterTableAction.AttachPartition action) {
    return text("ATTACH PARTITION")
        .name(action.partition())
        .optional("", action.bound(), TableWriter::bound);
  }

  @Override
  public SqlText visit(AlterTableAction.DetachPartition action) {
    return text("DETACH PARTITION")
        .name(action.partition())
        .addIf(action.concurrently(), "CONCURRENTLY")
        .addIf(action.finalizePending(), "FINALIZE");
  }
}
