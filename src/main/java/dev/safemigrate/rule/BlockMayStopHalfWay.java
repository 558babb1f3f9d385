package dev.safemigrate.rule;

import dev.safemigrate.effect.InnerCommits;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** What commits inside, so that nobody can tell later how much of it a killed run has done. */
final class BlockMayStopHalfWay implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo("block-may-stop-half-way", "Block may stop half way", Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (context.runner() != Runner.MIGRATE
        || context.transaction().state().open()
        || !InnerCommits.possible(context.statement())
        || context.script().mayRunAgain().contains(context.statement().span().start())) {
      return;
    }
    findings.accept(
        new Finding(
            INFO,
            context.statement().span(),
            "This may commit inside: when a run ends meanwhile, how much of it is done cannot be"
                + " known.",
            Remedy.of(
                "Write it so that it may run again, and say so in front of it; migrate:apply"
                    + " refuses it without that.",
                "-- migrate:idempotent <reason>\n" + context.sql())));
  }
}
