package dev.safemigrate.analysis;

import dev.safemigrate.finding.Acknowledgement;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A finding at its place in a file.
 *
 * @param rule the rule's identity
 * @param classification what the finding makes of its statement; {@code safe} for advice
 * @param message one sentence or two
 * @param file the path as the user knows it
 * @param line from 1
 * @param column from 1
 * @param endLine the line of its last character
 * @param endColumn behind its last character
 * @param fingerprint the same as long as the statement's words and its file are
 * @param remedy what to write instead
 * @param related other places
 * @param certainFailure whether the server is certain to refuse the statement
 * @param acknowledgement set when a person accepted it
 */
public record ReportedFinding(
    RuleInfo rule,
    Classification classification,
    String message,
    String file,
    int line,
    int column,
    int endLine,
    int endColumn,
    String fingerprint,
    Remedy remedy,
    List<Place> related,
    boolean certainFailure,
    Optional<Acknowledgement> acknowledgement) {

  /** By place, then by rule. */
  public static final Comparator<ReportedFinding> READING_ORDER =
      Comparator.comparingInt(ReportedFinding::line)
          .thenComparingInt(ReportedFinding::column)
          .thenComparing(finding -> finding.rule().id())
          .thenComparing(ReportedFinding::message);

  public ReportedFinding {
    related = List.copyOf(related);
  }

  public boolean acknowledged() {
    return acknowledgement.isPresent();
  }

  /** {@code path:line:col: [rule] message}, as the log shows it. */
  public String logLine() {
    return "%s:%d:%d: [%s] %s".formatted(file, line, column, rule.id(), message);
  }

  /** Another place that explains a finding. */
  public record Place(String file, int line, int column, String message) {}
}
