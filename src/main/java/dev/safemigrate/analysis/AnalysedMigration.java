package dev.safemigrate.analysis;

import dev.safemigrate.finding.Classification;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One migration file.
 *
 * @param file the path as the user knows it
 * @param version empty for repeatable migrations
 * @param description from the file name, or empty
 * @param state whether it is still to run
 * @param classification the worst of its statements and findings
 * @param transactional whether all of it runs in transactions
 * @param statements in reading order
 * @param findings those that belong to no statement
 */
public record AnalysedMigration(
    String file,
    Optional<String> version,
    String description,
    State state,
    Classification classification,
    boolean transactional,
    List<AnalysedStatement> statements,
    List<ReportedFinding> findings) {

  public AnalysedMigration {
    statements = List.copyOf(statements);
    findings = List.copyOf(findings);
  }

  public boolean pending() {
    return state == State.PENDING;
  }

  /** Its own findings and those of its statements, in reading order. */
  public Stream<ReportedFinding> allFindings() {
    return Stream.concat(findings.stream(), statements.stream().flatMap(s -> s.findings().stream()))
        .sorted(ReportedFinding.READING_ORDER);
  }

  /** Whether a migration is still to run. */
  public enum State {
    PENDING,
    APPLIED;

    /** As reports spell it: {@code pending}. */
    public String spelling() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
