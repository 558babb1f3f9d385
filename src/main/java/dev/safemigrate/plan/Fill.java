package dev.safemigrate.plan;

import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What rows get that a version writes without a value that another version needs. */
final class Fill {

  private Fill() {}

  /** The value that the user names, or a neutral one. */
  static String value(Optional<String> given, SqlType type, String column) {
    return given
        .or(type::neutral)
        .orElseThrow(
            () ->
                new Refusal(
                    "%s has no neutral value for rows without one; say which: ... fill <expression>."
                        .formatted(type.sql())));
  }

  static List<String> notes(Optional<String> given, String column, String fill) {
    return given.isPresent()
        ? List.of()
        : List.of(
            "Rows without a value get %s, since the request names no other: decide whether that is right for %s, or say 'fill <expression>'."
                .formatted(fill, column));
  }

  /** A trigger that gives rows without a value theirs. */
  static SyncTrigger trigger(Before before, Table table, String column, String fill) {
    String ofRow = Expressions.ofNewRow(fill, before.expression(fill).columns());
    String name = "NEW." + Names.sql(column);
    return new SyncTrigger(
        table,
        SyncTrigger.name(table, column, "fill"),
        "BEFORE INSERT OR UPDATE",
        """
        BEGIN
          IF %s IS NULL THEN
            %s := %s;
          END IF;
          RETURN NEW;
        END
        """
            .formatted(name, name, ofRow));
  }

  /** The backfill and the constraint that proves it. */
  static List<PlanPart.Migration> fillAndCheck(Table table, String column, String fill) {
    String sql = Names.sql(table);
    String name = Names.sql(column);
    List<PlanPart.Migration> migrations = new ArrayList<>();
    migrations.add(
        PlanPart.Migration.of(
                Phase.BACKFILL,
                "fill " + column,
                List.of("UPDATE %s SET %s = %s WHERE %s IS NULL".formatted(sql, name, fill, name)),
                List.of())
            .verifiedBy(
                "SELECT NOT EXISTS (SELECT FROM %s WHERE %s IS NULL)".formatted(sql, name)));
    migrations.addAll(
        Unvalidated.migrations(table, column, List.of(Unvalidated.required(table, column))));
    return migrations;
  }

  static PlanPart.Migration contract(Table table, String column, SyncTrigger trigger) {
    String sql = Names.sql(table);
    String name = Names.sql(column);
    String constraint = Names.sql(Unvalidated.requiredName(table, column));
    List<String> up = new ArrayList<>(trigger.drop());
    // From 12 on a validated CHECK that proves it saves the scan (manual, ALTER TABLE).
    up.add("ALTER TABLE %s ALTER COLUMN %s SET NOT NULL".formatted(sql, name));
    up.add("ALTER TABLE %s DROP CONSTRAINT %s".formatted(sql, constraint));
    List<String> down = new ArrayList<>();
    down.add(
        "ALTER TABLE %s ADD CONSTRAINT %s CHECK (%s IS NOT NULL)".formatted(sql, constraint, name));
    down.add("ALTER TABLE %s ALTER COLUMN %s DROP NOT NULL".formatted(sql, name));
    down.addAll(trigger.create());
    return PlanPart.Migration.of(Phase.CONTRACT, "require " + column, up, down);
  }
}
