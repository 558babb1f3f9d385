package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction.AddConstraint;
import dev.safemigrate.ast.AlterTableAction.AlterColumnType;
import dev.safemigrate.ast.Constraint.ForeignKey;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.Optional;
import java.util.function.Consumer;

/** A foreign key whose column has another type than the key that it references. */
final class ForeignKeyTypeMismatch implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "foreign-key-type-mismatch",
          "Foreign key column has another type than its key",
          Classification.SAFE);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    for (var add : context.actions(AddConstraint.class)) {
      if (add.action().constraint() instanceof ForeignKey key
          && key.columns().size() == 1
          && key.referencedColumns().size() <= 1) {
        QualifiedName table = add.table().relation().name();
        String column = key.columns().get(0);
        String referenced =
            key.referencedColumns().isEmpty()
                ? context.keyColumn(key.references().name()).orElse("")
                : key.referencedColumns().get(0);
        Optional<String> own = typeBehind(context, table, column);
        Optional<String> other = typeBehind(context, key.references().name(), referenced);
        if (own.isPresent() && other.isPresent() && !own.equals(other)) {
          findings.accept(
              new Finding(
                  INFO,
                  add.action().span(),
                  "%s.%s is %s, but %s.%s is %s: values of one may not fit the other, and joins may not use the index."
                      .formatted(
                          table,
                          column,
                          own.get(),
                          key.references().name(),
                          referenced,
                          other.get()),
                  Remedy.of("Give both columns the same type while the table is new.")));
        }
      }
    }
  }

  /** The types of one statement change before its constraints are added (AT_PASS_ALTER_TYPE). */
  private static Optional<String> typeBehind(
      StatementContext context, QualifiedName table, String column) {
    return context.actions(AlterColumnType.class).stream()
        .filter(
            change ->
                context.relation(change.table().relation().name()).equals(context.relation(table)))
        .filter(change -> change.action().column().equals(column))
        .map(change -> context.schema().resolve(change.action().type()))
        .map(type -> type.canonical().replace("pg_catalog.", ""))
        .findFirst()
        .or(() -> context.typeOf(table, column));
  }
}
