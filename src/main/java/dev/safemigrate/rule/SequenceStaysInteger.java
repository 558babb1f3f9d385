package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterSequence;
import dev.safemigrate.ast.AlterTableAction.AlterColumnType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.Sequence;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A serial column that grows to bigint while its sequence stays an integer. */
final class SequenceStaysInteger implements Rule {

  private static final Set<String> NARROW = Set.of("int4", "int2");

  private static final RuleInfo INFO =
      new RuleInfo(
          "sequence-stays-integer",
          "Sequence of a widened column stays an integer",
          Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    for (var change : context.actions(AlterColumnType.class)) {
      QualifiedName name = change.table().relation().name();
      String column = change.action().column();
      if (!change.action().type().simpleName().equals("int8")) {
        continue;
      }
      context
          .table(name)
          .map(table -> context.schema().sequencesOwnedBy(table.id(), column))
          .orElse(List.of())
          .stream()
          .filter(sequence -> !sequence.identity())
          .filter(sequence -> NARROW.contains(sequence.type().name().name()))
          .filter(sequence -> !widened(context, sequence.name()))
          .map(sequence -> finding(context, change.action(), sequence))
          .forEach(findings);
    }
  }

  private static boolean widened(StatementContext context, RelationName sequence) {
    return context.script().statements().stream()
        .anyMatch(
            statement ->
                statement instanceof AlterSequence alter
                    && context.relation(alter.name()).equals(sequence)
                    && alter.options().stream()
                        .anyMatch(option -> option.name().equalsIgnoreCase("as")));
  }

  private static Finding finding(
      StatementContext context, AlterColumnType action, Sequence sequence) {
    return new Finding(
        INFO,
        action.span(),
        "The sequence %s stays an integer and ends at 2147483647, whatever its column can hold."
            .formatted(sequence.name()),
        Remedy.of(
            "Widen the sequence too.",
            context.sql(),
            "ALTER SEQUENCE %s AS bigint".formatted(context.name(sequence.name()))));
  }
}
