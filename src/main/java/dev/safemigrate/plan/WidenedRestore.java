package dev.safemigrate.plan;

import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.ForeignKeyLink;
import dev.safemigrate.schema.Sequence;
import dev.safemigrate.schema.StoredConstraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The way back from the exchange of a widened column: the narrow one again, behind the others, and
 * the copy beside it. It rewrites and blocks the tables, and fails once a value needs 64 bits.
 */
record WidenedRestore(WidenedColumn widened, Map<String, String> newNames) {

  List<String> statements() {
    List<String> down = new ArrayList<>();
    List<ForeignKeyLink> referencing = widened.isKey() ? referencing() : List.of();
    for (ForeignKeyLink link : referencing) {
      down.add(
          "ALTER TABLE %s DROP CONSTRAINT %s"
              .formatted(Names.sql(link.referencing()), Names.sql(link.constraint().name())));
    }
    if (widened.isKey()) {
      down.add("ALTER TABLE %s DROP CONSTRAINT %s".formatted(sql(), keyName()));
    }
    newNames.forEach((name, copied) -> down.add(renamed(name, copied)));
    down.add("ALTER TABLE %s RENAME COLUMN %s TO %s".formatted(sql(), old(), copy()));
    down.add(
        "ALTER TABLE %s ADD COLUMN %s %s"
            .formatted(sql(), old(), SqlType.of(widened.column()).sql()));
    down.add("UPDATE %s SET %s = %s".formatted(sql(), old(), copy()));
    if (widened.column().notNull()) {
      down.add(
          "ALTER TABLE %s ADD CONSTRAINT %s CHECK (%s IS NOT NULL)"
              .formatted(sql(), Names.sql(widened.required()), copy()));
    }
    if (widened.isKey()) {
      down.add(
          "CREATE UNIQUE INDEX %s ON %s (%s)"
              .formatted(Names.sql(widened.keyIndex()), sql(), copy()));
    }
    down.addAll(numbers());
    if (widened.isKey()) {
      down.add(
          "ALTER TABLE %s ADD CONSTRAINT %s PRIMARY KEY (%s)".formatted(sql(), keyName(), old()));
    } else if (widened.column().notNull()) {
      down.add("ALTER TABLE %s ALTER COLUMN %s SET NOT NULL".formatted(sql(), old()));
    }
    down.addAll(ColumnCopy.originals(widened.before(), widened.table(), widened.column().name()));
    if (widened.column().notNull()) {
      down.add("ALTER TABLE %s ALTER COLUMN %s DROP NOT NULL".formatted(sql(), copy()));
    }
    for (ForeignKeyLink link : referencing) {
      down.add(reference(link));
    }
    down.addAll(widened.trigger().create());
    return down;
  }

  private List<ForeignKeyLink> referencing() {
    return widened.before().schema().foreignKeysTo(widened.table().id()).stream()
        .filter(link -> link.constraint().referencedColumns().equals(List.of(widened.key().from())))
        .toList();
  }

  /** The others still have their wide columns, which reference the copy from now on. */
  private String reference(ForeignKeyLink link) {
    return "ALTER TABLE %s ADD CONSTRAINT %s %s"
        .formatted(
            Names.sql(link.referencing()),
            Names.sql(link.constraint().name()),
            ColumnCopy.foreignKey(
                link.constraint(),
                link.constraint().columns(),
                widened.table(),
                List.of(widened.key().to())));
  }

  private String renamed(String name, String copied) {
    return widened
            .table()
            .constraint(name)
            .filter(c -> !(c instanceof StoredConstraint.NotNull))
            .isPresent()
        ? "ALTER TABLE %s RENAME CONSTRAINT %s TO %s"
            .formatted(sql(), Names.sql(name), Names.sql(copied))
        : "ALTER INDEX %s RENAME TO %s"
            .formatted(Names.sql(Names.beside(widened.table(), name)), Names.sql(copied));
  }

  private List<String> numbers() {
    Column column = widened.column();
    List<String> statements = new ArrayList<>();
    if (column.identity().isPresent()) {
      statements.add("ALTER TABLE %s ALTER COLUMN %s DROP IDENTITY".formatted(sql(), copy()));
      statements.add("ALTER TABLE %s ALTER COLUMN %s SET NOT NULL".formatted(sql(), old()));
      statements.add(
          "ALTER TABLE %s ALTER COLUMN %s ADD GENERATED %s AS IDENTITY"
              .formatted(
                  sql(),
                  old(),
                  column.identity().get() == Column.Identity.ALWAYS ? "ALWAYS" : "BY DEFAULT"));
      statements.add(
          "SELECT setval(pg_get_serial_sequence(%s, %s), COALESCE(max(%s), 1)) FROM %s"
              .formatted(
                  WidenedColumn.string(Names.qualified(widened.table().name())),
                  WidenedColumn.string(column.name()),
                  old(),
                  sql()));
      return statements;
    }
    column
        .defaultValue()
        .ifPresent(
            value -> {
              statements.add(
                  "ALTER TABLE %s ALTER COLUMN %s SET DEFAULT %s"
                      .formatted(sql(), old(), value.text()));
              statements.add(
                  "ALTER TABLE %s ALTER COLUMN %s DROP DEFAULT".formatted(sql(), copy()));
            });
    for (Sequence sequence :
        widened.before().schema().sequencesOwnedBy(widened.table().id(), column.name())) {
      statements.add(
          "ALTER SEQUENCE %s AS %s OWNED BY %s.%s"
              .formatted(
                  Names.sql(sequence.name()),
                  SqlType.of(sequence.type(), sequence.name().name()).sql(),
                  sql(),
                  old()));
    }
    return statements;
  }

  private String keyName() {
    return Names.sql(widened.table().primaryKey().orElseThrow().name());
  }

  private String old() {
    return Names.sql(widened.column().name());
  }

  private String copy() {
    return Names.sql(WidenedColumn.newName(widened.column()));
  }

  private String sql() {
    return Names.sql(widened.table());
  }
}
