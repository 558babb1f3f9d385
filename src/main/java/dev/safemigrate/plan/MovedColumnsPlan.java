package dev.safemigrate.plan;

import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The steps in which columns move: a table under a working name that a trigger fills, a view with
 * the new name, and one transaction in which the table takes the name.
 */
final class MovedColumnsPlan {

  private final Before before;
  private final Table table;
  private final RelationName name;
  private final List<MovedColumn> columns;
  private final SideTable side;
  private final MovedView view;
  private final SyncTrigger trigger;
  private final MovedRules rules;

  MovedColumnsPlan(Before before, Table table, RelationName name, List<MovedColumn> columns) {
    this.before = before;
    this.table = table;
    this.name = name;
    this.columns = columns;
    this.side =
        SideTable.of(
            before,
            table,
            Names.beside(table, Names.join(name.name(), "rows")),
            columns.stream().map(MovedColumn::column).toList());
    this.view = new MovedView(before, table, name, side, columns);
    this.trigger = trigger();
    this.rules = new MovedRules(before, table, name, side, MoveColumnsPlanner.names(columns));
  }

  ExpandContractPlan plan() {
    List<PlanPart> parts = new ArrayList<>();
    parts.add(expand());
    parts.add(side.backfill(side.onKey()));
    parts.add(release());
    parts.add(Advice.retire(shown()));
    parts.add(contract());
    List<String> objects = new ArrayList<>(trigger.objects());
    objects.addAll(view.objects());
    objects.add("the name " + side.name() + " of the table");
    return new ExpandContractPlan(
        "Move %s of %s to %s".formatted(words(), table.name().name(), name.name()),
        parts,
        objects,
        notes());
  }

  private PlanPart expand() {
    List<String> up = new ArrayList<>();
    for (MovedColumn moved : columns) {
      if (moved.filled()) {
        up.add(
            "ALTER TABLE %s ALTER COLUMN %s SET DEFAULT %s"
                .formatted(Names.sql(table), moved.sql(), moved.meanwhile().orElseThrow()));
      }
    }
    up.add(createTable());
    up.addAll(rules.indexes());
    up.addAll(trigger.create());
    up.addAll(view.create());
    List<String> down = new ArrayList<>(view.drop());
    down.addAll(trigger.drop());
    down.add("DROP TABLE " + Names.sql(side.name()));
    for (MovedColumn moved : columns) {
      if (moved.filled()) {
        down.add(
            "ALTER TABLE %s ALTER COLUMN %s DROP DEFAULT".formatted(Names.sql(table), moved.sql()));
      }
    }
    return PlanPart.Migration.of(Phase.EXPAND, "table " + name.name(), up, down)
        .because(
            "The columns stay in %s, which the view %s reads and writes, so that there is one truth."
                .formatted(table.name().name(), name.name()),
            "The trigger keeps %s in step, which becomes %s in the end."
                .formatted(side.name().name(), name.name()));
  }

  private String createTable() {
    List<String> elements = new ArrayList<>();
    side.key().forEach(column -> elements.add(SideTable.plain(column)));
    columns.forEach(moved -> elements.add(moved.definition()));
    elements.addAll(rules.constraints());
    return "CREATE TABLE %s (\n  %s\n)"
        .formatted(Names.sql(side.name()), String.join(",\n  ", elements));
  }

  private SyncTrigger trigger() {
    return new SyncTrigger(
        table.name(),
        SyncTrigger.name(table, name.name()),
        "AFTER INSERT OR UPDATE",
        """
        BEGIN
          IF TG_OP = 'UPDATE' THEN
            IF NOT (%s) THEN
              RETURN NULL;
            END IF;
          END IF;
        %s  RETURN NULL;
        END
        """
            .formatted(side.changed(), side.writeRow().indent(2)),
        true);
  }

