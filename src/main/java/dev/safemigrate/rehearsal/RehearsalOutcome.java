package dev.safemigrate.rehearsal;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.analysis.AnalysisResult;
import dev.safemigrate.analysis.LaterFindings;
import dev.safemigrate.analysis.LaterFindings.Later;
import dev.safemigrate.analysis.ReportedFinding.Place;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.rehearsal.FirstWay.Broken;
import dev.safemigrate.rule.Rules;
import dev.safemigrate.runner.TestedDowns;
import dev.safemigrate.source.MigrationScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts together what a rehearsal has shown: measurements and findings beside the predictions. */
final class RehearsalOutcome {

  private static final Remedy EXPAND_AND_CONTRACT =
      Remedy.of(
          "Keep what the running version uses until no server runs it any more, and take it away in"
              + " a later release.");
  private static final Remedy PREPARE_ANEW =
      Remedy.of(
          "Let the application open its connections anew behind the migration, or let its driver"
              + " prepare no statements on the server meanwhile (prepareThreshold=0 with pgJDBC).");
  private static final Remedy RETRY =
      Remedy.of("Let the application try again for as long as the migration takes.");
  private static final Remedy KNOW =
      Remedy.of("Trust what was measured here, and report the difference.");

  private final List<Difference> differences = new ArrayList<>();
  private final List<Later> later = new ArrayList<>();
  private int measured;

  private RehearsalOutcome() {}

  static RehearsalResult of(
      RehearsalPlan plan,
      Tracer tracer,
      FirstWay way,
      Optional<String> failure,
      DownOutcome downs,
      List<String> notes) {
    RehearsalOutcome outcome = new RehearsalOutcome();
    AnalysisResult result = outcome.withMeasurements(plan.analysis(), tracer, notes);
    way.broken().forEach(outcome::add);
    return new RehearsalResult(
        LaterFindings.add(plan.request(), result, outcome.later),
        outcome.differences,
        outcome.measured,
        way.rows(),
        way.tried(),
        way.waiting(),
        failure,
        downs,
        tested(plan, downs),
        notes);
  }

  private static List<TestedDowns.Down> tested(RehearsalPlan plan, DownOutcome downs) {
    List<TestedDowns.Down> tested = new ArrayList<>();
    for (MigrationScript script : plan.scripts()) {
      if (plan.isPending(script) && script.down().isPresent()) {
        MigrationScript down = script.down().get();
        tested.add(
            new TestedDowns.Down(
                down.name(), script.checksum(), down.checksum(), downs.of(down.name())));
      }
    }
    return tested;
  }

  private AnalysisResult withMeasurements(
      AnalysisResult result, Tracer tracer, List<String> further) {
    List<AnalysedMigration> migrations = new ArrayList<>();
    for (AnalysedMigration migration : result.migrations()) {
      List<AnalysedStatement> statements = new ArrayList<>();
      for (AnalysedStatement statement : migration.statements()) {
        Optional<Observation> observation = tracer.observation(statement);
        observation.ifPresent(seen -> compare(migration.file(), statement, seen));
        statements.add(
            observation.map(seen -> statement.withMeasurement(seen.measured())).orElse(statement));
      }
      migrations.add(
          new AnalysedMigration(
              migration.file(),
              migration.version(),
              migration.description(),
              migration.state(),
              migration.classification(),
              migration.transactional(),
              statements,
              migration.findings()));
    }
    List<String> notes = new ArrayList<>(result.notes());
    notes.addAll(further);
    return new AnalysisResult(
        result.postgresVersion(),
        result.runner(),
        result.pending(),
        migrations,
        result.coverage(),
        notes);
  }

  private void compare(String file, AnalysedStatement statement, Observation seen) {
    measured++;
    for (Difference difference : PredictionComparison.compare(file, statement, seen)) {
      differences.add(difference);
      later.add(
          new Later(
              statement.statement(),
              Rules.PREDICTION_DIFFERS,
              Classification.SAFE,
              "Of %s, %s was predicted and %s was measured."
                  .formatted(difference.aspect(), difference.predicted(), difference.measured()),
              KNOW,
              List.of()));
    }
  }

  private void add(Broken broken) {
    OldStatement statement = broken.what().statement();
    String name =
        statement.isGenerated()
            ? statement.name()
            : "The running version's statement at " + statement.name();
    String error = broken.what().error();
    Later finding =
        switch (broken.what().how()) {
          case FOR_GOOD ->
              later(
                  broken,
                  Classification.EXPAND_CONTRACT_REQUIRED,
                  "%s fails behind this migration: %s.".formatted(name, error),
                  EXPAND_AND_CONTRACT);
          case ONLY_PREPARED ->
              later(
                  broken,
                  Classification.RISKY,
                  "%s fails on connections that have it prepared: %s.".formatted(name, error),
                  PREPARE_ANEW);
          case MEANWHILE ->
              later(
                  broken,
                  Classification.RISKY,
                  "%s fails while this migration is at work: %s.".formatted(name, error),
                  RETRY);
        };
    later.add(finding);
  }

  private static Later later(
      Broken broken, Classification classification, String message, Remedy remedy) {
    return new Later(
        broken.by().statement(),
        Rules.OLD_STATEMENT_BREAKS,
        classification,
        message,
        remedy,
        places(broken.what().statement()));
  }

  private static List<Place> places(OldStatement statement) {
    return statement.place().stream()
        .map(place -> new Place(place.file(), place.line(), 1, "The statement that fails"))
        .toList();
  }
}
