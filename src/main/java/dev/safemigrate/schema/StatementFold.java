package dev.safemigrate.schema;

import dev.safemigrate.ast.AlterDefaultPrivileges;
import dev.safemigrate.ast.AlterDomain;
import dev.safemigrate.ast.AlterEnum;
import dev.safemigrate.ast.AlterEventTrigger;
import dev.safemigrate.ast.AlterExtension;
import dev.safemigrate.ast.AlterFunction;
import dev.safemigrate.ast.AlterPolicy;
import dev.safemigrate.ast.AlterPublication;
import dev.safemigrate.ast.AlterSequence;
import dev.safemigrate.ast.AlterStatistics;
import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAllInTablespace;
import dev.safemigrate.ast.AlterType;
import dev.safemigrate.ast.Call;
import dev.safemigrate.ast.Cluster;
import dev.safemigrate.ast.Comment;
import dev.safemigrate.ast.Copy;
import dev.safemigrate.ast.CreateCompositeType;
import dev.safemigrate.ast.CreateDomain;
import dev.safemigrate.ast.CreateEnum;
import dev.safemigrate.ast.CreateEventTrigger;
import dev.safemigrate.ast.CreateExtension;
import dev.safemigrate.ast.CreateFunction;
import dev.safemigrate.ast.CreateIndex;
import dev.safemigrate.ast.CreatePolicy;
import dev.safemigrate.ast.CreatePublication;
import dev.safemigrate.ast.CreateRangeType;
import dev.safemigrate.ast.CreateRule;
import dev.safemigrate.ast.CreateSchema;
import dev.safemigrate.ast.CreateSequence;
import dev.safemigrate.ast.CreateStatistics;
import dev.safemigrate.ast.CreateTable;
import dev.safemigrate.ast.CreateTableAs;
import dev.safemigrate.ast.CreateTrigger;
import dev.safemigrate.ast.CreateView;
import dev.safemigrate.ast.DeclareCursor;
import dev.safemigrate.ast.Define;
import dev.safemigrate.ast.Delete;
import dev.safemigrate.ast.DependsOnExtension;
import dev.safemigrate.ast.DoBlock;
import dev.safemigrate.ast.Drop;
import dev.safemigrate.ast.Execute;
import dev.safemigrate.ast.Explain;
import dev.safemigrate.ast.Grant;
import dev.safemigrate.ast.GrantRole;
import dev.safemigrate.ast.Insert;
import dev.safemigrate.ast.LockTable;
import dev.safemigrate.ast.Merge;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.Opaque;
import dev.safemigrate.ast.Other;
import dev.safemigrate.ast.Prepare;
import dev.safemigrate.ast.PsqlCommand;
import dev.safemigrate.ast.RefreshMaterializedView;
import dev.safemigrate.ast.Reindex;
import dev.safemigrate.ast.Rename;
import dev.safemigrate.ast.SecurityLabel;
import dev.safemigrate.ast.Select;
import dev.safemigrate.ast.SetConstraints;
import dev.safemigrate.ast.SetOwner;
import dev.safemigrate.ast.SetSchema;
import dev.safemigrate.ast.SetVariable;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.TransactionControl;
import dev.safemigrate.ast.Truncate;
import dev.safemigrate.ast.Unparsed;
import dev.safemigrate.ast.Update;
import dev.safemigrate.ast.Vacuum;
import java.util.Set;

/**
 * What every statement changes. Those that change nothing the state keeps are at the end, each with
 * its own method, so that a new one is decided on.
 */
final class StatementFold implements Statement.Visitor<Draft> {

  private final Draft draft;

  StatementFold(Draft draft) {
    this.draft = draft;
  }

  /** Folds a statement that may or may not run, or may fail unnoticed: one of a DO block. */
  private void attempt(Statement statement) {
    SchemaState before = draft.state();
    try {
      statement.accept(this);
    } catch (Refused refused) {
      draft.become(before);
    }
  }

  @Override
  public Draft visit(AlterDomain statement) {
    new TypeFold(draft).alter(statement);
    return draft;
  }

  @Override
  public Draft visit(AlterEnum statement) {
    new TypeFold(draft).alter(statement);
    return draft;
  }

  @Override
  public Draft visit(AlterFunction statement) {
    new RoutineFold(draft).alter(statement);
    return draft;
  }

  @Override
  public Draft visit(AlterPolicy statement) {
    new TriggerFold(draft).alter(statement);
    return draft;
  }

  @Override
  public Draft visit(AlterPublication statement) {
    new CatalogFold(draft).alter(statement);
    return draft;
  }

  @Override
  public Draft visit(AlterSequence statement) {
    new CatalogFold(draft).alter(statement);
    return draft;
  }

  @Override
  public Draft visit(AlterStatistics statement) {
    new CatalogFold(draft).alter(statement);
    return draft;
  }

  @Override
  public Draft visit(AlterTable statement) {
    TableAlteration.alter(draft, statement);
    return draft;
  }

  @Override
  public Draft visit(CreateCompositeType statement) {
    new TypeFold(draft).create(statement);
    return draft;
  }

  @Override
  public Draft visit(CreateDomain statement) {
    new TypeFold(draft).create(statement);
    return draft;
  }

  @Override
  public Draft visit(CreateEnum statement) {
    new TypeFold(draft).create(statement);
    return draft;
  }

  @Override
  public Draft visit(CreateEventTrigger statement) {
    RelationName name = new RelationName("", statement.name());
    draft.put(new OtherObject(draft.nextId(), name, ObjectType.EVENT_TRIGGER, Set.of()));
    return draft;
  }

  @Override
  public Draft visit(CreateExtension statement) {
    new CatalogFold(draft).create(statement);
    return draft;
  }

