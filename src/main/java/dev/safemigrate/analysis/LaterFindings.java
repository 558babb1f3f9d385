package dev.safemigrate.analysis;

import dev.safemigrate.analysis.ReportedFinding.Place;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.finding.Acknowledgement;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import dev.safemigrate.source.Directive;
import dev.safemigrate.source.Directives;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Adds to a result what only a server could tell, with the acknowledgements that it has. */
public final class LaterFindings {

  private final AnalysisRequest request;
  private final List<Later> later;

  private LaterFindings(AnalysisRequest request, List<Later> later) {
    this.request = request;
    this.later = later;
  }

  /**
   * What was found of one statement.
   *
   * @param statement the statement as the result has it
   * @param related other places that explain it
   */
  public record Later(
      Statement statement,
      RuleInfo rule,
      Classification classification,
      String message,
      Remedy remedy,
      List<Place> related) {

    public Later {
      related = List.copyOf(related);
    }
  }

  /**
   * The result with these findings in it.
   *
   * @param request that the result answers
   * @param later in any order
   */
  public static AnalysisResult add(
      AnalysisRequest request, AnalysisResult result, List<Later> later) {
    if (later.isEmpty()) {
      return result;
    }
    LaterFindings findings = new LaterFindings(request, later);
    List<AnalysedMigration> migrations = new ArrayList<>();
    for (int i = 0; i < result.migrations().size(); i++) {
      migrations.add(findings.add(request.scripts().get(i), result.migrations().get(i)));
    }
    return new AnalysisResult(
        result.postgresVersion(),
        result.runner(),
        result.pending(),
        migrations,
        result.coverage(),
        result.notes());
  }

  private AnalysedMigration add(MigrationScript script, AnalysedMigration migration) {
    Fingerprints fingerprints = new Fingerprints();
    Acknowledgements acknowledgements = new Acknowledgements(request, script);
    List<AnalysedStatement> statements = new ArrayList<>();
    int previousEnd = 0;
    for (AnalysedStatement statement : migration.statements()) {
      List<ReportedFinding> all = new ArrayList<>(statement.findings());
      List<Directive> nearby =
          Directives.of(script.directives(), previousEnd, statement.statement().span());
      for (Later found : later) {
        if (found.statement() == statement.statement()) {
          String fingerprint =
              fingerprints.of(found.rule().id(), script.path(), statement.sql() + found.message());
          Optional<Acknowledgement> word =
              acknowledgements
                  .find(found.rule(), fingerprint, nearby)
                  .or(() -> inherited(statement, found.classification()));
          all.add(report(script, statement, found, fingerprint, word));
        }
      }
      previousEnd = statement.statement().span().end();
      all.sort(ReportedFinding.READING_ORDER);
      statements.add(
          statement
              .withFindings(all)
              .withClassification(
                  all.stream()
                      .map(ReportedFinding::classification)
                      .reduce(statement.classification(), Classification::worst)));
    }
    return new AnalysedMigration(
        migration.file(),
        migration.version(),
        migration.description(),
        migration.state(),
        statements.stream()
            .map(AnalysedStatement::classification)
            .reduce(migration.classification(), Classification::worst),
        migration.transactional(),
        statements,
        migration.findings());
  }

  /** Who has accepted that a statement breaks others has accepted to see them break. */
  private static Optional<Acknowledgement> inherited(
      AnalysedStatement statement, Classification classification) {
    return classification == Classification.SAFE
        ? Optional.empty()
        : statement.findings().stream()
            .filter(finding -> finding.classification().compareTo(classification) >= 0)
            .flatMap(finding -> finding.acknowledgement().stream())
            .findFirst();
  }

  private static ReportedFinding report(
      MigrationScript script,
      AnalysedStatement statement,
      Later found,
      String fingerprint,
      Optional<Acknowledgement> word) {
    Position end = script.sql().position(statement.statement().span().end());
    return new ReportedFinding(
        found.rule(),
        found.classification(),
        found.message(),
        script.path(),
        statement.line(),
        statement.column(),
        end.line(),
        end.column(),
        fingerprint,
        found.remedy(),
        found.related(),
        false,
        word);
  }
}
