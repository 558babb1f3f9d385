package dev.safemigrate.plan;

import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A constraint that is added NOT VALID and validated in a later migration.
 *
 * @param definition the words behind its name
 * @param foreignKey whether it locks another table too
 * @param filledBy the answer to the finding that asks who fills a column without a default
 */
record Unvalidated(String name, String definition, boolean foreignKey, Optional<String> filledBy) {

  Unvalidated(String name, String definition, boolean foreignKey) {
    this(name, definition, foreignKey, Optional.empty());
  }

  /** A check that a column is not null, where a trigger and a backfill fill it. */
  static Unvalidated required(Table table, String column) {
    return required(table, column, "the trigger and the backfill have filled every row");
  }

  /** A check that a column is not null. */
  static Unvalidated required(Table table, String column, String filledBy) {
    boolean hasDefault =
        table.column(column).filter(known -> known.defaultValue().isPresent()).isPresent();
    return new Unvalidated(
        requiredName(table, column),
        "CHECK (%s IS NOT NULL)".formatted(Names.sql(column)),
        false,
        hasDefault ? Optional.empty() : Optional.of(filledBy));
  }

  String sql(Table table) {
    String allow =
        filledBy
            .map(answer -> "-- migrate:allow not-valid-check-breaks-updates %s\n".formatted(answer))
            .orElse("");
    return "%sALTER TABLE %s ADD CONSTRAINT %s %s NOT VALID"
        .formatted(allow, Names.sql(table), Names.sql(name), definition);
  }

  /** Constraints that come unvalidated and are validated in another migration. */
  static List<PlanPart.Migration> migrations(
      Table table, String what, List<Unvalidated> constraints) {
    List<PlanPart.Migration> migrations = new ArrayList<>();
    List<Unvalidated> checks = constraints.stream().filter(c -> !c.foreignKey()).toList();
    if (!checks.isEmpty()) {
      migrations.add(added(table, "constraints of " + what, checks));
    }
    // A foreign key locks the other table too: alone in its transaction.
    constraints.stream()
        .filter(Unvalidated::foreignKey)
        .forEach(key -> migrations.add(added(table, "constraint " + key.name(), List.of(key))));
    migrations.add(
        PlanPart.Migration.of(
                Phase.VERIFY,
                "validate " + what,
                constraints.stream()
                    .map(
                        c ->
                            "ALTER TABLE %s VALIDATE CONSTRAINT %s"
                                .formatted(Names.sql(table), Names.sql(c.name())))
                    .toList(),
                List.of())
            .because("Reads the table without blocking writes (SHARE UPDATE EXCLUSIVE)."));
    return migrations;
  }

  private static PlanPart.Migration added(
      Table table, String description, List<Unvalidated> constraints) {
    return PlanPart.Migration.of(
            Phase.VERIFY,
            description,
            constraints.stream().map(c -> c.sql(table)).toList(),
            constraints.stream()
                .map(
                    c ->
                        "ALTER TABLE %s DROP CONSTRAINT %s"
                            .formatted(Names.sql(table), Names.sql(c.name())))
                .toList())
        .because("New rows are checked from here on; a later migration reads the old ones.");
  }

  /** A check that a column is not null, under a name of the plan's own. */
  static String requiredName(Table table, String column) {
    return Names.join(table.name().name(), column, "required");
  }
}
