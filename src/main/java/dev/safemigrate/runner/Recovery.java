package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.CreateIndex;
import dev.safemigrate.ast.Drop;
import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.Opaque;
import dev.safemigrate.ast.Other;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Reindex;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Unparsed;
import dev.safemigrate.effect.InnerCommits;
import dev.safemigrate.source.MigrationScript;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Finds out what became of a statement that cannot run in a transaction and of whose end nothing is
 * known, clears away what is left of it, and says whether it is done.
 */
final class Recovery {

  private final IndexCatalog catalog;
  private final Connection connection;
  private final RunListener listener;

  Recovery(Connection connection, RunListener listener) {
    this.connection = connection;
    this.catalog = new IndexCatalog(connection);
    this.listener = listener;
  }

  /**
   * Whether the unit has done its work.
   *
   * @return false when it is to run (again); nothing of it stands in the way then
   * @throws RunException when that cannot be known
   */
  boolean isDone(MigrationScript script, WorkUnit unit) throws SQLException, RunException {
    AnalysedStatement analysed = unit.statements().get(0);
    Statement statement = analysed.statement();
    if (statement instanceof CreateIndex index && index.concurrently()) {
      return indexIsBuilt(script, analysed, index);
    }
    if (isConcurrentDrop(statement)) {
      return indexIsDropped(script, (Drop) statement);
    }
    if (statement instanceof Reindex reindex) {
      dropLeftovers(script, reindex);
      return false;
    }
    if (statement instanceof AlterTable alter) {
      return partitionIsDetached(script, alter);
    }
    if (statement instanceof Other other && databaseExists(other)) {
      return true;
    }
    if (mayHaveHalfDone(statement) && !script.mayRunAgain(statement.span().start())) {
      throw unknowable(script, analysed);
    }
    return false;
  }

  /**
   * Whether the catalog looks before the statement as it should look after it. Then it will not
   * tell later what became of the statement, and need not: it does nothing, or it fails.
   */
  boolean looksDone(WorkUnit unit) throws SQLException {
    Statement statement = unit.statements().get(0).statement();
    if (statement instanceof CreateIndex index && index.concurrently()) {
      return index.name().isPresent()
          && catalog
              .find(index.table().name(), index.name().get())
              .filter(IndexCatalog.Index::valid)
              .isPresent();
    }
    if (isConcurrentDrop(statement)) {
      return noneIsLeft((Drop) statement);
    }
    if (statement instanceof AlterTable alter) {
      return noneIsAttached(alter);
    }
    return statement instanceof Other other && databaseExists(other);
  }

  private static boolean isConcurrentDrop(Statement statement) {
    return statement instanceof Drop drop && drop.concurrently();
  }

  private boolean indexIsDropped(MigrationScript script, Drop drop) throws SQLException {
    if (!noneIsLeft(drop)) {
      return false;
    }
    listener.notice(
        script.name(), "the server had finished dropping " + drop.objects().get(0).name());
    return true;
  }

  private boolean noneIsLeft(Drop drop) throws SQLException {
    for (ObjectReference index : drop.objects()) {
      if (catalog.exists(index.name())) {
        return false;
      }
    }
    return true;
  }

  private boolean noneIsAttached(AlterTable alter) throws SQLException {
    for (AlterTableAction action : alter.actions()) {
      if (action instanceof AlterTableAction.DetachPartition detach
          && catalog.attachment(alter.relation().name(), detach.partition())
              != IndexCatalog.Attachment.NONE) {
        return false;
      }
    }
    return true;
  }

  private boolean databaseExists(Other other) throws SQLException {
    return other.commandTag().equals("CREATE DATABASE")
        && catalog.databaseExists(other.objects().get(0).name().name());
  }

