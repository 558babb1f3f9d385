package dev.safemigrate.rule;

import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** A timestamp that does not say which instant it is. */
final class PreferTimestamptz implements Rule {

  private static final RuleInfo INFO =
      RuleInfo.style("prefer-timestamptz", "Column of type timestamp without time zone");

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    StyleColumns.ofType(context, "timestamp")
        .forEach(
            column ->
                findings.accept(
                    new Finding(
                        INFO,
                        column.span(),
                        "Column %s keeps a date and time but not the instant that it was."
                            .formatted(column.name()),
                        Remedy.of("Use timestamptz."))));
  }
}
