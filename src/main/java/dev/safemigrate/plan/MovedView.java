package dev.safemigrate.plan;

import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The new table's name while the columns are still in the old one: a view of it.
 *
 * <p>UPDATE goes through the view by itself, so that it locks and reads the row again like any
 * other (manual, CREATE VIEW, "Updatable Views"); a trigger would be given the row as the statement
 * had first seen it, and two of them would undo each other. INSERT and DELETE mean another thing
 * than in the old table, which is what the triggers say.
 *
 * @param side key and columns
 * @param name of the new table
 */
record MovedView(
    Before before, Table table, RelationName name, SideTable side, List<MovedColumn> columns) {

  List<String> create() {
    boolean asCaller = before.version().atLeast(15);
    List<String> sql = new ArrayList<>();
    sql.add(
        "CREATE VIEW %s%s AS\n  SELECT %s FROM %s"
            .formatted(
                Names.sql(name),
                asCaller ? " WITH (security_invoker = true)" : "",
                side.names(),
                Names.sql(table)));
    for (MovedColumn moved : columns) {
      moved
          .column()
          .defaultValue()
          .ifPresent(
              value ->
                  sql.add(
                      "ALTER VIEW %s ALTER COLUMN %s SET DEFAULT %s"
                          .formatted(Names.sql(name), moved.sql(), value.text())));
    }
    sql.addAll(trigger().create());
    return sql;
  }

  /** The trigger goes with the view. */
  List<String> drop() {
    return List.of("DROP VIEW " + Names.sql(name), trigger().dropFunction());
  }

  List<String> objects() {
    List<String> objects = new ArrayList<>(List.of("view " + name));
    objects.addAll(trigger().objects());
    return objects;
  }

  private SyncTrigger trigger() {
    return new SyncTrigger(
        name,
        SyncTrigger.name(table, name.name(), "view"),
        "INSTEAD OF INSERT OR DELETE",
        """
        BEGIN
          IF TG_OP = 'INSERT' THEN
            -- The row is there already; it takes the values unless somebody gave it some.
            UPDATE %1$s AS kept SET %2$s
              WHERE %3$s%4$s
              RETURNING %5$s INTO %6$s;
            IF NOT FOUND THEN
              PERFORM FROM %1$s AS kept WHERE %3$s;
              IF FOUND THEN
                RAISE unique_violation USING
                  MESSAGE = 'the row has values already: UPDATE it', TABLE = TG_TABLE_NAME;
              END IF;
              RAISE foreign_key_violation USING
                MESSAGE = 'its row has to be inserted before', TABLE = TG_TABLE_NAME;
            END IF;
            RETURN NEW;
          END IF;
          UPDATE %1$s AS kept SET %7$s
            WHERE %8$s AND NOT (%9$s);
          IF NOT FOUND THEN
            PERFORM FROM %1$s AS kept WHERE %8$s;
            IF FOUND THEN
              RAISE serialization_failure USING
                MESSAGE = 'could not delete: the row was changed meanwhile', TABLE = TG_TABLE_NAME;
            END IF;
            RETURN NULL;
          END IF;
          RETURN OLD;
        END
        """
            .formatted(
                Names.qualified(table.name()),
                assigned("NEW."),
                side.keyOf("kept", "NEW"),
                columns.stream()
                    .flatMap(moved -> moved.untouched(before, "kept").stream())
                    .map(condition -> "\n        AND " + condition)
                    .collect(Collectors.joining()),
                each("kept."),
                each("NEW."),
                emptied(),
                side.keyOf("kept", "OLD"),
                columns.stream()
                    .map(
                        moved ->
                            SqlType.of(moved.column())
                                .differs("kept." + moved.sql(), "OLD." + moved.sql()))
                    .collect(Collectors.joining(" OR "))),
        false);
  }

  private String assigned(String row) {
    return joined(moved -> moved.sql() + " = " + row + moved.sql());
  }

  private String emptied() {
    return joined(moved -> moved.sql() + " = DEFAULT");
  }

  private String each(String row) {
    return joined(moved -> row + moved.sql());
  }

  private String joined(Function<MovedColumn, String> words) {
    return columns.stream().map(words).collect(Collectors.joining(", "));
  }
}
