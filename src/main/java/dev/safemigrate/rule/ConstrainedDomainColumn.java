package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction.AddColumn;
import dev.safemigrate.ast.ColumnDefinition;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import dev.safemigrate.schema.TypeDefinition;
import java.util.function.Consumer;

/** A new column whose domain has constraints that every row must be checked against. */
final class ConstrainedDomainColumn implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "constrained-domain-column",
          "New column of a constrained domain rewrites the table",
          Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    for (var add : context.actions(AddColumn.class)) {
      ColumnDefinition column = add.action().column();
      QualifiedName table = add.table().relation().name();
      boolean otherCause =
          NewColumnRecipe.isSerial(column)
              || (hasDefault(column) && !isConstrained(context, column))
              || !column.constraints(Constraint.Identity.class).isEmpty()
              || !column.constraints(Constraint.Generated.class).isEmpty();
      if (otherCause || add.effects().rewrites().isEmpty() || column.type().isEmpty()) {
        continue;
      }
      String type = context.words(column.type().orElseThrow().span());
      context
          .lockFelt(add.effects(), table)
          .map(
              lock ->
                  new Finding(
                      INFO,
                      add.action().span(),
                      "The domain %s has constraints, so adding %s writes all of %s anew and blocks %s meanwhile (%s lock)."
                          .formatted(
                              type,
                              column.name(),
                              table,
                              Words.blocked(lock.mode()),
                              lock.mode().sqlName()),
                      Remedy.of(
                          "Give the column the domain's base type and the domain's check as a"
                              + " constraint of the table: NOT VALID first, validated in another"
                              + " transaction.")))
          .ifPresent(findings);
    }
  }

  private static boolean hasDefault(ColumnDefinition column) {
    return !column.constraints(Constraint.Default.class).isEmpty();
  }

  /** Whether a default makes no difference, because the domain wants all rows written anew. */
  static boolean isConstrained(StatementContext context, ColumnDefinition column) {
    return column
        .type()
        .flatMap(type -> context.schema().findType(type.name()))
        .filter(TypeDefinition.DomainType.class::isInstance)
        .map(TypeDefinition.DomainType.class::cast)
        .filter(TypeDefinition.DomainType::constrained)
        .isPresent();
  }
}
