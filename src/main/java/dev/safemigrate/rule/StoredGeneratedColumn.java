package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction.AddColumn;
import dev.safemigrate.ast.AlterTableAction.SetExpression;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.CreateIndex;
import dev.safemigrate.ast.ExpressionFacts;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.TypeName;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import dev.safemigrate.schema.Column;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A stored generated column on an existing table. */
final class StoredGeneratedColumn implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "stored-generated-column",
          "Stored generated column rewrites the table",
          Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    for (var add : context.actions(AddColumn.class)) {
      boolean generated = !add.action().column().constraints(Constraint.Generated.class).isEmpty();
      if (generated && !add.effects().rewrites().isEmpty()) {
        report(context, add, add.action().column().name(), canBeVirtual(context, add), findings);
      }
    }
    for (var set : context.actions(SetExpression.class)) {
      if (!set.effects().rewrites().isEmpty()) {
        report(context, set, set.action().column(), false, findings);
      }
    }
  }

  private static void report(
      StatementContext context,
      Action<?> action,
      String column,
      boolean virtual,
      Consumer<Finding> findings) {
    QualifiedName table = action.table().relation().name();
    String instead = virtual ? "Declare it VIRTUAL, which stores nothing; or add" : "Add";
    context
        .lockFelt(action.effects(), table)
        .map(
            lock ->
                new Finding(
                    INFO,
                    action.action().span(),
                    "Computing %s writes all of %s anew and blocks %s meanwhile (%s lock)."
                        .formatted(
                            column, table, Words.blocked(lock.mode()), lock.mode().sqlName()),
                    Remedy.of(
                        instead
                            + " a plain column, fill it in a trigger for new rows, and backfill the"
                            + " others in batches.")))
        .ifPresent(findings);
  }

  /** Whether the server takes the column as a virtual one, which uses nothing that users define. */
  private static boolean canBeVirtual(StatementContext context, Action<AddColumn> add) {
    List<Constraint.Generated> generated =
        add.action().column().constraints(Constraint.Generated.class);
    String words = generated.get(0).value().text();
    ExpressionFacts facts = context.queries().expression(words);
    boolean ownTypes =
        Stream.concat(facts.columns().stream(), Stream.of(add.action().column().name()))
            .anyMatch(column -> !builtIn(context, add, column));
    boolean ownFunctions =
        facts.functions().stream().anyMatch(f -> !context.schema().functions(f).isEmpty());
    boolean indexed =
        context.script().statements().stream()
            .filter(CreateIndex.class::isInstance)
            .flatMap(index -> ((CreateIndex) index).columns().stream())
            .anyMatch(key -> key.column().equals(Optional.of(add.action().column().name())));
    return context.version().atLeast(18)
        && !facts.opaque()
        && !ownTypes
        && !ownFunctions
        && !indexed
        && !words.contains("::\"");
  }

  private static boolean builtIn(StatementContext context, Action<AddColumn> add, String column) {
    Optional<TypeName> declared =
        add.action().column().name().equals(column)
            ? add.action().column().type()
            : Optional.empty();
    return declared
        .map(type -> context.schema().resolve(type))
        .or(
            () ->
                context
                    .table(add.table().relation().name())
                    .flatMap(t -> t.column(column))
                    .map(Column::type))
        .filter(type -> !type.isBuiltIn())
        .isEmpty();
  }
}
