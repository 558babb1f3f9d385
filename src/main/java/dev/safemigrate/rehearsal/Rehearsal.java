package dev.safemigrate.rehearsal;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.history.History;
import dev.safemigrate.runner.Apply;
import dev.safemigrate.runner.Baseline;
import dev.safemigrate.runner.MigrationState;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.RunSettings;
import dev.safemigrate.runner.Sessions;
import dev.safemigrate.runner.StatementObserver;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.Version;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Runs migrations on an empty database as production would: what was there before them, those that
 * production has, then rows, then the pending ones, measured; then all the way down and up again.
 */
public final class Rehearsal {

  private final Sessions sessions;
  private final RunSettings settings;
  private final RehearsalListener listener;

  /**
   * @param sessions of a database that {@link ScratchClaim} holds: empty, or with the backup in it
   * @param settings without a target
   */
  public Rehearsal(Sessions sessions, RunSettings settings, RehearsalListener listener) {
    this.sessions = sessions;
    this.settings = settings;
    this.listener = listener;
  }

  /**
   * Rehearses.
   *
   * @return what was seen; a migration that fails and a down script that does not restore are in it
   * @throws RunException when it cannot begin: an applied migration or the seed fails
   */
  public RehearsalResult run(RehearsalPlan plan)
      throws RunException, SQLException, InterruptedException {
    try (Connection onlooker = sessions.open("rehearsal");
        Connection prober = sessions.open("other");
        Connection writer = sessions.open("rows")) {
      return rehearse(plan, onlooker, prober, writer);
    }
  }

  private RehearsalResult rehearse(
      RehearsalPlan plan, Connection onlooker, Connection prober, Connection writer)
      throws RunException, SQLException, InterruptedException {
    if (plan.base().isPresent()) {
      stage("Base " + plan.base().get().name());
      try (Connection connection = sessions.open("base")) {
        BaseSql.run(connection, plan.base().get(), plan.request().version());
      }
    }
    createSchema(onlooker);
    List<MigrationScript> applied =
        plan.scripts().stream().filter(script -> !plan.isPending(script)).toList();
    if (plan.restored()) {
      adopt(onlooker, applied);
    } else {
      base(plan, applied);
    }
    if (plan.seed().isPresent()) {
      stage("Seed " + plan.seed().get().name());
      seed(plan.seed().get());
    }
    RowFiller rows = new RowFiller(writer, plan.rows());
    Tracer tracer = new Tracer(onlooker, new BlockingProbe(prober), settings.table());
    try (FirstWay first = FirstWay.start(plan, sessions, settings, onlooker, tracer, rows)) {
      UpAndDown way = new UpAndDown(this, plan, settings, onlooker, first, rows);
      Optional<String> failure = way.rehearse(applied);
      List<String> notes = new ArrayList<>(first.notes());
      notes.addAll(way.notes());
      return RehearsalOutcome.of(plan, tracer, first, failure, way.downs(), notes);
    }
  }

  /** Tells that a part begins. */
  void stage(String what, int migrations) {
    stage("%s: %d %s".formatted(what, migrations, migrations == 1 ? "migration" : "migrations"));
  }

  private void stage(String what) {
    listener.stage(what);
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
    public Apply.Admitted admit(List<MigrationState> states, List<MigrationScript> callbacks) {
      return new Apply.Admitted(
          states.stream()
              .filter(MigrationState::toApply)
              .map(state -> plan.analysed(state.script().orElseThrow()))
              .toList(),
          callbacks.stream().map(plan::analysed).toList());
    }

    @Override
    public List<AnalysedMigration> divide(
        List<MigrationState> states, List<MigrationScript> downScripts) {
      return plan.downs().divide(states, downScripts);
    }
  }

  Sessions sessions() {
    return sessions;
  }

  RehearsalListener listener() {
    return listener;
  }

  /** A copy with another tool's history, or none, holds the applied migrations already. */
  private void adopt(Connection onlooker, List<MigrationScript> applied)
      throws RunException, SQLException, InterruptedException {
    Optional<Version> last =
        applied.stream().flatMap(script -> script.version().stream()).max(Version::compareTo);
    if (last.isPresent() && !new History(settings.table()).exists(onlooker)) {
      new Baseline(sessions, settings, listener).run(last.get(), "restored");
    }
  }

  private void base(RehearsalPlan plan, List<MigrationScript> applied)
      throws RunException, SQLException, InterruptedException {
    if (applied.isEmpty()) {
      return;
    }
    stage("Applied before", applied.size());
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
}
