package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterDomain;
import dev.safemigrate.effect.LockHold;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.List;
import java.util.function.Consumer;

/** A rule of a domain that every table with such a column is read for. */
final class DomainConstraintScan implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "domain-constraint-scan",
          "Domain constraint reads every table that uses the domain",
          Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (!(context.statement() instanceof AlterDomain alter)) {
      return;
    }
    List<RelationLock> scanned =
        context.blocking(context.effects()).stream()
            .filter(lock -> lock.hold() == LockHold.SCAN)
            .toList();
    if (scanned.isEmpty()) {
      return;
    }
    findings.accept(
        new Finding(
            INFO,
            alter.span(),
            "This reads every table with a column of domain %s: it %s."
                .formatted(alter.name(), Words.list(scanned.stream().map(Words::blocks).toList())),
            Remedy.of(
                "Put the check on the tables instead, NOT VALID first and validated in another"
                    + " transaction; validating a domain's constraint blocks writes too.")));
  }
}
