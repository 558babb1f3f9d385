package dev.safemigrate.ast;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Trees to SQL text. What a statement's record keeps is written, in PostgreSQL's canonical words
 * and with names quoted where they must be; reading the text again gives an equal tree, spans
 * aside.
 */
public final class SqlWriter {

  private static final Writers WRITERS = new Writers();

  private SqlWriter() {}

  /**
   * The statement as SQL, without a semicolon. Empty for what has no tree to write: {@link Other},
   * {@link Opaque}, {@link Unparsed}, psql commands and statements around other statements.
   */
  public static Optional<String> write(Statement statement) {
    return statement.accept(WRITERS).map(SqlText::toString);
  }

  /** Writes a statement inside another one; that which has no tree cannot stand there. */
  static String writeNested(Statement statement) {
    return write(statement)
        .orElseThrow(
            () -> new IllegalArgumentException("not written as SQL: " + statement.getClass()));
  }

  private static Optional<SqlText> writable(List<Statement> parts, Supplier<SqlText> whole) {
    return parts.stream().allMatch(part -> write(part).isPresent())
        ? Optional.of(whole.get())
        : Optional.empty();
  }

  private static final class Writers implements Statement.Visitor<Optional<SqlText>> {

    @Override
    public Optional<SqlText> visit(AlterDefaultPrivileges statement) {
      return Optional.of(ObjectWriter.defaultPrivileges(statement));
    }

    @Override
    public Optional<SqlText> visit(AlterDomain statement) {
      return Optional.of(DefinitionWriter.alterDomain(statement));
    }

    @Override
    public Optional<SqlText> visit(AlterEnum statement) {
      return Optional.of(DefinitionWriter.alterEnum(statement));
    }

    @Override
    public Optional<SqlText> visit(AlterEventTrigger statement) {
      return Optional.of(RoutineWriter.alterEventTrigger(statement));
    }

    @Override
    public Optional<SqlText> visit(AlterExtension statement) {
      return Optional.of(ObjectWriter.alterExtension(statement));
    }

    @Override
    public Optional<SqlText> visit(AlterFunction statement) {
      return Optional.of(RoutineWriter.alterFunction(statement));
    }

    @Override
    public Optional<SqlText> visit(AlterPolicy statement) {
      return Optional.of(RoutineWriter.alterPolicy(statement));
    }

    @Override
    public Optional<SqlText> visit(AlterPublication statement) {
      return Optional.of(DefinitionWriter.alterPublication(statement));
    }

    @Override
    public Optional<SqlText> visit(AlterSequence statement) {
      return Optional.of(DefinitionWriter.alterSequence(statement));
    }

    @Override
    public Optional<SqlText> visit(AlterStatistics statement) {
      return Optional.of(DefinitionWriter.alterStatistics(statement));
    }

    @Override
    public Optional<SqlText> visit(AlterTable statement) {
      return Optional.of(TableWriter.alterTable(statement));
    }

    @Override
    public Optional<SqlText> visit(AlterTableAllInTablespace statement) {
      return Optional.of(TableWriter.moveAll(statement));
    }

    @Override
    public Optional<SqlText> visit(AlterType statement) {
      return Optional.of(DefinitionWriter.alterType(statement));
    }

    @Override
    public Optional<SqlText> visit(Call statement) {
      return Optional.of(new SqlText().add("CALL").add(statement.call().text()));
    }

    @Override
    public Optional<SqlText> visit(Cluster statement) {
      return Optional.of(DefinitionWriter.cluster(statement));
    }

    @Override
    public Optional<SqlText> visit(Comment statement) {
      return Optional.of(ObjectWriter.comment(statement));
    }

    @Override
    public Optional<SqlText> visit(Copy statement) {
      return Optional.empty();
    }

    @Override
    public Optional<SqlText> visit(CreateCompositeType statement) {
      return Optional.of(DefinitionWriter.createComposite(statement));
    }

    @Override
    public Optional<SqlText> visit(CreateDomain statement) {
      return Optional.of(DefinitionWriter.createDomain(statement));
    }

    @Override
    public Optional<SqlText> visit(CreateEnum statement) {
      return Optional.of(DefinitionWriter.createEnum(statement));
    }

    @Override
    public Optional<SqlText> visit(CreateEventTrigger statement) {
      return Optional.of(RoutineWriter.createEventTrigger(statement));
    }

    @Override
    public Optional<SqlText> visit(CreateExtension statement) {
      return Optional.of(DefinitionWriter.createExtension(statement));
    }

    @Override
    public Optional<SqlText> visit(CreateFunction statement) {
      return Optional.of(RoutineWriter.createFunction(statement));
    }

    @Override
    public Optional<SqlText> visit(CreateIndex statement) {
      return Optional.of(TableWriter.createIndex(statement));
    }

    @Override
    public Optional<SqlText> visit(CreatePolicy statement) {
      return Optional.of(RoutineWriter.createPolicy(statement));
    }

    @Override
    public Optional<SqlText> visit(CreatePublication statement) {
      return Optional.of(DefinitionWriter.createPublication(statement));
    }

    @Override
    public Optional<SqlText> visit(CreateRangeType statement) {
      return Optional.of(DefinitionWriter.createRange(statement));
    }

