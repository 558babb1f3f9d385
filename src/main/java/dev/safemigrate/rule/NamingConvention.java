package dev.safemigrate.rule;

import dev.safemigrate.ast.CreateTable;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import dev.safemigrate.text.Span;
import java.util.function.Consumer;

/** A name that has to be quoted wherever it is used. */
final class NamingConvention implements Rule {

  private static final RuleInfo INFO = RuleInfo.style("naming-convention", "Name must be quoted");

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (context.statement() instanceof CreateTable table) {
      report(table.name().name(), table.span(), findings);
    }
    StyleColumns.of(context).forEach(column -> report(column.name(), column.span(), findings));
  }

  private static void report(String name, Span span, Consumer<Finding> findings) {
    String quoted = SqlNames.quote(name);
    if (quoted.startsWith("\"")) {
      findings.accept(
          new Finding(
              INFO,
              span,
              "Every statement has to write %s in double quotes.".formatted(quoted),
              Remedy.of("Use lower case letters, digits and underscores.")));
    }
  }
}
