package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction.ValidateConstraint;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.effect.LockMode;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.Optional;
import java.util.function.Consumer;

/** A validation in the transaction that still holds the lock of an earlier ALTER TABLE. */
final class ValidateInSameTransaction implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "validate-in-same-transaction",
          "Validation runs under the lock of an earlier statement",
          Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    for (var validate : context.actions(ValidateConstraint.class)) {
      QualifiedName table = validate.table().relation().name();
      boolean reads = !validate.effects().scans().isEmpty() || !context.effects().scans().isEmpty();
      if (!reads || !context.isVisible(table)) {
        continue;
      }
      Optional<LockMode> earlier = context.transaction().strongestHeld(context.relation(table));
      Optional<LockMode> together =
          validate.table().actions().size() > 1
              ? context.lockFelt(context.effects(), table).map(RelationLock::mode)
              : Optional.empty();
      earlier
          .or(() -> together)
          .filter(LockMode::blocksWrites)
          .map(mode -> finding(context, validate, mode, earlier.isEmpty()))
          .ifPresent(findings);
    }
  }

  private static Finding finding(
      StatementContext context,
      Action<ValidateConstraint> validate,
      LockMode mode,
      boolean sameStatement) {
    AlterTable table = validate.table();
    String message =
        "Validating %s reads all of %s while %s still blocks %s (%s lock)."
            .formatted(
                validate.action().constraint(),
                table.relation().name(),
                sameStatement ? "the same ALTER TABLE" : "this transaction",
                Words.blocked(mode),
                mode.sqlName());
    String sql =
        "%s VALIDATE CONSTRAINT %s"
            .formatted(context.alter(table), SqlNames.quote(validate.action().constraint()));
    return new Finding(
        INFO,
        validate.action().span(),
        message,
        context.besideOthers(
            validate,
            Remedy.of("Validate in a transaction of its own.", Remedy.File.transaction(sql))));
  }
}
