package dev.safemigrate.rehearsal;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.analysis.AnalysisResult;
import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.runner.Apply;
import dev.safemigrate.runner.MigrationState;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.RunListener;
import dev.safemigrate.runner.RunSettings;
import dev.safemigrate.runner.Sessions;
import dev.safemigrate.runner.StatementObserver;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.source.MigrationScript;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Runs migrations on an empty database as production would: those that production has, then rows,
 * then the pending ones, measured; then all the way down and up again.
 */
public final class Rehearsal {

  private final Sessions sessions;
  private final RunSettings settings;
  private final RunListener listener;

  /**
   * @param sessions of a database that is empty
   * @param settings without a target
   */
  public Rehearsal(Sessions sessions, RunSettings settings, RunListener listener) {
    this.sessions = sessions;
    this.settings = settings;
    this.listener = listener;
  }

  /**
   * Rehearses.
   *
   * @return what was seen; a migration that fails and a down script that does not restore are in it
   * @throws RunException when it cannot begin: the database is not empty, an applied migration or
   *     the seed fails
   */
  public RehearsalResult run(RehearsalPlan plan)
      throws RunException, SQLException, InterruptedException {
    try (Connection onlooker = sessions.open("rehearsal")) {
      ScratchDatabase.requireEmpty(onlooker);
      createSchema(onlooker);
      List<MigrationScript> applied =
          plan.scripts().stream().filter(script -> !plan.isPending(script)).toList();
      base(plan, applied);
      if (plan.seed().isPresent()) {
        seed(plan.seed().get());
      }
      Map<RelationName, Long> rows = ScratchDatabase.countRows(onlooker, settings.table());
      Tracer tracer = new Tracer(onlooker, settings.table(), rows);
      UpAndDown way = new UpAndDown(this, plan, settings, onlooker, tracer);
      Optional<String> failure = way.rehearse(applied);
      long count = rows.values().stream().mapToLong(Long::longValue).sum();
      return result(plan, tracer, count, failure, way.downs());
    }
  }

  /** Applies those of the scripts that are not applied yet. */
  void apply(RehearsalPlan plan, List<MigrationScript> scripts, StatementObserver observer)
      throws RunException, SQLException, InterruptedException {
    new Apply(sessions, settings, listener, observer).run(scripts, new Planned(plan));
  }

  /** What was planned is admitted; it was analysed with the plan. */
  private record Planned(RehearsalPlan plan) implements Apply.Gate {

    @Override
    public Map<String, AnalysedMigration> analyse(List<MigrationState> states) {
      return states.stream()
          .flatMap(state -> state.script().stream())
          .collect(Collectors.toMap(MigrationScript::identity, plan::analysed));
    }

    @Override
    public List<AnalysedMigration> admit(List<MigrationState> states) {
      return states.stream()
          .filter(MigrationState::toApply)
          .map(state -> plan.analysed(state.script().orElseThrow()))
          .toList();
    }
  }

  Sessions sessions() {
    return sessions;
  }

  RunListener listener() {
    return listener;
  }

  private void base(RehearsalPlan plan, List<MigrationScript> applied)
      throws RunException, SQLException, InterruptedException {
    try {
      apply(plan, applied, StatementObserver.NONE);
    } catch (RunException e) {
      throw new RunException(
          e.kind(),
          "The schema before the pending migrations cannot be built: "
              + MissingExtension.explain(e),
          e);
    }
  }

  private void seed(RehearsalPlan.Seed seed) throws RunException {
    try (Connection connection = sessions.open("seed");
        Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      if (settings.schema().isPresent()) {
        statement.execute("SET search_path TO " + Identifiers.quote(settings.schema().get()));
      }
      statement.execute(seed.sql());
    } catch (SQLException e) {
      throw new RunException(
          RunException.Kind.SETUP,
          "The seed %s cannot be run: %s. It runs behind the applied migrations, before the pending ones."
              .formatted(seed.name(), e.getMessage()),
          e);
    }
  }

  /** Production has the schema that is configured; an empty database does not. */
  private void createSchema(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE SCHEMA IF NOT EXISTS " + Identifiers.quote(settings.table().schema()));
    }
  }

  private static RehearsalResult result(
      RehearsalPlan plan, Tracer tracer, long rows, Optional<String> failure, DownOutcome downs) {
    List<Difference> differences = new ArrayList<>();
    List<AnalysedMigration> migrations = new ArrayList<>();
    int measured = 0;
    for (AnalysedMigration migration : plan.analysis().migrations()) {
      List<AnalysedStatement> statements = new ArrayList<>();
      for (AnalysedStatement statement : migration.statements()) {
        Optional<Observation> observation = tracer.observation(statement);
        if (observation.isEmpty()) {
          statements.add(statement);
          continue;
        }
        measured++;
        differences.addAll(
            PredictionComparison.compare(migration.file(), statement, observation.get()));
        statements.add(statement.withMeasurement(observation.get().measured()));
      }
      migrations.add(with(migration, statements));
    }
    return new RehearsalResult(
        with(plan.analysis(), migrations, differences),
        differences,
        measured,
        rows,
        failure,
        downs);
  }

  private static AnalysedMigration with(
      AnalysedMigration migration, List<AnalysedStatement> statements) {
    return new AnalysedMigration(
        migration.file(),
        migration.version(),
        migration.description(),
        migration.state(),
        migration.classification(),
        migration.transactional(),
        statements,
        migration.findings());
  }

  private static AnalysisResult with(
      AnalysisResult result, List<AnalysedMigration> migrations, List<Difference> differences) {
    List<String> notes = new ArrayList<>(result.notes());
    differences.stream().map(Difference::logLine).forEach(notes::add);
    return new AnalysisResult(
        result.postgresVersion(),
        result.runner(),
        result.pending(),
        migrations,
        result.coverage(),
        notes);
  }
}
