package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction.AddConstraint;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.Constraint.ForeignKey;
import dev.safemigrate.ast.CreateIndex;
import dev.safemigrate.ast.DoBlock;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.Table;
import dev.safemigrate.text.Span;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A foreign key without an index on its columns: a new one, or one whose index goes. */
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
    UnindexedForeignKeys.behind(context).map(key -> finding(context, key)).forEach(findings);
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
              || isCreated(context, context.relation(name), key.columns(), 0);
      if (!indexed) {
        findings.accept(finding(context, add.action().span(), name, key));
      }
    }
  }

  static boolean leads(Index index, List<String> columns) {
    List<String> keys = index.keyColumns();
    return index.predicate().isEmpty()
        && keys.size() >= columns.size()
        && Set.copyOf(keys.subList(0, columns.size())).equals(Set.copyOf(columns));
  }

  /** Whether a statement of the file, from that position on, creates one. */
  static boolean isCreated(
      StatementContext context, RelationName table, List<String> columns, int from) {
    return context.script().statements().stream()
        .filter(statement -> statement.span().start() >= from)
        .flatMap(statement -> firstColumns(context, table, statement))
        .anyMatch(columns::contains);
  }

  private static Stream<String> firstColumns(
      StatementContext context, RelationName table, Statement statement) {
    if (statement instanceof DoBlock block) {
      return block.statements().stream().flatMap(inner -> firstColumns(context, table, inner));
    }
    if (statement instanceof CreateIndex index) {
      return Stream.of(index)
          .filter(one -> context.relation(one.table().name()).equals(table))
          .filter(one -> one.where().isEmpty())
          .flatMap(one -> one.columns().stream().limit(1))
          .flatMap(first -> first.column().stream());
    }
    if (statement instanceof AlterTable alter
        && context.relation(alter.relation().name()).equals(table)) {
      return alter.actions().stream()
          .filter(AddConstraint.class::isInstance)
          .map(action -> ((AddConstraint) action).constraint())
          .filter(Constraint.Key.class::isInstance)
          .flatMap(key -> ((Constraint.Key) key).columns().stream().limit(1));
    }
    return Stream.empty();
  }

  private static Finding finding(StatementContext context, UnindexedForeignKeys.Unindexed key) {
    return new Finding(
        INFO,
        context.statement().span(),
        "Without %s, every delete or key change in %s reads all of %s to look for %s: no other index begins with these columns."
            .formatted(
                key.index().name().name(),
                context.schema().table(key.constraint().referencedTable()).name().name(),
                key.table().name().name(),
                String.join(", ", key.constraint().columns())),
        Remedy.of(
            "Keep the index, build another that begins with these columns first, or drop the"
                + " foreign key too."));
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
