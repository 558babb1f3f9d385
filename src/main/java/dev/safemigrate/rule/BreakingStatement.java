package dev.safemigrate.rule;

import dev.safemigrate.effect.Breakage;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** The last word on a loss that no other rule explains. */
final class BreakingStatement implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "breaking-statement",
          "Statement takes away what the running version needs",
          Classification.EXPAND_CONTRACT_REQUIRED);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public boolean lastResort() {
    return true;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    List<Breakage> harm = context.harm(context.effects());
    if (harm.isEmpty()) {
      return;
    }
    Breakage worst =
        harm.stream()
            .max(Comparator.comparing(breakage -> context.classOf(List.of(breakage))))
            .orElseThrow();
    findings.accept(
        new Finding(
                INFO,
                context.statement().span(),
                "%s: %s.".formatted(worst.object(), Words.clause(worst.reason())),
                Remedy.of(
                    "Release a version that does not need it, and do this when no older version"
                        + " runs."))
            .withClassification(context.classOf(harm)));
  }
}
