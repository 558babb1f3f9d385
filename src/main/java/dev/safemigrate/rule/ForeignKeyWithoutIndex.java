package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction.AddConstraint;
import dev.safemigrate.ast.Constraint.ForeignKey;
import dev.safemigrate.ast.CreateIndex;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.Table;
import dev.safemigrate.text.Span;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A foreign key without an index on its columns. */
final class ForeignKeyWithoutIndex implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "foreign-key-without-index",
          "Foreign key has no index on its columns",
          Classification.SAFE);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    for (var add : context.actions(AddConstraint.class)) {
      QualifiedName name = add.table().relation().name();
      if (!(add.action().constraint() instanceof ForeignKey key) || key.columns().isEmpty()) {
        continue;
      }
      Optional<Table> table =
          context.table(name).filter(known -> !known.assumed() && known.columnsKnown());
      boolean indexed =
          table.isEmpty()
              || context.schema().indexes(table.get().id()).stream()
                  .anyMatch(index -> leads(index, key.columns()))
              || createdLater(context, name, key.columns());
      if (!indexed) {
        findings.accept(finding(context, add.action().span(), name, key));
      }
    }
  }

  private static boolean leads(Index index, List<String> columns) {
    List<String> keys = index.keyColumns();
    return index.predicate().isEmpty()
        && keys.size() >= columns.size()
        && Set.copyOf(keys.subList(0, columns.size())).equals(Set.copyOf(columns));
  }

  private static boolean createdLater(
      StatementContext context, QualifiedName table, List<String> columns) {
    return context.script().statements().stream()
        .anyMatch(
            statement ->
                statement instanceof CreateIndex index
                    && context.relation(index.table().name()).equals(context.relation(table))
                    && !index.columns().isEmpty()
                    && index.columns().get(0).column().filter(columns::contains).isPresent());
  }

  private static Finding finding(
      StatementContext context, Span span, QualifiedName table, ForeignKey key) {
    String name = SqlNames.join(table.name(), String.join("_", key.columns()), "idx");
    String index =
        "%s ON %s (%s)"
            .formatted(
                SqlNames.quote(name), context.name(table), ConstraintSql.columns(key.columns()));
    return new Finding(
        INFO,
        span,
        "Without an index on %s (%s), every delete or key change in %s reads all of %s."
            .formatted(table, String.join(", ", key.columns()), key.references().name(), table),
        context.isVisible(table)
            ? Remedy.of(
                "Build the index first.",
                Remedy.File.outsideTransaction("CREATE INDEX CONCURRENTLY " + index),
                Remedy.File.transaction(context.sql()))
            : Remedy.of("Build the index too.", "CREATE INDEX " + index, context.sql()));
  }
}
