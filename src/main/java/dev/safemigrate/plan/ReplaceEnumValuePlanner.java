package dev.safemigrate.plan;

import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.schema.ColumnReference;
import dev.safemigrate.schema.Table;
import dev.safemigrate.schema.TypeDefinition;
import java.util.ArrayList;
import java.util.List;

/** A value of an enum that another one takes over, in all columns of the type. */
final class ReplaceEnumValuePlanner implements Planner<Change.ReplaceEnumValue> {

  @Override
  public Class<Change.ReplaceEnumValue> handles() {
    return Change.ReplaceEnumValue.class;
  }

  @Override
  public ExpandContractPlan plan(Change.ReplaceEnumValue change, Before before) {
    TypeDefinition.EnumType type = enumType(change, before);
    String old = Identifiers.string(change.oldValue());
    String added = Identifiers.string(change.newValue());
    List<PlanPart> parts = new ArrayList<>();
    if (!type.labels().contains(change.newValue())) {
      parts.add(
          PlanPart.Migration.of(
                  Phase.EXPAND,
                  "value " + change.newValue(),
                  List.of(
                      // Its way back cannot remove the value: it may be there.
                      "ALTER TYPE %s ADD VALUE IF NOT EXISTS %s AFTER %s"
                          .formatted(Names.sql(type.name()), added, old)),
                  List.of())
              .because("An enum's value cannot be taken back: the way back leaves it unused."));
    }
    parts.add(
        Advice.switchOver(
            "Release a version that reads both values and writes " + change.oldValue(),
            "Conditions name both, and the mapping knows both.",
            "SELECT ... WHERE status = %s;".formatted(old),
            "SELECT ... WHERE status IN (%s, %s);".formatted(old, added),
            "// the Java enum has constants for both"));
    parts.add(
        new PlanPart.Application(
            "Release a version that writes " + change.newValue() + " only",
            "It still reads both. From here on no old row comes in.\n"));
    parts.add(Advice.retire("a version that writes " + change.oldValue()));
    columns(type, before).forEach(column -> parts.addAll(forbid(before, column, old, added)));
    parts.add(
        new PlanPart.Application(
            "Release a version that does not know " + change.oldValue(),
            "The value stays in the type, which cannot lose one, and in no column.\n"));
    return new ExpandContractPlan(
        "Replace %s of %s by %s"
            .formatted(change.oldValue(), type.name().name(), change.newValue()),
        parts,
        List.of(),
        List.of());
  }

  private static TypeDefinition.EnumType enumType(Change.ReplaceEnumValue change, Before before) {
    TypeDefinition.EnumType type =
        before
            .schema()
            .findType(change.type())
            .filter(TypeDefinition.EnumType.class::isInstance)
            .map(TypeDefinition.EnumType.class::cast)
            .orElseThrow(
                () ->
                    new Refusal(
                        "The migrations create no enum %s. Give the plan a base: migrate:snapshot writes one."
                            .formatted(change.type())));
    if (!type.labels().contains(change.oldValue())) {
      throw new Refusal(
          "%s has no value '%s'; it has %s."
              .formatted(change.type(), change.oldValue(), String.join(", ", type.labels())));
    }
    return type;
  }

  private static List<ColumnReference> columns(TypeDefinition.EnumType type, Before before) {
    List<ColumnReference> columns = new ArrayList<>();
    for (ColumnReference reference : before.schema().columnsOfType(type.id())) {
      Table table = before.schema().table(reference.table());
      if (before.column(table, reference.column()).type().isArray()) {
        throw new Refusal(
            "%s.%s is an array of the type; change its rows by hand."
                .formatted(table.name().name(), reference.column()));
      }
      if (!table.isPartition()) {
        columns.add(reference);
      }
    }
    return columns;
  }

  private static List<PlanPart.Migration> forbid(
      Before before, ColumnReference reference, String old, String added) {
    Table table = before.schema().table(reference.table());
    String sql = Names.sql(table);
    String column = Names.sql(reference.column());
    String what = table.name().name() + " " + reference.column();
    List<PlanPart.Migration> migrations = new ArrayList<>();
    migrations.add(
        PlanPart.Migration.of(
                Phase.BACKFILL,
                "replace in " + what,
                List.of(
                    "UPDATE %s SET %s = %s WHERE %s = %s"
                        .formatted(sql, column, added, column, old)),
                List.of())
            .verifiedBy(
                "SELECT NOT EXISTS (SELECT FROM %s WHERE %s = %s)".formatted(sql, column, old)));
    String name = Names.join(table.name().name(), reference.column(), "replaced");
    migrations.addAll(
        Unvalidated.migrations(
            table,
            what,
            List.of(new Unvalidated(name, "CHECK (%s <> %s)".formatted(column, old), false))));
    return migrations;
  }
}
