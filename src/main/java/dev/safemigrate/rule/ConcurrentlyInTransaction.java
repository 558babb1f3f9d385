package dev.safemigrate.rule;

import dev.safemigrate.ast.CommandTags;
import dev.safemigrate.effect.TransactionNeed;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** A statement that the server refuses inside the transaction that it would run in. */
final class ConcurrentlyInTransaction implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "concurrently-in-transaction",
          "Statement cannot run in a transaction",
          Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (context.effects().transaction() != TransactionNeed.FORBIDDEN
        || !context.transaction().state().open()) {
      return;
    }
    String opener =
        context.transaction().state().implicit()
            ? context.runner().id() + " runs this file in one"
            : "the file opens one with BEGIN";
    findings.accept(
        new Finding(
            INFO,
            context.statement().span(),
            "%s cannot run inside a transaction block, and %s (SQLSTATE 25001)."
                .formatted(CommandTags.of(context.statement()), opener),
            Remedy.of(
                "Run it outside a transaction: "
                    + context.runner().howToRunOutsideTransaction()
                    + ".",
                Remedy.File.outsideTransaction(context.sql()))));
  }
}
