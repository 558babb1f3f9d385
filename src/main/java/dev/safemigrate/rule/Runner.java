package dev.safemigrate.rule;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is known about the tools that run migrations: which transactions they open, and what they do
 * meanwhile.
 */
public enum Runner {
  /**
   * Ours: what cannot run in a transaction runs by itself, the rest of the file in transactions.
   */
  MIGRATE("migrate", Transactions.SPLIT, true),
  /** One a file; none for a file whose statements all must run outside one. */
  FLYWAY("flyway", Transactions.DETECTED, false),
  LIQUIBASE("liquibase", Transactions.FILE, false),
  /** The file is one simple query, which is one transaction unless it has a single statement. */
  GOLANG_MIGRATE("golang-migrate", Transactions.SIMPLE_QUERY, false),
  DIESEL("diesel", Transactions.FILE, false),
  /** As golang-migrate. */
  PRISMA("prisma", Transactions.SIMPLE_QUERY, false),
  SQLX("sqlx", Transactions.FILE, false),
  ALEMBIC("alembic", Transactions.FILE, false),
  KNEX("knex", Transactions.FILE, false),
  GOOSE("goose", Transactions.FILE, false),
  DBMATE("dbmate", Transactions.FILE, false),
  SQL_MIGRATE("sql-migrate", Transactions.FILE, false),
  MYBATIS("mybatis", Transactions.NONE, false),
  ATLAS("atlas", Transactions.FILE, false),
  /** Statement by statement, each committed by itself. */
  PSQL("psql", Transactions.NONE, false);

  private final String id;
  private final Transactions transactions;
  private final boolean boundsLockWaits;

  Runner(String id, Transactions transactions, boolean boundsLockWaits) {
    this.id = id;
    this.transactions = transactions;
    this.boundsLockWaits = boundsLockWaits;
  }

  /** As parameters and reports spell it: {@code golang-migrate}. */
  public String id() {
    return id;
  }

  /** The runner of that id, if there is one. */
  public static Optional<Runner> ofId(String id) {
    return Arrays.stream(values()).filter(runner -> runner.id.equalsIgnoreCase(id)).findFirst();
  }

  /** All ids, for messages. */
  public static String ids() {
    return Arrays.stream(values()).map(Runner::id).collect(Collectors.joining(", "));
  }

  /** Which transactions it opens when a file says nothing. */
  public Transactions transactions() {
    return transactions;
  }

  /** Whether it sets a lock timeout and tries again by itself. */
  public boolean boundsLockWaits() {
    return boundsLockWaits;
  }

  /**
   * Whether it keeps a transaction open on another connection while a migration runs. A concurrent
   * index build waits for all older snapshots (PostgreSQL manual, "Building Indexes Concurrently").
   */
  public boolean keepsTransactionOpen() {
    return this == FLYWAY;
  }

  /**
   * Whether the statements behind a COMMIT of the file stand in a new transaction: JDBC begins one
   * by itself when auto-commit is off, and so does the server for what is left of a simple query.
   */
  public boolean beginsAgain() {
    return switch (this) {
      case MIGRATE, FLYWAY, LIQUIBASE, GOLANG_MIGRATE, PRISMA -> true;
      default -> false;
    };
  }

  /** How a file of that runner asks to run outside a transaction. */
  public String howToRunOutsideTransaction() {
    return switch (this) {
      case MIGRATE, PSQL, MYBATIS -> "put it into a file of its own";
      case FLYWAY -> "put it into a file of its own, without statements that need a transaction";
      case LIQUIBASE -> "put it into a changeset of its own with runInTransaction:false";
      case GOLANG_MIGRATE, PRISMA -> "make it the only statement of its file";
      case DIESEL ->
          "put it into a migration of its own with run_in_transaction = false in metadata.toml";
      case SQLX -> "put it into a file of its own that begins with -- no-transaction";
      case ALEMBIC -> "run it in op.get_context().autocommit_block()";
      case KNEX -> "put it into a migration of its own with config = { transaction: false }";
      case GOOSE -> "put it into a file of its own with -- +goose NO TRANSACTION";
      case DBMATE -> "put it into a file of its own with -- migrate:up transaction:false";
      case SQL_MIGRATE -> "put it into a file of its own with -- +migrate Up notransaction";
      case ATLAS -> "put it into a file of its own that begins with -- atlas:txmode none";
    };
  }

  /** The transactions of a file that says nothing about them. */
  public enum Transactions {
    /** One a file. */
    FILE,
    /** One a file, but around each statement that cannot run in one. */
    SPLIT,
    /** One a file unless no statement of it can run in one; mixing is refused. */
    DETECTED,
    /** One a file unless it is a single statement. */
    SIMPLE_QUERY,
    /** None. */
    NONE
  }
}
