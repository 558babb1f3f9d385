package dev.safemigrate.rule;

import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** The last word on a lock that no other rule explains. */
final class BlockingStatement implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "blocking-statement", "Statement blocks for as long as it works", Classification.RISKY);

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
    context.blocking(context.effects()).stream()
        .filter(context::lasts)
        .findFirst()
        .map(
            lock ->
                new Finding(
                    INFO,
                    context.statement().span(),
                    "This %s.".formatted(Words.blocks(lock)),
                    Remedy.of("Do it when nobody needs the table, or split it into steps.")))
        .ifPresent(findings);
  }
}
