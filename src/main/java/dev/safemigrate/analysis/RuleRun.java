package dev.safemigrate.analysis;

import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.rule.Classifier;
import dev.safemigrate.rule.Rule;
import dev.safemigrate.rule.Rules;
import dev.safemigrate.rule.StatementContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What the rules say about one statement, and about those of a block that it runs.
 *
 * @param findings of all rules
 * @param classification the worst of effects and findings
 */
record RuleRun(List<Finding> findings, Classification classification) {

  RuleRun {
    findings = List.copyOf(findings);
  }

  /**
   * @param context of the statement
   * @param style whether questions of style are asked
   * @param inside the contexts of the statements of a block, each behind the one before
   */
  static RuleRun of(
      StatementContext context,
      boolean style,
      Function<StatementContext, List<StatementContext>> inside) {
    List<Finding> findings = new ArrayList<>();
    Classification worst = Classifier.classify(context);
    for (Rule rule : Rules.ALL) {
      boolean asked = context.refusal().isEmpty() || rule.concernsRefused();
      if (asked && !rule.lastResort() && (style || !rule.info().optional())) {
        rule.check(context, findings::add);
      }
    }
    for (StatementContext inner : inside.apply(context)) {
      RuleRun nested = of(inner, style, inside);
      nested.findings().stream().map(RuleRun::inBlock).forEach(findings::add);
      worst = worst.worst(nested.classification());
    }
    Classification explained = worst(findings);
    if (worst.compareTo(explained) > 0) {
      List<Finding> last = new ArrayList<>();
      for (Rule rule : Rules.ALL) {
        if (rule.lastResort()) {
          rule.check(context, last::add);
        }
      }
      last.stream()
          .filter(finding -> finding.classification() == worst(last))
          .forEach(findings::add);
    }
    return new RuleRun(findings.stream().distinct().toList(), worst.worst(worst(findings)));
  }

  /** What the other run has not found. */
  RuleRun without(RuleRun other) {
    return new RuleRun(
        findings.stream().filter(finding -> !other.findings.contains(finding)).toList(),
        classification);
  }

  /** Files of its own cannot stand in the middle of a block: then there are words only. */
  private static Finding inBlock(Finding finding) {
    Remedy remedy = finding.remedy();
    boolean inPlace = remedy.files().stream().allMatch(file -> file.runs() == Remedy.Runs.IN_PLACE);
    return inPlace
        ? finding
        : finding.withRemedy(Remedy.of("Take the statement out of the block. " + remedy.text()));
  }

  private static Classification worst(List<Finding> findings) {
    return findings.stream()
        .map(Finding::classification)
        .reduce(Classification.SAFE, Classification::worst);
  }
}
