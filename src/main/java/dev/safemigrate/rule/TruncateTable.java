package dev.safemigrate.rule;

import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.RelationReference;
import dev.safemigrate.ast.Truncate;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.List;
import java.util.function.Consumer;

/** TRUNCATE of a table that the running version uses. */
final class TruncateTable implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo("truncate-table", "Table is emptied", Classification.EXPAND_CONTRACT_REQUIRED);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (!(context.statement() instanceof Truncate truncate)
        || context.harm(context.effects()).isEmpty()) {
      return;
    }
    List<QualifiedName> tables =
        truncate.tables().stream().map(RelationReference::name).filter(context::isVisible).toList();
    findings.accept(
        new Finding(
            INFO,
            truncate.span(),
            "TRUNCATE removes every row of %s%s and blocks reads and writes until the transaction ends (ACCESS EXCLUSIVE lock)."
                .formatted(
                    Words.list(tables),
                    truncate.cascade() ? ", and of every table that references it," : ""),
            Remedy.of(
                "Delete the rows that nobody needs any more, in batches; empty a table only when no"
                    + " running version reads it and a backup exists.")));
  }
}
