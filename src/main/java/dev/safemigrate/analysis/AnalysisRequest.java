package dev.safemigrate.analysis;

import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.finding.Evidence;
import dev.safemigrate.finding.Pending;
import dev.safemigrate.rule.Runner;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.source.MigrationScript;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be analysed, and what is known about the world around it.
 *
 * @param scripts all migrations in the order in which they run, applied ones first
 * @param applied the {@link MigrationScript#identity() identities} of those that ran already
 * @param pending how that is known
 * @param schema what is there before the first script
 * @param version of the server
 * @param runner that will run the files
 * @param allowances acknowledgements of the configuration
 * @param baseline fingerprints of findings that were there when the project adopted the plugin,
 *     each with the last day on which it counts as accepted, if there is one
 * @param today the day on which acknowledgements with an end are judged
 * @param evidence what is known about objects that contract steps remove
 * @param style whether questions of style are asked too
 * @param group whether all that is pending runs in one transaction
 * @param unused whether no version of the application works on the database, so that what applied
 *     migrations have created is as new as what pending ones create
 */
@RecordBuilder
public record AnalysisRequest(
    List<MigrationScript> scripts,
    Set<String> applied,
    Pending pending,
    SchemaState schema,
    ServerVersion version,
    Runner runner,
    List<Allowance> allowances,
    Map<String, Optional<LocalDate>> baseline,
    LocalDate today,
    List<Evidence> evidence,
    boolean style,
    boolean group,
    boolean unused)
    implements AnalysisRequestBuilder.With {

  public AnalysisRequest {
    scripts = List.copyOf(scripts);
    applied = Set.copyOf(applied);
    allowances = List.copyOf(allowances);
    baseline = Map.copyOf(baseline);
    evidence = List.copyOf(evidence);
  }

  /** Each migration in a transaction of its own, on a database that an application works on. */
  public AnalysisRequest(
      List<MigrationScript> scripts,
      Set<String> applied,
      Pending pending,
      SchemaState schema,
      ServerVersion version,
      Runner runner,
      List<Allowance> allowances,
      Map<String, Optional<LocalDate>> baseline,
      LocalDate today,
      List<Evidence> evidence,
      boolean style) {
    this(
        scripts,
        applied,
        pending,
        schema,
        version,
        runner,
        allowances,
        baseline,
        today,
        evidence,
        style,
        false,
        false);
  }

  /** All scripts pending, nothing known, nothing acknowledged. */
  public static AnalysisRequest of(
      List<MigrationScript> scripts, ServerVersion version, Runner runner, LocalDate today) {
    return new AnalysisRequest(
        scripts,
        Set.of(),
        Pending.ALL,
        SchemaState.unknown(),
        version,
        runner,
        List.of(),
        Map.of(),
        today,
        List.of(),
        false);
  }
}
