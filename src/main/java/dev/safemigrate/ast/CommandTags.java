package dev.safemigrate.ast;

import java.util.Locale;

/** The command tags of statements, as the server sends them when a statement has run. */
public final class CommandTags {

  /** The tag of what cannot be told. */
  public static final String UNKNOWN = "UNKNOWN";

  private static final Tags TAGS = new Tags();

  private CommandTags() {}

  /**
   * The command tag of {@code statement}: {@code ALTER TABLE}, {@code CREATE INDEX}. What is not
   * SQL has the tag PSQL, what the server would refuse its first word.
   */
  public static String of(Statement statement) {
    return statement.accept(TAGS);
  }

  private static String alter(ObjectType type) {
    return switch (type) {
      case COLUMN, TABLE_CONSTRAINT -> "ALTER TABLE";
      case ATTRIBUTE -> "ALTER TYPE";
      case DOMAIN_CONSTRAINT -> "ALTER DOMAIN";
      default -> "ALTER " + type.sqlName();
    };
  }

  private static ObjectType renamed(Rename statement) {
    return statement.objectType() == ObjectType.COLUMN
        ? statement.relationType().orElse(ObjectType.TABLE)
        : statement.objectType();
  }

  private static boolean reset(SetVariable.Kind kind) {
    return kind == SetVariable.Kind.RESET || kind == SetVariable.Kind.RESET_ALL;
  }

  private static String transaction(TransactionControl.Kind kind) {
    return switch (kind) {
      case START -> "START TRANSACTION";
      case ROLLBACK_TO -> "ROLLBACK";
      case PREPARE -> "PREPARE TRANSACTION";
      case COMMIT_PREPARED -> "COMMIT PREPARED";
      case ROLLBACK_PREPARED -> "ROLLBACK PREPARED";
      case BEGIN, COMMIT, ROLLBACK, SAVEPOINT, RELEASE -> kind.name();
    };
  }

  private static final class Tags implements Statement.Visitor<String> {

    @Override
    public String visit(AlterDefaultPrivileges statement) {
      return "ALTER DEFAULT PRIVILEGES";
    }

    @Override
    public String visit(AlterDomain statement) {
      return "ALTER DOMAIN";
    }

    @Override
    public String visit(AlterEnum statement) {
      return "ALTER TYPE";
    }

    @Override
    public String visit(AlterEventTrigger statement) {
      return "ALTER EVENT TRIGGER";
    }

    @Override
    public String visit(AlterExtension statement) {
      return "ALTER EXTENSION";
    }

    @Override
    public String visit(AlterFunction statement) {
      return alter(statement.function().type());
    }

    @Override
    public String visit(AlterPolicy statement) {
      return "ALTER POLICY";
    }

    @Override
    public String visit(AlterPublication statement) {
      return "ALTER PUBLICATION";
    }

    @Override
    public String visit(AlterSequence statement) {
      return "ALTER SEQUENCE";
    }

    @Override
    public String visit(AlterStatistics statement) {
      return "ALTER STATISTICS";
    }

    @Override
    public String visit(AlterTable statement) {
      return alter(statement.objectType());
    }

    @Override
    public String visit(AlterTableAllInTablespace statement) {
      return alter(statement.objectType());
    }

    @Override
    public String visit(AlterType statement) {
      return "ALTER TYPE";
    }

    @Override
    public String visit(Call statement) {
      return "CALL";
    }

    @Override
    public String visit(Cluster statement) {
      return "CLUSTER";
    }

    @Override
    public String visit(Comment statement) {
      return "COMMENT";
    }

    @Override
    public String visit(Copy statement) {
      return "COPY";
    }

    @Override
    public String visit(CreateCompositeType statement) {
      return "CREATE TYPE";
    }

    @Override
    public String visit(CreateDomain statement) {
      return "CREATE DOMAIN";
    }

    @Override
    public String visit(CreateEnum statement) {
      return "CREATE TYPE";
    }

    @Override
    public String visit(CreateEventTrigger statement) {
      return "CREATE EVENT TRIGGER";
    }

    @Override
    public String visit(CreateExtension statement) {
      return "CREATE EXTENSION";
    }

    @Override
    public String visit(CreateFunction statement) {
      return statement.procedure() ? "CREATE PROCEDURE" : "CREATE FUNCTION";
    }

    @Override
    public String visit(CreateIndex statement) {
      return "CREATE INDEX";
    }

