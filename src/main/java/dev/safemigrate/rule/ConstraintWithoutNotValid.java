package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction.AddColumn;
import dev.safemigrate.ast.AlterTableAction.AddConstraint;
import dev.safemigrate.ast.ColumnDefinition;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.Constraint.ForeignKey;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import dev.safemigrate.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A constraint whose validation reads the table under a lock that writers wait for. */
final class ConstraintWithoutNotValid implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "constraint-without-not-valid",
          "Constraint is validated under a blocking lock",
          Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    for (var add : context.actions(AddConstraint.class)) {
      Constraint constraint = add.action().constraint();
      if (canWait(constraint)) {
        scanned(context, add)
            .map(lock -> finding(context, add.action().span(), constraint, lock, add.table()))
            .map(
                found ->
                    found.withRemedy(
                        context.besideOthers(
                            add, remedy(context, add.table(), constraint, List.of()))))
            .ifPresent(findings);
      }
    }
    for (var add : context.actions(AddColumn.class)) {
      for (Constraint constraint : add.action().column().constraints()) {
        boolean reads =
            constraint instanceof Constraint.Check
                || (constraint instanceof ForeignKey && hasValues(add.action().column()));
        if (reads) {
          scanned(context, add)
              .map(lock -> finding(context, constraint.span(), constraint, lock, add.table()))
              .map(found -> found.withRemedy(remedyInline(context, add, constraint)))
              .ifPresent(findings);
        }
      }
    }
  }

  /** Without a default all values are null, which no foreign key looks up (parse_utilcmd.c). */
  private static boolean hasValues(ColumnDefinition column) {
    return !column.constraints(Constraint.Default.class).isEmpty();
  }

  private static boolean canWait(Constraint constraint) {
    return constraint instanceof Constraint.Check
        || constraint instanceof ForeignKey
        || constraint instanceof Constraint.NotNull;
  }

  /** The lock under which an action reads the table. */
  static Optional<RelationLock> scanned(StatementContext context, Action<?> action) {
    boolean reads = !action.effects().scans().isEmpty() && action.effects().rewrites().isEmpty();
    return reads
        ? context
            .lockFelt(action.effects(), action.table().relation().name())
            .filter(lock -> lock.mode().blocksWrites())
        : Optional.empty();
  }

  private static Finding finding(
      StatementContext context,
      Span span,
      Constraint constraint,
      RelationLock lock,
      AlterTable table) {
    String kind =
        constraint instanceof ForeignKey foreignKey
            ? "this foreign key to " + foreignKey.references().name()
            : "this constraint";
    String others =
        constraint instanceof ForeignKey foreignKey
                && !context
                    .relation(foreignKey.references().name())
                    .equals(context.relation(table.relation().name()))
            ? " Writes to %s wait as long (SHARE ROW EXCLUSIVE lock)."
                .formatted(foreignKey.references().name())
            : "";
    return new Finding(
        INFO,
        span,
        "Adding %s reads all of %s and blocks %s meanwhile (%s lock).%s"
            .formatted(
                kind,
                table.relation().name(),
                Words.blocked(lock.mode()),
                lock.mode().sqlName(),
                others),
        Remedy.NONE);
  }

  private static Remedy remedyInline(
      StatementContext context, Action<AddColumn> add, Constraint constraint) {
    ColumnDefinition column = add.action().column();
    List<String> before =
        List.of(
            "%s ADD COLUMN %s"
                .formatted(
                    context.alter(add.table()),
                    context.wordsWithout(column.span(), List.of(constraint.span()))));
    Constraint named =
        constraint instanceof ForeignKey foreignKey
            ? ConstraintSql.onColumn(foreignKey, column.name())
            : constraint;
    return context.besideOthers(add, remedy(context, add.table(), named, before));
  }

  private static Remedy remedy(
      StatementContext context, AlterTable table, Constraint constraint, List<String> before) {
    String text =
        "Add it NOT VALID, which reads nothing, and validate it in another transaction, which"
            + " blocks neither reads nor writes.";
    QualifiedName relation = table.relation().name();
    boolean refused =
        constraint instanceof ForeignKey
            && context.isPartitioned(relation)
            && !context.version().atLeast(18);
    if (refused) {
      return Remedy.of(
          "Add the foreign key to each partition NOT VALID, validate it there, then add it to the"
              + " partitioned table; PostgreSQL before 18 refuses NOT VALID on it.");
    }
    String name = ConstraintSql.name(context, relation, constraint);
    String alter = context.alter(table);
    List<String> first = new ArrayList<>(before);
    first.add(
        alter
            + " ADD CONSTRAINT "
            + SqlNames.quote(name)
            + " "
            + ConstraintSql.body(context, constraint)
            + " NOT VALID");
    return Remedy.of(
        text,
        Remedy.File.inPlace(first.toArray(String[]::new)),
        Remedy.File.transaction(alter + " VALIDATE CONSTRAINT " + SqlNames.quote(name)));
  }
}
