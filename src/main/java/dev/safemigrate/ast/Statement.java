package dev.safemigrate.ast;

import dev.safemigrate.text.Span;

/**
 * One SQL statement (or psql command) of a script.
 *
 * <p>The names follow PostgreSQL's parse nodes where they read well. Spans are offsets in the file.
 */
public sealed interface Statement
    permits AlterDefaultPrivileges,
        AlterDomain,
        AlterEnum,
        AlterEventTrigger,
        AlterExtension,
        AlterFunction,
        AlterPolicy,
        AlterPublication,
        AlterSequence,
        AlterStatistics,
        AlterTable,
        AlterTableAllInTablespace,
        AlterType,
        Call,
        Cluster,
        Comment,
        Copy,
        CreateCompositeType,
        CreateDomain,
        CreateEnum,
        CreateEventTrigger,
        CreateExtension,
        CreateFunction,
        CreateIndex,
        CreatePolicy,
        CreatePublication,
        CreateRangeType,
        CreateRule,
        CreateSchema,
        CreateSequence,
        CreateStatistics,
        CreateTable,
        CreateTableAs,
        CreateTrigger,
        CreateView,
        DeclareCursor,
        Define,
        Delete,
        DependsOnExtension,
        DoBlock,
        Drop,
        Execute,
        Explain,
        Grant,
        GrantRole,
        Insert,
        LockTable,
        Merge,
        Opaque,
        Other,
        Prepare,
        PsqlCommand,
        RefreshMaterializedView,
        Reindex,
        Rename,
        SecurityLabel,
        Select,
        SetConstraints,
        SetOwner,
        SetSchema,
        SetVariable,
        TransactionControl,
        Truncate,
        Unparsed,
        Update,
        Vacuum {

  Span span();

  /** Accepts the visitor's method for this statement. */
  <R> R accept(Visitor<R> visitor);

  /** One method a statement and no defaults: a forgotten statement does not compile. */
  interface Visitor<R> {

    R visit(AlterDefaultPrivileges statement);

    R visit(AlterDomain statement);

    R visit(AlterEnum statement);

    R visit(AlterEventTrigger statement);

    R visit(AlterExtension statement);

    R visit(AlterFunction statement);

    R visit(AlterPolicy statement);

    R visit(AlterPublication statement);

    R visit(AlterSequence statement);

    R visit(AlterStatistics statement);

    R visit(AlterTable statement);

    R visit(AlterTableAllInTablespace statement);

    R visit(AlterType statement);

    R visit(Call statement);

    R visit(Cluster statement);

    R visit(Comment statement);

    R visit(Copy statement);

    R visit(CreateCompositeType statement);

    R visit(CreateDomain statement);

    R visit(CreateEnum statement);

    R visit(CreateEventTrigger statement);

    R visit(CreateExtension statement);

    R visit(CreateFunction statement);

    R visit(CreateIndex statement);

    R visit(CreatePolicy statement);

    R visit(CreatePublication statement);

    R visit(CreateRangeType statement);

    R visit(CreateRule statement);

    R visit(CreateSchema statement);

    R visit(CreateSequence statement);

    R visit(CreateStatistics statement);

    R visit(CreateTable statement);

    R visit(CreateTableAs statement);

    R visit(CreateTrigger statement);

    R visit(CreateView statement);

    R visit(DeclareCursor statement);

    R visit(Define statement);

    R visit(Delete statement);

    R visit(DependsOnExtension statement);

    R visit(DoBlock statement);

    R visit(Drop statement);

    R visit(Execute statement);

    R visit(Explain statement);

    R visit(Grant statement);

    R visit(GrantRole statement);

    R visit(Insert statement);

    R visit(LockTable statement);

    R visit(Merge statement);

    R visit(Opaque statement);

    R visit(Other statement);

    R visit(Prepare statement);

    R visit(PsqlCommand statement);

    R visit(RefreshMaterializedView statement);

    R visit(Reindex statement);

    R visit(Rename statement);

    R visit(SecurityLabel statement);

    R visit(Select statement);

    R visit(SetConstraints statement);

    R visit(SetOwner statement);

    R visit(SetSchema statement);

    R visit(SetVariable statement);

    R visit(TransactionControl statement);

    R visit(Truncate statement);

    R visit(Unparsed statement);

    R visit(Update statement);

    R visit(Vacuum statement);
  }
}
