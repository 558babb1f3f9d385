package dev.safemigrate.report;

import dev.safemigrate.analysis.AnalysisResult;
import dev.safemigrate.analysis.FailOn;
import dev.safemigrate.analysis.Verdict;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a report says, before it has a format.
 *
 * @param project whose migrations they are, as people call it
 * @param result what the analysis found, with estimates and measurements where there are any
 * @param failOn from which class on the build fails
 * @param tool who wrote it
 * @param observed answers to questions of the checklist that come from outside the analysis: from a
 *     rehearsal, a database, a backup
 * @param module folder of the module in its repository, such as {@code services/orders}; empty
 *     where they are the same
 */
public record Report(
    String project,
    AnalysisResult result,
    FailOn failOn,
    ToolVersion tool,
    Map<Question, Answer> observed,
    String module) {

  private static final Pattern ABSOLUTE = Pattern.compile("/|[A-Za-z]:/");

  public Report {
    observed = Map.copyOf(observed);
  }

  /** The module is the whole repository. */
  public Report(
      String project,
      AnalysisResult result,
      FailOn failOn,
      ToolVersion tool,
      Map<Question, Answer> observed) {
    this(project, result, failOn, tool, observed, "");
  }

  /** Nothing is known but what the analysis found. */
  public Report(String project, AnalysisResult result, FailOn failOn, ToolVersion tool) {
    this(project, result, failOn, tool, Map.of());
  }

  /** The same report with answers from outside the analysis. */
  public Report with(Map<Question, Answer> answers) {
    return new Report(project, result, failOn, tool, answers, module);
  }

  /** The same report of a module that lies in that folder of its repository. */
  public Report in(String folder) {
    return new Report(project, result, failOn, tool, observed, folder);
  }

  /**
   * The path as tools have it that know the repository only: relative to its root, with slashes.
   *
   * @param file relative to the module; an absolute path stays what it is
   */
  String inRepository(String file) {
    String path = Words.slashes(file);
    return module.isEmpty() || ABSOLUTE.matcher(path).lookingAt()
        ? path
        : Words.withoutDots(Words.slashes(module) + "/" + path);
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
