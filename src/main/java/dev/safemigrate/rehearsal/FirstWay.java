package dev.safemigrate.rehearsal;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.rehearsal.OldStatements.Break;
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
import java.util.Set;
import java.util.TreeSet;

/**
 * The pending migrations' first way up: rows are put into the tables that they touch and that
 * production has, statements are traced, and the running version's statements are tried whenever
 * something was committed.
 */
final class FirstWay implements StatementObserver, AutoCloseable {

  private final RehearsalPlan plan;
  private final Tracer tracer;
  private final RowFiller rows;
  private final OldStatements old;
  private final long rowCount;
  private final List<Broken> broken = new ArrayList<>();

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

  List<Broken> broken() {
    return List.copyOf(broken);
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
  public void before(Connection worker, AnalysedStatement statement) throws SQLException {
    tracer.before(worker, statement);
  }

  @Override
  public void after(Connection worker, AnalysedStatement statement) throws SQLException {
    tracer.after(worker, statement);
    if (worker.getAutoCommit()) {
      old.tryAll().forEach(what -> broken.add(new Broken(statement, what)));
    }
  }

  @Override
  public void failed(AnalysedStatement statement) {
    tracer.failed(statement);
  }

  @Override
  public void ended(MigrationScript script) throws SQLException {
    List<Break> breaks = old.tryAll();
    List<AnalysedStatement> statements = plan.analysed(script).statements();
    for (Break what : breaks) {
      broken.add(new Broken(Culprit.of(statements, what.statement()), what));
    }
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
    old.close();
  }
}
