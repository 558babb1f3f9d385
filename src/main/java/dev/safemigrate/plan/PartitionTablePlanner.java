package dev.safemigrate.plan;

import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.StoredConstraint.Key;
import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A table that becomes the first partition of a partitioned one, which takes its name. */
final class PartitionTablePlanner implements Planner<Change.PartitionTable> {

  @Override
  public Class<Change.PartitionTable> handles() {
    return Change.PartitionTable.class;
  }

  @Override
  public ExpandContractPlan plan(Change.PartitionTable change, Before before) {
    Table table = before.triggeredTable(change.table());
    Column column = before.writtenColumn(table, change.column());
    PartitionRanges ranges = PartitionRanges.of(table, column, change.bounds());
    new PartitionObstacles(before, table, column).refuse(ranges);
    Optional<WiderKey> key =
        table
            .primaryKey()
            .filter(primary -> !primary.columns().contains(column.name()))
            .map(primary -> new WiderKey(table, primary, column.name()));
    List<PlanPart> parts = new ArrayList<>();
    key.ifPresent(wider -> parts.add(wider.index()));
    parts.add(bound(ranges));
    parts.add(validation(ranges));
    parts.addAll(release(table, column, key));
    key.ifPresent(wider -> parts.add(wider.exchange()));
    parts.add(exchange(new PartitionExchange(before, table, ranges, key.map(WiderKey::columns))));
    parts.add(partitionsAhead(table, ranges));
    return new ExpandContractPlan(
        "Partition %s by ranges of %s".formatted(table.name().name(), column.name()),
        parts,
        List.of(),
        notes(before, table, ranges, key));
  }

  private static PlanPart bound(PartitionRanges ranges) {
    String sql = Names.sql(ranges.table());
    return PlanPart.Migration.of(
            Phase.EXPAND,
            "bound of " + ranges.table().name().name(),
            List.of(ranges.check().sql(ranges.table())),
            List.of(
                "ALTER TABLE %s DROP CONSTRAINT IF EXISTS %s"
                    .formatted(sql, Names.sql(ranges.checkName()))))
        .because(
            "Rows at or above the bound are refused from here to the exchange.",
            "The way back from the exchange leaves the check out: rows above it have come.");
  }

  private static PlanPart validation(PartitionRanges ranges) {
    return PlanPart.Migration.of(
            Phase.VERIFY,
            "validate " + ranges.checkName(),
            List.of(
                "ALTER TABLE %s VALIDATE CONSTRAINT %s"
                    .formatted(Names.sql(ranges.table()), Names.sql(ranges.checkName()))),
            List.of())
        .because("Reads the table without blocking writes (SHARE UPDATE EXCLUSIVE).");
  }

  private static PlanPart exchange(PartitionExchange exchange) {
    return PlanPart.Migration.of(
            Phase.CONTRACT,
            "partition " + exchange.table().name().name(),
            exchange.statements(),
            new PartitionWayBack(exchange).statements())
        .because(
            "Catalog work only: the check saves ATTACH the scan, and it adopts the indexes.",
            "The way back copies the rows of the other partitions into the table, under its lock.");
  }

  private static List<PlanPart> release(Table table, Column column, Optional<WiderKey> key) {
    String sql = Names.sql(table);
    String mapping =
        "@PartitionKey // Hibernate 6.2 and later: UPDATE and DELETE name it beside the id\n"
            + Advice.fields(List.of(column.name()), Advice.javaType(SqlType.of(column)));
    String whole =
        "Nothing says ONLY %s, and COPY %s TO becomes COPY (SELECT ...) TO. Statements that compare %s read the partitions that they need only."
            .formatted(sql, sql, column.name());
    if (key.isEmpty()) {
      return List.of(
          Advice.switchOver(
              "Release a version that uses %s as a partitioned table"
                  .formatted(table.name().name()),
              whole,
              "COPY %s TO STDOUT;".formatted(sql),
              "COPY (SELECT * FROM %s) TO STDOUT;".formatted(sql),
              mapping),
          Advice.retire("ONLY " + table.name().name()));
    }
    String conflict = "INSERT INTO %s ... ON CONFLICT (%s) DO UPDATE ...;";
    List<String> today = key.get().primary().columns();
    List<String> wider = key.get().columns();
    return List.of(
        Advice.switchOver(
            "Release a version whose ON CONFLICT names " + String.join(" and ", wider),
            "The key then keeps rows of one %s apart only: a sequence or a UUID must give the rest. %s"
                .formatted(column.name(), whole),
            conflict.formatted(sql, Names.list(today)),
            conflict.formatted(sql, Names.list(wider)),
            mapping),
        Advice.retire("ON CONFLICT (%s)".formatted(Names.list(today))));
  }

