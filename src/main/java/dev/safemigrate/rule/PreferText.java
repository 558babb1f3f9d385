package dev.safemigrate.rule;

import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** A text column whose limit will be changed one day. */
final class PreferText implements Rule {

  private static final RuleInfo INFO =
      RuleInfo.style("prefer-text", "Column of type varchar(n) or char(n)");

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    StyleColumns.ofType(context, "varchar", "bpchar").stream()
        .filter(column -> column.type().filter(t -> !t.modifiers().isEmpty()).isPresent())
        .forEach(
            column ->
                findings.accept(
                    new Finding(
                        INFO,
                        column.span(),
                        "The limit of column %s is part of its type: making it smaller rewrites the table."
                            .formatted(column.name()),
                        Remedy.of("Use text, with a CHECK where a limit is wanted."))));
  }
}