  private PlanPart release() {
    String key = Names.sql(side.keyNames().get(0));
    String first = columns.get(0).sql();
    String old = Names.sql(table);
    String added = Names.sql(name);
    return Advice.switchOver(
        "Release a version that has " + words() + " in " + name.name(),
        """
        Each row of %1$s has one in %2$s from the beginning, with the defaults until the version inserts it: INSERT into %1$s first, then
        into %2$s. An INSERT of values that are there already is refused (23505), as the table will. DELETE the row of %1$s; the one of %2$s
        goes with it. Until the contract %2$s is a view: SELECT, INSERT, UPDATE, DELETE, RETURNING, FOR UPDATE and COPY work; ON CONFLICT,
        TRUNCATE and, before 17, MERGE do not (UPDATE, and INSERT where no row was found), and a DELETE only empties the columns.
        Do not name the columns of %1$s any more, and never write both in one transaction. TRUNCATE %1$s needs %3$s beside it."""
            .formatted(table.name().name(), name.name(), side.name().name()),
        "UPDATE %s SET %s = ? WHERE %s = ?;".formatted(old, first, key),
        "INSERT INTO %1$s (...) VALUES (...);\nINSERT INTO %2$s (%3$s) VALUES (...); -- in the same transaction\nUPDATE %2$s SET %4$s = ? WHERE %5$s = ?;"
            .formatted(old, added, side.names(), first, key),
        "@Entity\n@Table(name = \"%1$s\")\nclass %2$s {\n  @Id Long id;\n  @MapsId @OneToOne @OnDelete(action = OnDeleteAction.CASCADE) %3$s owner;\n%4$s\n}"
            .formatted(
                name.name(),
                type(name),
                type(table.name()),
                columns.stream()
                    .map(
                        moved ->
                            Advice.fields(
                                List.of(moved.name()), Advice.javaType(SqlType.of(moved.column()))))
                    .collect(Collectors.joining("\n"))
                    .indent(2)
                    .stripTrailing()));
  }

  private static String type(RelationName name) {
    String field = Advice.field(name.name());
    return Character.toUpperCase(field.charAt(0)) + field.substring(1);
  }

  private PlanPart contract() {
    List<String> up = new ArrayList<>();
    List<String> dropped = view.drop();
    up.add(
        "-- migrate:allow drop-object the table takes the name over in this transaction\n"
            + dropped.get(0));
    up.addAll(dropped.subList(1, dropped.size()));
    up.addAll(trigger.drop());
    up.add(
        "-- migrate:allow locks-on-several-tables only the trigger has used it, behind the lock of the other\n"
            + "ALTER TABLE %s RENAME TO %s"
                .formatted(Names.sql(side.name()), Names.sql(name.name())));
    up.add(
        "ALTER TABLE %s %s"
            .formatted(
                Names.sql(table),
                columns.stream()
                    .map(moved -> "DROP COLUMN " + moved.sql())
                    .collect(Collectors.joining(", "))));
    return PlanPart.Migration.of(Phase.CONTRACT, "move to " + name.name(), up, restore());
  }

  /** The columns come back behind the others, with the values of the rows that have some. */
  private List<String> restore() {
    String sql = Names.sql(table);
    List<String> down = new ArrayList<>();
    down.add(
        "ALTER TABLE %s RENAME TO %s".formatted(Names.sql(name), Names.sql(side.name().name())));
    for (MovedColumn moved : columns) {
      Column column = moved.column();
      String value =
          moved.meanwhile().map(fill -> " DEFAULT " + fill).orElse("")
              + (column.notNull() ? " NOT NULL" : "");
      down.add("ALTER TABLE %s ADD COLUMN %s%s".formatted(sql, SideTable.plain(column), value));
    }
    down.add(
        "UPDATE %s AS kept SET %s FROM %s AS side WHERE %s"
            .formatted(
                sql,
                columns.stream()
                    .map(moved -> "%1$s = side.%1$s".formatted(moved.sql()))
                    .collect(Collectors.joining(", ")),
                Names.sql(side.name()),
                side.keyOf("side", "kept")));
    down.add(
        "INSERT INTO %s (%s) SELECT %s FROM %s ON CONFLICT%s DO NOTHING"
            .formatted(Names.sql(side.name()), side.names(), side.names(), sql, side.onKey()));
    Set<String> originals = new LinkedHashSet<>();
    columns.forEach(moved -> originals.addAll(ColumnCopy.originals(before, table, moved.name())));
    down.addAll(originals);
    down.addAll(trigger.create());
    down.addAll(view.create());
    return down;
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    notes.add(
        "Grant on %1$s, behind the expand, what is granted on %3$s to others than its owner, and the same on %2$s, which keeps it when it takes the name. Comments and privileges of the columns do not move."
            .formatted(name.name(), side.name().name(), table.name().name()));
    columns.stream()
        .filter(MovedColumn::filled)
        .forEach(
            moved ->
                notes.add(
                    "Until the contract %s has the default %s, since the new version inserts into %s without it."
                        .formatted(
                            moved.name(), moved.meanwhile().orElseThrow(), table.name().name())));
    columns.forEach(moved -> notes.addAll(Advice.dependants(before, table, moved.name())));
    return List.copyOf(new LinkedHashSet<>(notes));
  }

  private String shown() {
    return columns.stream()
        .map(moved -> table.name().name() + "." + moved.name())
        .collect(Collectors.joining(", "));
  }

  private String words() {
    return columns.stream().map(MovedColumn::name).collect(Collectors.joining(", "));
  }
}
