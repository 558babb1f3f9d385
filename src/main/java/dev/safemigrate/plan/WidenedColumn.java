package dev.safemigrate.plan;

import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.Sequence;
import dev.safemigrate.schema.StoredConstraint;
import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One column of a key that becomes bigint: its copy, and the exchange that gives the copy its name.
 *
 * @param column as it is
 * @param key the primary key that it is, or references
 */
record WidenedColumn(Before before, Table table, Column column, ColumnCopy.WidenedKey key) {

  private static final String TAKEN_OVER =
      " its bigint copy takes its name over in this transaction";

  static String newName(Column column) {
    return Names.join(column.name(), "bigint");
  }

  SyncTrigger trigger() {
    return new SyncTrigger(
        table,
        SyncTrigger.name(table, newName(column)),
        "BEFORE INSERT OR UPDATE",
        "BEGIN\n  NEW.%s := NEW.%s;\n  RETURN NEW;\nEND\n".formatted(copy(), old()));
  }

  PlanPart.Migration expand() {
    List<String> up = new ArrayList<>();
    up.add("ALTER TABLE %s ADD COLUMN %s bigint".formatted(sql(), copy()));
    up.addAll(trigger().create());
    List<String> down = new ArrayList<>(trigger().drop());
    down.add("ALTER TABLE %s DROP COLUMN %s".formatted(sql(), copy()));
    return PlanPart.Migration.of(
            Phase.EXPAND, "add " + newName(column) + " to " + table.name().name(), up, down)
        .because("No version names the copy: the trigger fills it.");
  }

  PlanPart.Migration backfill() {
    String unequal = "%s IS DISTINCT FROM %s".formatted(copy(), old());
    return PlanPart.Migration.of(
            Phase.BACKFILL,
            "fill " + newName(column) + " of " + table.name().name(),
            List.of("UPDATE %s SET %s = %s WHERE %s".formatted(sql(), copy(), old(), unequal)),
            List.of())
        .verifiedBy("SELECT NOT EXISTS (SELECT FROM %s WHERE %s)".formatted(sql(), unequal));
  }

  List<PlanPart.Migration> copies() {
    List<PlanPart.Migration> migrations = new ArrayList<>();
    if (isKey()) {
      migrations.add(
          PlanPart.Migration.concurrently(
              Phase.VERIFY,
              "index " + keyIndex(),
              "CREATE UNIQUE INDEX CONCURRENTLY %s ON %s (%s)"
                  .formatted(Names.sql(keyIndex()), sql(), copy()),
              "DROP INDEX CONCURRENTLY " + Names.sql(Names.beside(table, keyIndex()))));
    }
    migrations.addAll(copied().migrations());
    return migrations;
  }

  PlanPart.Migration contract() {
    List<String> up = new ArrayList<>(trigger().drop());
    if (column.notNull()) {
      // From 12 on a validated CHECK that proves it saves the scan (manual, ALTER TABLE).
      up.add("ALTER TABLE %s ALTER COLUMN %s SET NOT NULL".formatted(sql(), copy()));
      up.add("ALTER TABLE %s DROP CONSTRAINT %s".formatted(sql(), Names.sql(required())));
    }
    up.addAll(moveSequence());
    up.add(
        "-- migrate:allow drop-column%s\nALTER TABLE %s DROP COLUMN %s"
            .formatted(TAKEN_OVER, sql(), old()));
    up.add(
        "-- migrate:allow rename-column%s\nALTER TABLE %s RENAME COLUMN %s TO %s"
            .formatted(TAKEN_OVER, sql(), copy(), old()));
    up.addAll(renames());
    return PlanPart.Migration.of(
            Phase.CONTRACT,
            "exchange " + column.name() + " of " + table.name().name(),
            up,
            new WidenedRestore(this, readNames()).statements())
        .because("Catalog work only: it takes an instant, whatever the size of the table.");
  }