    @Override
    public Optional<SqlText> visit(CreateRule statement) {
      return writable(statement.actions(), () -> RoutineWriter.createRule(statement));
    }

    @Override
    public Optional<SqlText> visit(CreateSchema statement) {
      return writable(statement.elements(), () -> DefinitionWriter.createSchema(statement));
    }

    @Override
    public Optional<SqlText> visit(CreateSequence statement) {
      return Optional.of(DefinitionWriter.createSequence(statement));
    }

    @Override
    public Optional<SqlText> visit(CreateStatistics statement) {
      return Optional.of(DefinitionWriter.createStatistics(statement));
    }

    @Override
    public Optional<SqlText> visit(CreateTable statement) {
      return Optional.of(TableWriter.createTable(statement));
    }

    @Override
    public Optional<SqlText> visit(CreateTableAs statement) {
      return Optional.of(TableWriter.createTableAs(statement));
    }

    @Override
    public Optional<SqlText> visit(CreateTrigger statement) {
      return Optional.of(RoutineWriter.createTrigger(statement));
    }

    @Override
    public Optional<SqlText> visit(CreateView statement) {
      return Optional.of(DefinitionWriter.createView(statement));
    }

    @Override
    public Optional<SqlText> visit(DeclareCursor statement) {
      return Optional.empty();
    }

    @Override
    public Optional<SqlText> visit(Define statement) {
      return Optional.of(RoutineWriter.define(statement));
    }

    @Override
    public Optional<SqlText> visit(Delete statement) {
      return Optional.of(new SqlText().add(statement.query().text()));
    }

    @Override
    public Optional<SqlText> visit(DependsOnExtension statement) {
      return Optional.of(ObjectWriter.dependsOnExtension(statement));
    }

    @Override
    public Optional<SqlText> visit(DoBlock statement) {
      return Optional.of(RoutineWriter.doBlock(statement));
    }

    @Override
    public Optional<SqlText> visit(Drop statement) {
      return Optional.of(ObjectWriter.drop(statement));
    }

    @Override
    public Optional<SqlText> visit(Execute statement) {
      return Optional.empty();
    }

    @Override
    public Optional<SqlText> visit(Explain statement) {
      return Optional.empty();
    }

    @Override
    public Optional<SqlText> visit(Grant statement) {
      return Optional.of(ObjectWriter.grant(statement));
    }

    @Override
    public Optional<SqlText> visit(GrantRole statement) {
      return Optional.of(ObjectWriter.grantRole(statement));
    }

    @Override
    public Optional<SqlText> visit(Insert statement) {
      return Optional.of(new SqlText().add(statement.query().text()));
    }

    @Override
    public Optional<SqlText> visit(LockTable statement) {
      return Optional.of(DefinitionWriter.lock(statement));
    }

    @Override
    public Optional<SqlText> visit(Merge statement) {
      return Optional.of(new SqlText().add(statement.query().text()));
    }

    @Override
    public Optional<SqlText> visit(Opaque statement) {
      return Optional.empty();
    }

    @Override
    public Optional<SqlText> visit(Other statement) {
      return Optional.empty();
    }

    @Override
    public Optional<SqlText> visit(Prepare statement) {
      return Optional.empty();
    }

    @Override
    public Optional<SqlText> visit(PsqlCommand statement) {
      return Optional.empty();
    }

    @Override
    public Optional<SqlText> visit(RefreshMaterializedView statement) {
      return Optional.of(DefinitionWriter.refresh(statement));
    }

    @Override
    public Optional<SqlText> visit(Reindex statement) {
      return Optional.of(DefinitionWriter.reindex(statement));
    }

    @Override
    public Optional<SqlText> visit(Rename statement) {
      return Optional.of(ObjectWriter.rename(statement));
    }

    @Override
    public Optional<SqlText> visit(SecurityLabel statement) {
      return Optional.of(ObjectWriter.securityLabel(statement));
    }

    @Override
    public Optional<SqlText> visit(Select statement) {
      return Optional.of(new SqlText().add(statement.query().text()));
    }

    @Override
    public Optional<SqlText> visit(SetConstraints statement) {
      return Optional.of(DefinitionWriter.setConstraints(statement));
    }

    @Override
    public Optional<SqlText> visit(SetOwner statement) {
      return Optional.of(ObjectWriter.setOwner(statement));
    }

    @Override
    public Optional<SqlText> visit(SetSchema statement) {
      return Optional.of(ObjectWriter.setSchema(statement));
    }

    @Override
    public Optional<SqlText> visit(SetVariable statement) {
      return Optional.of(DefinitionWriter.setVariable(statement));
    }

    @Override
    public Optional<SqlText> visit(TransactionControl statement) {
      return Optional.of(DefinitionWriter.transaction(statement));
    }

    @Override
    public Optional<SqlText> visit(Truncate statement) {
      return Optional.of(DefinitionWriter.truncate(statement));
    }

    @Override
    public Optional<SqlText> visit(Unparsed statement) {
      return Optional.empty();
    }

    @Override
    public Optional<SqlText> visit(Update statement) {
      return Optional.of(new SqlText().add(statement.query().text()));
    }

    @Override
    public Optional<SqlText> visit(Vacuum statement) {
      return Optional.of(DefinitionWriter.vacuum(statement));
    }
  }
}