  private boolean indexIsBuilt(
      MigrationScript script, AnalysedStatement analysed, CreateIndex index)
      throws SQLException, RunException {
    if (index.name().isEmpty()) {
      throw new RunException(
          RunException.Kind.REFUSED,
          ("%s:%d: a run ended while this index was being built, and without a name it cannot be"
                  + " found again. Look for it on %s, drop it if it is there (DROP INDEX"
                  + " CONCURRENTLY), give it a name in the file and run again.")
              .formatted(script.path(), analysed.line(), index.table().name()));
    }
    String name = index.name().get();
    Optional<IndexCatalog.Index> found = catalog.find(index.table().name(), name);
    if (found.isEmpty()) {
      return false;
    }
    if (found.get().valid()) {
      listener.notice(script.name(), "the server had finished building " + name);
      return true;
    }
    dropInvalid(script, found.get());
    return false;
  }

  /**
   * Drops an invalid index of the name that is about to be built: IF NOT EXISTS would keep it and
   * call that success.
   */
  void clearTheWay(MigrationScript script, WorkUnit unit) throws SQLException {
    Statement statement = unit.statements().get(0).statement();
    if (statement instanceof CreateIndex index && index.concurrently()) {
      Optional<IndexCatalog.Index> found =
          index.name().isEmpty()
              ? Optional.empty()
              : catalog.find(index.table().name(), index.name().get());
      if (found.isPresent() && !found.get().valid()) {
        dropInvalid(script, found.get());
      }
    }
  }

  private void dropInvalid(MigrationScript script, IndexCatalog.Index index) throws SQLException {
    listener.notice(
        script.name(), "drops the invalid index " + index.name() + " of an interrupted build");
    dropConcurrently(index);
  }

  /**
   * An interrupted REINDEX CONCURRENTLY leaves an invalid twin ending in _ccnew or _ccold (the
   * manual, REINDEX, "Rebuilding Indexes Concurrently").
   */
  private void dropLeftovers(MigrationScript script, Reindex reindex) throws SQLException {
    if (!reindex.concurrently()) {
      return;
    }
    // From version 16 on DATABASE and SYSTEM may stand without a name.
    List<IndexCatalog.Index> leftovers =
        switch (reindex.target()) {
          case INDEX -> catalog.leftoversOfIndex(reindex.name().orElseThrow());
          case TABLE -> catalog.leftoversOfTable(reindex.name().orElseThrow());
          case SCHEMA -> catalog.leftoversOfSchema(reindex.name().orElseThrow().name());
          case SYSTEM, DATABASE -> catalog.leftoversOfDatabase();
        };
    for (IndexCatalog.Index leftover : leftovers) {
      listener.notice(script.name(), "drops " + leftover.name() + ", left by a REINDEX");
      dropConcurrently(leftover);
    }
  }

  private boolean partitionIsDetached(MigrationScript script, AlterTable alter)
      throws SQLException {
    for (AlterTableAction action : alter.actions()) {
      if (!(action instanceof AlterTableAction.DetachPartition detach) || !detach.concurrently()) {
        continue;
      }
      QualifiedName parent = alter.relation().name();
      switch (catalog.attachment(parent, detach.partition())) {
        case NONE -> {
          return true;
        }
        case DETACH_PENDING -> {
          listener.notice(script.name(), "finishes detaching " + detach.partition());
          execute(
              "ALTER TABLE %s DETACH PARTITION %s FINALIZE"
                  .formatted(Identifiers.quote(parent), Identifiers.quote(detach.partition())));
          return true;
        }
        case ATTACHED -> {
          return false;
        }
      }
    }
    return false;
  }

  /** What commits inside may have done any part of its work. */
  private static boolean mayHaveHalfDone(Statement statement) {
    return InnerCommits.possible(statement)
        || statement instanceof Opaque
        || statement instanceof Unparsed;
  }

  private static RunException unknowable(MigrationScript script, AnalysedStatement statement) {
    return new RunException(
        RunException.Kind.REFUSED,
        ("%s:%d: a run ended while this statement was running outside a transaction, and how much"
                + " of it is done cannot be known. If it may run again, say so in front of it: --"
                + " migrate:idempotent <reason>. Then run again.")
            .formatted(script.path(), statement.line()));
  }

  private void dropConcurrently(IndexCatalog.Index index) throws SQLException {
    execute("DROP INDEX CONCURRENTLY IF EXISTS " + index.sqlName());
  }

  private void execute(String sql) throws SQLException {
    try (java.sql.Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
