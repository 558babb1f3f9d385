package dev.safemigrate.rule;

import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.PartitionBound;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.schema.IndexKey;
import dev.safemigrate.schema.Partition;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a partition comes without a read under a lock: valid CHECKs prove what it would be read for
 * (manual, ALTER TABLE, ATTACH PARTITION).
 */
final class PartitionRecipe {

  private PartitionRecipe() {}

  /**
   * The files that attach a table.
   *
   * @param first what comes before, in the place of the statement
   * @param attach the statement that attaches
   * @param partition to prove its own rows for; empty when it is new and has none
   * @return empty where the condition cannot be told
   */
  static Optional<List<Remedy.File>> files(
      StatementContext context,
      List<String> first,
      String attach,
      QualifiedName parent,
      Optional<QualifiedName> partition,
      PartitionBound bound) {
    Optional<Table> table = context.table(parent);
    Optional<String> condition = table.flatMap(known -> condition(known, bound));
    Optional<RelationName> other = table.flatMap(known -> defaultPartition(context, known));
    if (condition.isEmpty()) {
      return Optional.empty();
    }
    List<String> add = new ArrayList<>(first);
    List<String> validate = new ArrayList<>();
    List<String> drop = new ArrayList<>();
    partition.ifPresent(
        name -> prove(context.name(name), name.name(), condition.get(), add, validate, drop));
    other.ifPresent(
        name ->
            prove(
                context.name(name),
                name.name(),
                "NOT (" + condition.get() + ")",
                add,
                validate,
                drop));
    if (validate.isEmpty()) {
      add.add(attach);
      return Optional.of(List.of(Remedy.File.inPlace(add.toArray(String[]::new))));
    }
    drop.add(0, attach);
    return Optional.of(
        List.of(
            Remedy.File.inPlace(add.toArray(String[]::new)),
            Remedy.File.transaction(validate.toArray(String[]::new)),
            Remedy.File.transaction(drop.toArray(String[]::new))));
  }

  private static void prove(
      String table,
      String name,
      String condition,
      List<String> add,
      List<String> validate,
      List<String> drop) {
    String constraint = SqlNames.quote(SqlNames.join(name, "bound"));
    add.add(
        "ALTER TABLE %s ADD CONSTRAINT %s CHECK (%s) NOT VALID"
            .formatted(table, constraint, condition));
    validate.add("ALTER TABLE %s VALIDATE CONSTRAINT %s".formatted(table, constraint));
    drop.add("ALTER TABLE %s DROP CONSTRAINT %s".formatted(table, constraint));
  }

  static Optional<RelationName> defaultPartition(StatementContext context, Table parent) {
    return context.schema().defaultPartition(parent.id()).map(Table::name);
  }

  /** Whether a condition holds for a partition because of its own bound or those beside it. */
  static boolean saysNoMore(SchemaState schema, Table partition, String condition) {
    Optional<Table> parent = partition.partition().map(p -> schema.table(p.parent()));
    Optional<PartitionBound> own = partition.partition().flatMap(Partition::bound);
    if (parent.isEmpty() || own.isEmpty()) {
      return false;
    }
    if (condition(parent.get(), own.get()).filter(c -> same(c, condition)).isPresent()) {
      return true;
    }
    return own.get() instanceof PartitionBound.DefaultPartition
        && schema.partitions(parent.get().id()).stream()
            .flatMap(sibling -> sibling.partition().flatMap(Partition::bound).stream())
            .flatMap(bound -> condition(parent.get(), bound).stream())
            .anyMatch(bound -> same("NOT (" + bound + ")", condition));
  }

  private static boolean same(String one, String other) {
    return one.replaceAll("\\s+", " ").equals(other.strip().replaceAll("\\s+", " "));
  }

  private static Optional<String> condition(Table parent, PartitionBound bound) {
    List<IndexKey> keys = parent.partitionKey().map(key -> key.keys()).orElse(List.of());
    if (keys.size() != 1 || keys.get(0).column().isEmpty()) {
      return Optional.empty();
    }
    String column = SqlNames.quote(keys.get(0).column().get());
    if (bound instanceof PartitionBound.InList list) {
      boolean takesNull =
          list.values().stream().anyMatch(value -> value.text().equalsIgnoreCase("null"));
      String values =
          list.values().stream().map(Expression::text).collect(Collectors.joining(", "));
      return takesNull
          ? Optional.empty()
          : Optional.of("%s IS NOT NULL AND %s IN (%s)".formatted(column, column, values));
    }
    if (bound instanceof PartitionBound.Range range) {
      StringBuilder condition = new StringBuilder(column + " IS NOT NULL");
      String from = range.from().get(0).text();
      String to = range.to().get(0).text();
      if (!from.equalsIgnoreCase("minvalue")) {
        condition.append(" AND %s >= %s".formatted(column, from));
      }
      if (!to.equalsIgnoreCase("maxvalue")) {
        condition.append(" AND %s < %s".formatted(column, to));
      }
      return Optional.of(condition.toString());
    }
    return Optional.empty();
  }
}