  private static PlanPart partitionsAhead(Table table, PartitionRanges ranges) {
    return new PlanPart.Application(
        "Create each further partition before its rows come",
        """
        Rows that no partition takes go to the default one. A new partition has to prove that none of its rows are there, by reading
        the default partition under its lock; so create it while that one is empty, in a migration of its own:

        ```sql
        CREATE TABLE %s PARTITION OF %s FOR VALUES FROM (%s) TO (...);
        ```
        """
            .formatted(
                Names.sql(Names.beside(table, Names.join(table.name().name(), "next"))),
                Names.sql(table),
                ranges.bounds().get(ranges.bounds().size() - 1)));
  }

  private static List<String> notes(
      Before before, Table table, PartitionRanges ranges, Optional<WiderKey> key) {
    List<String> notes = new ArrayList<>();
    notes.add(
        "Rows with %s at or above %s are refused until the exchange: take a bound that no row reaches before."
            .formatted(ranges.column(), ranges.bounds().get(0)));
    notes.add(
        "GRANTs and the comment of %s are not known here: the exchange asks whether the new table has the same, and changes nothing where not. Write them behind its CREATE TABLE then."
            .formatted(table.name().name()));
    key.ifPresent(
        wider ->
            notes.add(
                "A foreign key that is to reference the table names %s."
                    .formatted(String.join(" and ", wider.columns()))));
    before.schema().statistics(table.id()).stream()
        .map(
            statistics ->
                "The statistics %s stay on the first partition: create them for the others."
                    .formatted(statistics.name().name()))
        .forEach(notes::add);
    return notes;
  }

  /** The primary key, with the column that every unique index of a partitioned table holds. */
  record WiderKey(Table table, Key primary, String column) {

    List<String> columns() {
      List<String> columns = new ArrayList<>(primary.columns());
      columns.add(column);
      return columns;
    }

    PlanPart index() {
      return PlanPart.Migration.concurrently(
              Phase.EXPAND,
              "index " + name(),
              build("CONCURRENTLY "),
              "DROP INDEX CONCURRENTLY " + Names.sql(Names.beside(table, name())))
          .because("The new version's ON CONFLICT finds it.");
    }

    PlanPart exchange() {
      String alter = "ALTER TABLE " + Names.sql(table);
      String key = Names.sql(primary.name());
      return PlanPart.Migration.of(
              Phase.CONTRACT,
              "widen " + primary.name(),
              List.of(
                  "-- migrate:allow drop-constraint the wider key takes its place in this transaction\n"
                      + "%s DROP CONSTRAINT %s".formatted(alter, key),
                  "%s ADD CONSTRAINT %s PRIMARY KEY USING INDEX %s"
                      .formatted(alter, key, Names.sql(name()))),
              List.of(
                  "%s DROP CONSTRAINT %s".formatted(alter, key),
                  "%s ADD CONSTRAINT %s PRIMARY KEY (%s)%s"
                      .formatted(alter, key, Names.list(primary.columns()), include()),
                  build("")))
          .because("The way back builds two indexes under the table's lock.");
    }

    private String build(String how) {
      return "CREATE UNIQUE INDEX %s%s ON %s (%s)%s"
          .formatted(how, Names.sql(name()), Names.sql(table), Names.list(columns()), include());
    }

    private String include() {
      List<String> included =
          primary.include().stream().filter(other -> !other.equals(column)).toList();
      return included.isEmpty() ? "" : " INCLUDE (%s)".formatted(Names.list(included));
    }

    private String name() {
      return Names.join(table.name().name(), String.join("_", columns()), "key");
    }
  }
}
