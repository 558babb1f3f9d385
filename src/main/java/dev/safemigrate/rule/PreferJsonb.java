package dev.safemigrate.rule;

import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** A json column, which cannot be compared. */
final class PreferJsonb implements Rule {

  private static final RuleInfo INFO = RuleInfo.style("prefer-jsonb", "Column of type json");

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    StyleColumns.ofType(context, "json")
        .forEach(
            column ->
                findings.accept(
                    new Finding(
                        INFO,
                        column.span(),
                        "Type json has no equality: SELECT DISTINCT, UNION and GROUP BY fail with column %s."
                            .formatted(column.name()),
                        Remedy.of("Use jsonb."))));
  }
}