  /** Indexes and constraints take the names over that the old column's had. */
  private List<String> renames() {
    List<String> renames = new ArrayList<>();
    identitySequence().ifPresent(renames::add);
    for (Map.Entry<String, String> name : readNames().entrySet()) {
      Optional<StoredConstraint> constraint = table.constraint(name.getKey());
      String to = Names.sql(name.getKey());
      renames.add(
          constraint.isPresent()
              ? "ALTER TABLE %s RENAME CONSTRAINT %s TO %s"
                  .formatted(sql(), Names.sql(name.getValue()), to)
              : "ALTER INDEX %s RENAME TO %s"
                  .formatted(Names.sql(Names.beside(table, name.getValue())), to));
    }
    if (isKey()) {
      renames.add(
          "ALTER TABLE %s ADD CONSTRAINT %s PRIMARY KEY USING INDEX %s"
              .formatted(
                  sql(),
                  Names.sql(table.primaryKey().orElseThrow().name()),
                  Names.sql(keyIndex())));
    }
    return renames;
  }

  /** The numbers go on where they were: the lock on the table lets nobody draw one meanwhile. */
  private List<String> moveSequence() {
    Optional<Sequence> owned =
        before.schema().sequencesOwnedBy(table.id(), column.name()).stream().findFirst();
    List<String> statements = new ArrayList<>();
    if (column.identity().isPresent()) {
      String kind = column.identity().get() == Column.Identity.ALWAYS ? "ALWAYS" : "BY DEFAULT";
      String sequence = Names.sql(owned.orElseThrow().name());
      statements.add(
          "ALTER TABLE %s ALTER COLUMN %s ADD GENERATED %s AS IDENTITY"
              .formatted(sql(), copy(), kind));
      statements.add(
          "SELECT setval(pg_get_serial_sequence(%s, %s), last_value, is_called) FROM %s"
              .formatted(string(Names.qualified(table.name())), string(newName(column)), sequence));
      return statements;
    }
    column
        .defaultValue()
        .ifPresent(
            value ->
                statements.add(
                    "ALTER TABLE %s ALTER COLUMN %s SET DEFAULT %s"
                        .formatted(sql(), copy(), value.text())));
    owned.ifPresent(
        sequence ->
            statements.add(
                "ALTER SEQUENCE %s AS bigint OWNED BY %s.%s"
                    .formatted(Names.sql(sequence.name()), sql(), copy())));
    return statements;
  }

  /** The new sequence takes the old one's name over, where its own is known. */
  private Optional<String> identitySequence() {
    String chosen = table.name().name() + "_" + newName(column) + "_seq";
    return before.schema().sequencesOwnedBy(table.id(), column.name()).stream()
        .filter(sequence -> sequence.identity() && Names.join(chosen).equals(chosen))
        .findFirst()
        .map(
            sequence ->
                "-- migrate:allow rename-object it takes over the name of the one that goes with the old column\nALTER SEQUENCE %s RENAME TO %s"
                    .formatted(
                        Names.sql(Names.beside(table, chosen)), Names.sql(sequence.name().name())));
  }

  private ColumnCopy copied() {
    ColumnCopy copied =
        new ColumnCopy(before, table, column.name(), newName(column), Optional.of(key));
    if (column.notNull()) {
      copied.require();
    }
    return copied;
  }

  private Map<String, String> readNames() {
    ColumnCopy copied = copied();
    copied.migrations();
    return copied.newNames();
  }

  boolean isKey() {
    return table.id().equals(key.table()) && column.name().equals(key.from());
  }

  String keyIndex() {
    return Names.join(table.name().name(), newName(column), "key");
  }

  String required() {
    return Unvalidated.requiredName(table, newName(column));
  }

  static String string(String value) {
    return Identifiers.string(value);
  }

  private String copy() {
    return Names.sql(newName(column));
  }

  private String old() {
    return Names.sql(column.name());
  }

  private String sql() {
    return Names.sql(table);
  }
}
