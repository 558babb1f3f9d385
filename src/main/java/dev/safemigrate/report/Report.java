package dev.safemigrate.report;

import dev.safemigrate.analysis.AnalysisResult;
import dev.safemigrate.analysis.FailOn;
import dev.safemigrate.analysis.Verdict;
import java.util.Map;

/**
 * What a report says, before it has a format.
 *
 * @param project whose migrations they are, as people call it
 * @param result what the analysis found, with estimates and measurements where there are any
 * @param failOn from which class on the build fails
 * @param tool who wrote it
 * @param observed answers to questions of the checklist that come from outside the analysis: from a
 *     rehearsal, a database, a backup
 */
public record Report(
    String project,
    AnalysisResult result,
    FailOn failOn,
    ToolVersion tool,
    Map<Question, Answer> observed) {

  public Report {
    observed = Map.copyOf(observed);
  }

  /** Nothing is known but what the analysis found. */
  public Report(String project, AnalysisResult result, FailOn failOn, ToolVersion tool) {
    this(project, result, failOn, tool, Map.of());
  }

  /** Whether the build fails, and for which findings. */
  public Verdict verdict() {
    return Verdict.of(result, failOn);
  }

  /** What is to be known before a release. */
  public Checklist checklist() {
    return Checklist.of(result, observed);
  }
}
