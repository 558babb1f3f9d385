package dev.safemigrate.plan;

import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.Sequence;
import java.util.ArrayList;
import java.util.List;

/**
 * The way back from a partitioned table: the first partition gets the rows of the others and takes
 * the name again. Takes as long as there are such rows, under the lock of all of them.
 */
record PartitionWayBack(PartitionExchange exchange) {

  List<String> statements() {
    String sql = exchange.sql();
    String first = exchange.first();
    String columns = Names.list(exchange.writtenColumns());
    List<String> down = new ArrayList<>();
    down.add("ALTER TABLE %s DETACH PARTITION %s".formatted(sql, first));
    down.add("INSERT INTO %s (%s)\n  SELECT %s FROM %s".formatted(first, columns, columns, sql));
    down.addAll(numbers());
    down.add("DROP TABLE " + sql);
    exchange.newNames().forEach((name, moved) -> down.add(renamedBack(first, name, moved)));
    exchange
        .identitySequence()
        .ifPresent(
            sequence ->
                down.add(exchange.renamed(exchange.moved(sequence), sequence.name().name())));
    down.add(
        "ALTER TABLE %s RENAME TO %s".formatted(first, Names.sql(exchange.table().name().name())));
    down.addAll(exchange.triggers());
    return down;
  }

  private String renamedBack(String first, String name, String moved) {
    boolean constraint = exchange.table().constraint(name).isPresent();
    return constraint
        ? "ALTER TABLE %s RENAME CONSTRAINT %s TO %s"
            .formatted(first, Names.sql(moved), Names.sql(name))
        : "ALTER INDEX %s RENAME TO %s"
            .formatted(Names.sql(Names.beside(exchange.table(), moved)), Names.sql(name));
  }

  private List<String> numbers() {
    List<String> statements = new ArrayList<>();
    String first = exchange.first();
    for (Sequence sequence : exchange.before().schema().sequencesOwnedBy(exchange.table().id())) {
      String column = sequence.ownedBy().orElseThrow().column();
      if (!sequence.identity()) {
        statements.add(
            "ALTER SEQUENCE %s OWNED BY %s.%s"
                .formatted(Names.sql(sequence.name()), first, Names.sql(column)));
        continue;
      }
      boolean always =
          exchange.table().column(column).flatMap(Column::identity).orElseThrow()
              == Column.Identity.ALWAYS;
      statements.add(
          "ALTER TABLE %s ALTER COLUMN %s ADD GENERATED %s AS IDENTITY (SEQUENCE NAME %s)"
              .formatted(
                  first,
                  Names.sql(column),
                  always ? "ALWAYS" : "BY DEFAULT",
                  Names.sql(Names.beside(exchange.table(), exchange.moved(sequence)))));
      statements.add(exchange.continued(exchange.moved(sequence), sequence.name().name()));
    }
    return statements;
  }
}
