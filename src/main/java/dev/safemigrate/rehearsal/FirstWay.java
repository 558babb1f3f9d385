package dev.safemigrate.rehearsal;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.ast.TransactionControl;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.rehearsal.OldStatements.Break;
import dev.safemigrate.rehearsal.OldStatements.How;
import dev.safemigrate.rehearsal.OldStatements.Meanwhile;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.RunSettings;
import dev.safemigrate.runner.Sessions;
import dev.safemigrate.runner.StatementObserver;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.source.MigrationScript;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The pending migrations' first way up: rows are put into the tables that they touch and that
 * production has, statements are traced, and the running version's statements are tried while each
 * transaction holds all of its locks, and whenever something was committed.
 */
final class FirstWay implements StatementObserver, AutoCloseable {

  private final RehearsalPlan plan;
  private final Tracer tracer;
  private final RowFiller rows;
  private final OldStatements old;
  private final long rowCount;
  private final List<Broken> broken = new ArrayList<>();
  private final List<Waiting> waiting = new ArrayList<>();

  /** Those of the script that runs. */
  private List<AnalysedStatement> statements = List.of();

  private String file = "";
  private Optional<OldStatementWatch> watch = Optional.empty();

  private FirstWay(
      RehearsalPlan plan, Tracer tracer, RowFiller rows, OldStatements old, long rowCount) {
    this.plan = plan;
    this.tracer = tracer;
    this.rows = rows;
    this.old = old;
    this.rowCount = rowCount;
  }

  /**
   * A statement of the running version that a migration has broken.
   *
   * @param by the statement of the migration that did it, as far as can be told
   */
  record Broken(AnalysedStatement by, Break what) {}

  /** Fills the tables that are there and prepares the running version's statements. */
  static FirstWay start(
      RehearsalPlan plan,
      Sessions sessions,
      RunSettings settings,
      Connection onlooker,
      Tracer tracer,
      RowFiller rows)
      throws SQLException, RunException {
    Set<RelationName> touched = new TreeSet<>();
    plan.analysis().pendingMigrations().forEach(migration -> touched.addAll(touched(migration)));
    rows.fill(touched);
    List<OldStatement> statements = plan.queries();
    if (statements.isEmpty()) {
      RelationFiles known = RelationFiles.read(onlooker, settings.table());
      statements = new OldShapes(onlooker, rows).of(known, touched);
    }
    OldStatements old = OldStatements.start(sessions, settings.schema(), statements);
    Map<RelationName, Long> counts = ScratchDatabase.countRows(onlooker, settings.table());
    tracer.countsOf(counts);
    long count = counts.values().stream().mapToLong(Long::longValue).sum();
    return new FirstWay(plan, tracer, rows, old, count);
  }

  /** What could not be tried or filled. */
  List<String> notes() {
    List<String> notes = new ArrayList<>(rows.problems());
    notes.addAll(old.problems());
    return notes;
  }

  /** What broke; what is broken for good is not said to break meanwhile too. */
  List<Broken> broken() {
    Set<OldStatement> lasting =
        broken.stream()
            .map(Broken::what)
            .filter(what -> what.how() != How.MEANWHILE)
            .map(Break::statement)
            .collect(Collectors.toSet());
    return broken.stream()
        .filter(
            each ->
                each.what().how() != How.MEANWHILE || !lasting.contains(each.what().statement()))
        .toList();
  }

  /** Which statements of the running version had to wait for which of the migrations'. */
  List<Waiting> waiting() {
    return List.copyOf(waiting);
  }

  /** How many rows there were before the pending migrations. */
  long rows() {
    return rowCount;
  }

  /** How many statements of the running version were tried. */
  int tried() {
    return old.count();
  }

  @Override
  public boolean measuresLocks() {
    return tracer.measuresLocks();
  }

  @Override
  public void begins(MigrationScript script) {
    AnalysedMigration migration = plan.analysed(script);
    statements = migration.statements();
    file = migration.file();
  }

  @Override
  public void before(Connection worker, AnalysedStatement statement) throws SQLException {
    tracer.before(worker, statement);
    if (worker.getAutoCommit() && old.count() > 0) {
      watch = Optional.of(OldStatementWatch.start(old));
    }
  }

  @Override
  public void after(Connection worker, AnalysedStatement statement) throws SQLException {
    try {
      tracer.after(worker, statement);
    } finally {
      endWatch(statement);
    }
    if (worker.getAutoCommit()) {
      old.tryAll().forEach(what -> broken.add(new Broken(statement, what)));
    } else if (isLastOfTransaction(statement)) {
      add(statement, old.tryMeanwhile());
    }
  }

  @Override
  public void failed(AnalysedStatement statement) {
    tracer.failed(statement);
    try {
      endWatch(statement);
    } catch (SQLException e) {
      // The refusal of the statement is what the user is told; what was seen is not needed.
      return;
    }
  }

  @Override
  public void ended(MigrationScript script) throws SQLException {
    for (Break what : old.tryAll()) {
      broken.add(new Broken(Culprit.of(statements, what.statement()), what));
    }
  }

  private void endWatch(AnalysedStatement statement) throws SQLException {
    Optional<OldStatementWatch> begun = watch;
    watch = Optional.empty();
    if (begun.isPresent()) {
      add(statement, begun.get().end());
    }
  }

  private void add(AnalysedStatement last, Meanwhile meanwhile) {
    List<AnalysedStatement> together =
        last.transaction().isEmpty()
            ? List.of(last)
            : statements.stream()
                .filter(statement -> statement.transaction().equals(last.transaction()))
                .toList();
    for (Break what : meanwhile.breaks()) {
      broken.add(new Broken(Culprit.of(together, what.statement()), what));
    }
    for (OldStatement statement : meanwhile.waiting()) {
      waiting.add(new Waiting(file, Culprit.of(together, statement).line(), statement.name()));
    }
  }

  /** Behind it the transaction holds all the locks that it ever does, and is committed next. */
  private boolean isLastOfTransaction(AnalysedStatement statement) {
    if (statement.transaction().isEmpty()) {
      return true;
    }
    AnalysedStatement last = statement;
    for (AnalysedStatement each : statements) {
      if (each.transaction().equals(statement.transaction())
          && !(each.statement() instanceof TransactionControl)) {
        last = each;
      }
    }
    return last == statement;
  }

  private static Set<RelationName> touched(AnalysedMigration migration) {
    Set<RelationName> touched = new TreeSet<>();
    for (AnalysedStatement statement : migration.statements()) {
      statement.effects().locks().stream().map(RelationLock::relation).forEach(touched::add);
    }
    return touched;
  }

  @Override
  public void close() throws SQLException {
    // A statement that was interrupted has neither failed nor succeeded.
    Optional<OldStatementWatch> begun = watch;
    watch = Optional.empty();
    try {
      if (begun.isPresent()) {
        begun.get().end();
      }
    } finally {
      old.close();
    }
  }
}
