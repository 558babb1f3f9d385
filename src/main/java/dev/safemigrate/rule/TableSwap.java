package dev.safemigrate.rule;

import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Rename;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.List;
import java.util.function.Consumer;

/** A table that gives its name to another one by two renames. */
final class TableSwap implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "table-swap",
          "Another table takes a table's name",
          Classification.EXPAND_CONTRACT_REQUIRED);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (!(context.statement() instanceof Rename rename)
        || rename.objectType() != ObjectType.TABLE
        || !context.isVisible(rename.object().name())) {
      return;
    }
    QualifiedName old = rename.object().name();
    context
        .successor(old)
        .map(successor -> finding(context, rename, old, successor))
        .ifPresent(findings);
  }

  private static Finding finding(
      StatementContext context, Rename rename, QualifiedName old, Rename successor) {
    QualifiedName other = successor.object().name();
    List<Finding.Related> place =
        List.of(new Finding.Related("", successor.span(), "%s takes the name".formatted(other)));
    if (!context.runsInSameTransaction(successor)) {
      return new Finding(
              INFO,
              rename.span(),
              "From here until %s takes the name there is no table %s: statements of the running version fail."
                  .formatted(other, old),
              inOneTransaction(rename, successor, context))
          .withRelated(place);
    }
    List<String> lacking = context.columnsLacking(other, old);
    if (!context.harm(context.effects()).isEmpty()) {
      return new Finding(
              INFO,
              rename.span(),
              lacking.isEmpty()
                  ? "%s takes the name of %s, and it is not known whether it has all its columns."
                      .formatted(other, old)
                  : "%s takes the name of %s but has no column %s: statements of the running version that name it fail."
                      .formatted(other, old, Words.list(lacking)),
              context.plan("Give the new table all columns that the running version uses."))
          .withRelated(place);
    }
    return new Finding(
            INFO,
            rename.span(),
            "%s takes the name of %s: rows written since they were copied, the foreign keys that reference it, views on it, its privileges and triggers stay with %s."
                .formatted(other, old, rename.newName()),
            Remedy.of(
                "Keep both tables in step with a trigger until this transaction; lock the old one"
                    + " first and compare; give the new one the privileges, triggers, views and"
                    + " foreign keys."))
        .withClassification(Classification.RISKY)
        .withRelated(place);
  }

  private static Remedy inOneTransaction(
      Statement rename, Statement successor, StatementContext context) {
    return Remedy.of(
        "Put both into one transaction: BEGIN; %s; %s; COMMIT;"
            .formatted(context.words(rename.span()), context.words(successor.span())));
  }
}