    @Override
    public String visit(CreatePolicy statement) {
      return "CREATE POLICY";
    }

    @Override
    public String visit(CreatePublication statement) {
      return "CREATE PUBLICATION";
    }

    @Override
    public String visit(CreateRangeType statement) {
      return "CREATE TYPE";
    }

    @Override
    public String visit(CreateRule statement) {
      return "CREATE RULE";
    }

    @Override
    public String visit(CreateSchema statement) {
      return "CREATE SCHEMA";
    }

    @Override
    public String visit(CreateSequence statement) {
      return "CREATE SEQUENCE";
    }

    @Override
    public String visit(CreateStatistics statement) {
      return "CREATE STATISTICS";
    }

    @Override
    public String visit(CreateTable statement) {
      return statement.foreignServer().isPresent() ? "CREATE FOREIGN TABLE" : "CREATE TABLE";
    }

    @Override
    public String visit(CreateTableAs statement) {
      return statement.materializedView() ? "CREATE MATERIALIZED VIEW" : "CREATE TABLE AS";
    }

    @Override
    public String visit(CreateTrigger statement) {
      return "CREATE TRIGGER";
    }

    @Override
    public String visit(CreateView statement) {
      return "CREATE VIEW";
    }

    @Override
    public String visit(DeclareCursor statement) {
      return "DECLARE CURSOR";
    }

    @Override
    public String visit(Define statement) {
      return "CREATE " + statement.objectType().sqlName();
    }

    @Override
    public String visit(Delete statement) {
      return "DELETE";
    }

    @Override
    public String visit(DependsOnExtension statement) {
      return alter(statement.object().type());
    }

    @Override
    public String visit(DoBlock statement) {
      return "DO";
    }

    @Override
    public String visit(Drop statement) {
      return "DROP " + statement.objectType().sqlName();
    }

    @Override
    public String visit(Execute statement) {
      return "EXECUTE";
    }

    @Override
    public String visit(Explain statement) {
      return "EXPLAIN";
    }

    @Override
    public String visit(Grant statement) {
      return statement.revoke() ? "REVOKE" : "GRANT";
    }

    @Override
    public String visit(GrantRole statement) {
      return statement.revoke() ? "REVOKE ROLE" : "GRANT ROLE";
    }

    @Override
    public String visit(Insert statement) {
      return "INSERT";
    }

    @Override
    public String visit(LockTable statement) {
      return "LOCK TABLE";
    }

    @Override
    public String visit(Merge statement) {
      return "MERGE";
    }

    @Override
    public String visit(Opaque statement) {
      return statement.dynamic() ? "EXECUTE" : UNKNOWN;
    }

    @Override
    public String visit(Other statement) {
      return statement.commandTag();
    }

    @Override
    public String visit(Prepare statement) {
      return "PREPARE";
    }

    @Override
    public String visit(PsqlCommand statement) {
      return "PSQL";
    }

    @Override
    public String visit(RefreshMaterializedView statement) {
      return "REFRESH MATERIALIZED VIEW";
    }

    @Override
    public String visit(Reindex statement) {
      return "REINDEX";
    }

    @Override
    public String visit(Rename statement) {
      return alter(renamed(statement));
    }

    @Override
    public String visit(SecurityLabel statement) {
      return "SECURITY LABEL";
    }

    @Override
    public String visit(Select statement) {
      return statement.into().isPresent() ? "SELECT INTO" : "SELECT";
    }

    @Override
    public String visit(SetConstraints statement) {
      return "SET CONSTRAINTS";
    }

    @Override
    public String visit(SetOwner statement) {
      return alter(statement.object().type());
    }

    @Override
    public String visit(SetSchema statement) {
      return alter(statement.object().type());
    }

    @Override
    public String visit(SetVariable statement) {
      return reset(statement.kind()) ? "RESET" : "SET";
    }

    @Override
    public String visit(TransactionControl statement) {
      return transaction(statement.kind());
    }

    @Override
    public String visit(Truncate statement) {
      return "TRUNCATE TABLE";
    }

    @Override
    public String visit(Unparsed statement) {
      return statement.firstWord().map(word -> word.toUpperCase(Locale.ROOT)).orElse(UNKNOWN);
    }

    @Override
    public String visit(Update statement) {
      return "UPDATE";
    }

    @Override
    public String visit(Vacuum statement) {
      return statement.vacuum() ? "VACUUM" : "ANALYZE";
    }
  }
}
