package dev.safemigrate.rule;

import dev.safemigrate.ast.Constraint;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.Set;
import java.util.function.Consumer;

/** A key that ends at two thousand million rows. */
final class PreferBigintKey implements Rule {

  private static final Set<String> NARROW = Set.of("int4", "int2", "serial", "smallserial");

  private static final RuleInfo INFO =
      RuleInfo.style("prefer-bigint-key", "Primary key of a type that runs out");

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    StyleColumns.of(context).stream()
        .filter(column -> column.type().filter(t -> NARROW.contains(t.simpleName())).isPresent())
        .filter(
            column ->
                column.constraints(Constraint.Key.class).stream().anyMatch(Constraint.Key::primary))
        .forEach(
            column ->
                findings.accept(
                    new Finding(
                        INFO,
                        column.span(),
                        "Key %s runs out of values, and widening it later rewrites the table."
                            .formatted(column.name()),
                        Remedy.of("Use bigint."))));
  }
}
