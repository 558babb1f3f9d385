package dev.safemigrate.plan;

import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.StoredExpression;
import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.List;

/** A table that is known, its indexes and its constraints, as statements that create it again. */
final class TableDefinition {

  private TableDefinition() {}

  static List<String> of(Before before, Table table) {
    if (table.kind() == RelationKind.PARTITIONED_TABLE) {
      throw new Refusal(
          table.name().name() + " is partitioned; drop its partitions one by one, then the rest.");
    }
    List<String> elements = new ArrayList<>();
    table.columns().forEach(column -> elements.add(column(column)));
    table
        .primaryKey()
        .ifPresent(
            key ->
                elements.add(
                    "CONSTRAINT %s PRIMARY KEY (%s)"
                        .formatted(Names.sql(key.name()), Names.list(key.columns()))));
    List<String> statements = new ArrayList<>();
    before.schema().sequencesOwnedBy(table.id()).stream()
        .filter(sequence -> !sequence.identity())
        .forEach(sequence -> statements.add("CREATE SEQUENCE " + Names.sql(sequence.name())));
    statements.add(
        "CREATE TABLE %s (\n  %s\n)".formatted(Names.sql(table), String.join(",\n  ", elements)));
    before.schema().sequencesOwnedBy(table.id()).stream()
        .filter(sequence -> !sequence.identity())
        .forEach(
            sequence ->
                statements.add(
                    "ALTER SEQUENCE %s OWNED BY %s.%s"
                        .formatted(
                            Names.sql(sequence.name()),
                            Names.sql(table),
                            Names.sql(sequence.ownedBy().orElseThrow().column()))));
    statements.addAll(ColumnCopy.originals(before, table));
    return statements;
  }

  static String column(Column column) {
    StringBuilder sql = new StringBuilder();
    sql.append(Names.sql(column.name())).append(' ').append(SqlType.of(column).sql());
    sql.append(SqlType.collate(column));
    if (column.notNull()) {
      sql.append(" NOT NULL");
    }
    column
        .defaultValue()
        .map(StoredExpression::text)
        .ifPresent(v -> sql.append(" DEFAULT ").append(v));
    column
        .generated()
        .ifPresent(
            generated ->
                sql.append(" GENERATED ALWAYS AS (")
                    .append(generated.expression().text())
                    .append(generated.stored() ? ") STORED" : ") VIRTUAL"));
    column
        .identity()
        .ifPresent(
            identity ->
                sql.append(" GENERATED ")
                    .append(identity == Column.Identity.ALWAYS ? "ALWAYS" : "BY DEFAULT")
                    .append(" AS IDENTITY"));
    return sql.toString();
  }
}