  @Override
  public Draft visit(CreateFunction statement) {
    new RoutineFold(draft).create(statement);
    return draft;
  }

  @Override
  public Draft visit(CreateIndex statement) {
    new IndexCreation(draft).create(statement);
    return draft;
  }

  @Override
  public Draft visit(CreatePolicy statement) {
    new TriggerFold(draft).create(statement);
    return draft;
  }

  @Override
  public Draft visit(CreatePublication statement) {
    new CatalogFold(draft).create(statement);
    return draft;
  }

  @Override
  public Draft visit(CreateRangeType statement) {
    new TypeFold(draft).create(statement);
    return draft;
  }

  @Override
  public Draft visit(CreateRule statement) {
    new TriggerFold(draft).create(statement);
    return draft;
  }

  @Override
  public Draft visit(CreateSchema statement) {
    new SessionFold(draft).create(statement);
    return draft;
  }

  @Override
  public Draft visit(CreateSequence statement) {
    new CatalogFold(draft).create(statement);
    return draft;
  }

  @Override
  public Draft visit(CreateStatistics statement) {
    new CatalogFold(draft).create(statement);
    return draft;
  }

  @Override
  public Draft visit(CreateTable statement) {
    new TableCreation(draft).create(statement);
    return draft;
  }

  @Override
  public Draft visit(CreateTableAs statement) {
    new ViewFold(draft).create(statement);
    return draft;
  }

  @Override
  public Draft visit(CreateTrigger statement) {
    new TriggerFold(draft).create(statement);
    return draft;
  }

  @Override
  public Draft visit(CreateView statement) {
    new ViewFold(draft).create(statement);
    return draft;
  }

  @Override
  public Draft visit(Define statement) {
    new RoutineFold(draft).define(statement);
    return draft;
  }

  @Override
  public Draft visit(DoBlock statement) {
    statement.statements().forEach(this::attempt);
    if (statement.statements().isEmpty()) {
      draft.become(draft.state().withOpaquePast());
    }
    return draft;
  }

  @Override
  public Draft visit(Drop statement) {
    new DropFold(draft).drop(statement);
    return draft;
  }

  @Override
  public Draft visit(Explain statement) {
    boolean runs =
        statement.options().stream().anyMatch(option -> option.name().equalsIgnoreCase("analyze"));
    return runs ? statement.statement().accept(this) : draft;
  }

  @Override
  public Draft visit(RefreshMaterializedView statement) {
    new ViewFold(draft).refresh(statement);
    return draft;
  }

  @Override
  public Draft visit(Rename statement) {
    new RenameFold(draft).rename(statement);
    return draft;
  }

  @Override
  public Draft visit(Select statement) {
    new SessionFold(draft).setConfig(statement);
    new ViewFold(draft).selectInto(statement);
    return draft;
  }

  @Override
  public Draft visit(SetSchema statement) {
    new RenameFold(draft).setSchema(statement);
    return draft;
  }

  @Override
  public Draft visit(SetVariable statement) {
    new SessionFold(draft).set(statement);
    return draft;
  }

  @Override
  public Draft visit(TransactionControl statement) {
    new SessionFold(draft).control(statement);
    return draft;
  }

  @Override
  public Draft visit(AlterDefaultPrivileges statement) {
    return draft;
  }

  @Override
  public Draft visit(AlterEventTrigger statement) {
    return draft;
  }

  @Override
  public Draft visit(AlterExtension statement) {
    return draft;
  }

  @Override
  public Draft visit(AlterTableAllInTablespace statement) {
    return draft;
  }

  @Override
  public Draft visit(AlterType statement) {
    return draft;
  }

  @Override
  public Draft visit(Call statement) {
    return draft;
  }

  @Override
  public Draft visit(Cluster statement) {
    return draft;
  }

  @Override
  public Draft visit(Comment statement) {
    return draft;
  }

  @Override
  public Draft visit(Copy statement) {
    return draft;
  }

  @Override
  public Draft visit(DeclareCursor statement) {
    return draft;
  }

  @Override
  public Draft visit(Delete statement) {
    return draft;
  }

  @Override
  public Draft visit(DependsOnExtension statement) {
    return draft;
  }

  @Override
  public Draft visit(Execute statement) {
    return draft;
  }

  @Override
  public Draft visit(Grant statement) {
    return draft;
  }

  @Override
  public Draft visit(GrantRole statement) {
    return draft;
  }

  @Override
  public Draft visit(Insert statement) {
    return draft;
  }

  @Override
  public Draft visit(LockTable statement) {
    return draft;
  }

  @Override
  public Draft visit(Merge statement) {
    return draft;
  }

  @Override
  public Draft visit(Opaque statement) {
    draft.become(draft.state().withOpaquePast());
    return draft;
  }

  @Override
  public Draft visit(Other statement) {
    return draft;
  }

  @Override
  public Draft visit(Prepare statement) {
    return draft;
  }

  @Override
  public Draft visit(PsqlCommand statement) {
    return draft;
  }

  @Override
  public Draft visit(Reindex statement) {
    return draft;
  }

  @Override
  public Draft visit(SecurityLabel statement) {
    return draft;
  }

  @Override
  public Draft visit(SetConstraints statement) {
    return draft;
  }

  @Override
  public Draft visit(SetOwner statement) {
    return draft;
  }

  @Override
  public Draft visit(Truncate statement) {
    return draft;
  }

  @Override
  public Draft visit(Unparsed statement) {
    return draft;
  }

  @Override
  public Draft visit(Update statement) {
    return draft;
  }

  @Override
  public Draft visit(Vacuum statement) {
    return draft;
  }
}
