package dev.safemigrate.analysis;

import dev.safemigrate.ast.Statement;
import dev.safemigrate.effect.Effects;
import dev.safemigrate.effect.Estimate;
import dev.safemigrate.effect.Measurement;
import dev.safemigrate.finding.Classification;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One statement with all that is said about it.
 *
 * @param statement its tree; spans are offsets in the text that was parsed
 * @param line of its first character in the file, from 1
 * @param column of its first character, from 1
 * @param endLine of its last character
 * @param kind its command, as in {@code ALTER TABLE}
 * @param classification the worst of its effects and its findings, acknowledged ones too
 * @param sql its words in the file
 * @param transaction the number in its file of the transaction it runs in, from 1; empty outside
 * @param assumed whether the history of a relation is not known
 * @param effects what it does, as predicted
 * @param newObjects whether every relation that it locks is new, so that nobody can wait for it
 * @param findings in reading order
 * @param estimate how long it takes, where the sizes of its tables are known
 * @param measured what it really did, where it was rehearsed
 */
@RecordBuilder
public record AnalysedStatement(
    Statement statement,
    int line,
    int column,
    int endLine,
    String kind,
    Classification classification,
    String sql,
    OptionalInt transaction,
    boolean assumed,
    Effects effects,
    boolean newObjects,
    List<ReportedFinding> findings,
    Optional<Estimate> estimate,
    Optional<Measurement> measured)
    implements AnalysedStatementBuilder.With {

  public AnalysedStatement {
    findings = List.copyOf(findings);
  }

  /** As the analysis alone knows it: neither estimated nor measured. */
  public AnalysedStatement(
      Statement statement,
      int line,
      int column,
      int endLine,
      String kind,
      Classification classification,
      String sql,
      OptionalInt transaction,
      boolean assumed,
      Effects effects,
      boolean newObjects,
      List<ReportedFinding> findings) {
    this(
        statement,
        line,
        column,
        endLine,
        kind,
        classification,
        sql,
        transaction,
        assumed,
        effects,
        newObjects,
        findings,
        Optional.empty(),
        Optional.empty());
  }

  public AnalysedStatement withEstimate(Estimate known) {
    return withEstimate(Optional.of(known));
  }

  public AnalysedStatement withMeasurement(Measurement known) {
    return withMeasured(Optional.of(known));
  }
}
