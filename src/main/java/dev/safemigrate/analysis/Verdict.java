package dev.safemigrate.analysis;

import dev.safemigrate.finding.Classification;
import java.util.List;

/**
 * Whether the build fails, and for which findings.
 *
 * @param failOn what was asked for
 * @param failing the findings that fail it, in the order of the migrations; empty when it passes
 */
public record Verdict(FailOn failOn, List<ReportedFinding> failing) {

  public Verdict {
    failing = List.copyOf(failing);
  }

  /**
   * Judges a result: findings of pending migrations count unless acknowledged. What the server is
   * certain to refuse fails at every setting but {@code never}; a statement that is not understood
   * fails at {@code risky}.
   */
  public static Verdict of(AnalysisResult result, FailOn failOn) {
    return new Verdict(
        failOn, result.findings().filter(finding -> counts(finding, failOn)).toList());
  }

  public boolean passes() {
    return failing.isEmpty();
  }

  private static boolean counts(ReportedFinding finding, FailOn failOn) {
    if (finding.acknowledged() || failOn == FailOn.NEVER) {
      return false;
    }
    Classification limit =
        failOn == FailOn.RISKY ? Classification.UNKNOWN : Classification.EXPAND_CONTRACT_REQUIRED;
    return finding.certainFailure() || finding.classification().atLeast(limit);
  }
}
