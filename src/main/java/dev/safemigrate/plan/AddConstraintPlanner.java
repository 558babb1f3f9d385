package dev.safemigrate.plan;

import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.List;

/** A constraint that rows of today may violate, and that the running version may violate. */
final class AddConstraintPlanner implements Planner<Change.AddConstraint> {

  @Override
  public Class<Change.AddConstraint> handles() {
    return Change.AddConstraint.class;
  }

  @Override
  public ExpandContractPlan plan(Change.AddConstraint change, Before before) {
    Table table = before.table(change.table());
    change.columns().forEach(column -> before.column(table, column));
    refusePartitioned(change, table);
    if (change.kind() == Change.AddConstraint.Kind.PRIMARY_KEY) {
      PrimaryKeySteps.refuseSecond(table);
    }
    List<PlanPart> parts = new ArrayList<>();
    parts.add(
        Advice.switchOver(
            "Release a version that writes only rows that satisfy it",
            "Validate in the application first, and treat the server's refusal (SQLSTATE class 23)"
                + " as an answer, not as a fault.",
            "INSERT INTO %s ...; -- anything".formatted(Names.sql(table)),
            "INSERT INTO %s ...; -- %s".formatted(Names.sql(table), words(change)),
            "// Bean Validation or a check before the repository is called"));
    parts.add(Advice.retire("a version that writes other rows into " + table.name().name()));
    change.repair().ifPresent(repair -> parts.add(repair(change, before, table, repair)));
    parts.addAll(constraint(change, before, table));
    return new ExpandContractPlan(
        "Add %s to %s".formatted(words(change), table.name().name()),
        parts,
        List.of(),
        change.repair().isPresent()
            ? List.of()
            : List.of(
                "Rows that violate it must be gone before: %s finds them. Say 'repair <UPDATE or DELETE>' to have a backfill written."
                    .formatted(violations(change, before, table))));
  }

  private static void refusePartitioned(Change.AddConstraint change, Table table) {
    boolean partitioned = table.kind() == RelationKind.PARTITIONED_TABLE;
    if (partitioned && change.kind() != Change.AddConstraint.Kind.CHECK) {
      throw new Refusal(
          table.name().name()
              + " is partitioned, where no index is built concurrently: add the constraint to each"
              + " partition first (plan it for each), then to the table, which takes them over.");
    }
  }

  private static PlanPart repair(
      Change.AddConstraint change, Before before, Table table, String repair) {
    return PlanPart.Migration.of(
            Phase.BACKFILL, "repair " + table.name().name(), List.of(repair), List.of())
        .verifiedBy("SELECT NOT EXISTS (%s)".formatted(violations(change, before, table)));
  }

  private static List<PlanPart.Migration> constraint(
      Change.AddConstraint change, Before before, Table table) {
    String name = change.name().orElseGet(() -> name(change, table));
    if (change.kind() == Change.AddConstraint.Kind.UNIQUE) {
      return unique(change, table, name);
    }
    if (change.kind() == Change.AddConstraint.Kind.PRIMARY_KEY) {
      return new PrimaryKeySteps(table, change.columns(), name)
          .migrations(uniqueIndex(change, table, name), change.attributes());
    }
    List<PlanPart.Migration> migrations = new ArrayList<>();
    boolean key = change.kind() == Change.AddConstraint.Kind.FOREIGN_KEY;
    boolean indexed =
        before.schema().indexes(table.id()).stream()
            .anyMatch(
                index ->
                    index.keyColumns().size() >= change.columns().size()
                        && index.predicate().isEmpty()
                        && index
                            .keyColumns()
                            .subList(0, change.columns().size())
                            .equals(change.columns()));
    if (key && !indexed) {
      migrations.add(index(change, table));
    }
    String definition =
        key
            ? "FOREIGN KEY (%s) REFERENCES %s"
                .formatted(Names.list(change.columns()), change.definition())
            : "CHECK (%s)%s".formatted(change.definition(), change.attributes());
    migrations.addAll(
        Unvalidated.migrations(table, name, List.of(new Unvalidated(name, definition, key))));
    return migrations;
  }

  private static PlanPart.Migration index(Change.AddConstraint change, Table table) {
    String index = Names.join(table.name().name(), String.join("_", change.columns()), "idx");
    return PlanPart.Migration.concurrently(
        Phase.VERIFY,
        "index " + index,
        "CREATE INDEX CONCURRENTLY %s ON %s (%s)"
            .formatted(Names.sql(index), Names.sql(table), Names.list(change.columns())),
        "DROP INDEX CONCURRENTLY " + Names.sql(Names.beside(table, index)));
  }

  private static List<PlanPart.Migration> unique(
      Change.AddConstraint change, Table table, String name) {
    return List.of(
        uniqueIndex(change, table, name),
        PlanPart.Migration.of(
            Phase.VERIFY,
            "constraint " + name,
            List.of(
                "ALTER TABLE %s ADD CONSTRAINT %s UNIQUE USING INDEX %s%s"
                    .formatted(
                        Names.sql(table), Names.sql(name), Names.sql(name), change.attributes())),
            List.of(
                "ALTER TABLE %s DROP CONSTRAINT %s".formatted(Names.sql(table), Names.sql(name)))));
  }

  /** It goes with the constraint that takes it over, so the way back may find none. */
  private static PlanPart.Migration uniqueIndex(
      Change.AddConstraint change, Table table, String name) {
    return PlanPart.Migration.concurrently(
        Phase.VERIFY,
        "index " + name,
        "CREATE UNIQUE INDEX CONCURRENTLY %s ON %s (%s)%s"
            .formatted(
                Names.sql(name),
                Names.sql(table),
                Names.list(change.columns()),
                change.definition()),
        "DROP INDEX CONCURRENTLY IF EXISTS " + Names.sql(Names.beside(table, name)));
  }

  private static String name(Change.AddConstraint change, Table table) {
    String columns = String.join("_", change.columns());
    return switch (change.kind()) {
      case UNIQUE -> Names.join(table.name().name(), columns, "key");
      case PRIMARY_KEY -> Names.join(table.name().name(), "pkey");
      case FOREIGN_KEY -> Names.join(table.name().name(), columns, "fkey");
      case CHECK -> Names.join(table.name().name(), "check");
    };
  }

  private static String words(Change.AddConstraint change) {
    return switch (change.kind()) {
      case UNIQUE -> "unique (%s)".formatted(String.join(", ", change.columns()));
      case PRIMARY_KEY -> "primary key (%s)".formatted(String.join(", ", change.columns()));
      case FOREIGN_KEY -> "a foreign key (%s)".formatted(String.join(", ", change.columns()));
      case CHECK -> "check (%s)".formatted(change.definition());
    };
  }

  /** A query for the rows that stand against it. */
  private static String violations(Change.AddConstraint change, Before before, Table table) {
    String sql = Names.sql(table);
    return switch (change.kind()) {
      case CHECK -> "SELECT FROM %s WHERE NOT (%s)".formatted(sql, change.definition());
      case UNIQUE ->
          "SELECT FROM %s%s GROUP BY %s HAVING count(*) > 1"
              .formatted(
                  sql,
                  change.definition().endsWith(" NULLS NOT DISTINCT")
                      ? ""
                      : " WHERE " + notNull("", change.columns()),
                  Names.list(change.columns()));
      case PRIMARY_KEY -> PrimaryKeySteps.violations(table, change.columns());
      case FOREIGN_KEY -> orphans(change, before, sql);
    };
  }

  private static String orphans(Change.AddConstraint change, Before before, String sql) {
    Table other = before.table(change.references().orElseThrow());
    List<String> referenced =
        change.referencedColumns().isEmpty()
            ? before.primaryKey(other)
            : change.referencedColumns();
    List<String> equal = new ArrayList<>();
    for (int i = 0; i < change.columns().size(); i++) {
      equal.add(
          "parent.%s = child.%s"
              .formatted(Names.sql(referenced.get(i)), Names.sql(change.columns().get(i))));
    }
    return "SELECT FROM %s child WHERE %s AND NOT EXISTS (SELECT FROM %s parent WHERE %s)"
        .formatted(
            sql,
            notNull("child.", change.columns()),
            Names.sql(other),
            String.join(" AND ", equal));
  }

  private static String notNull(String qualifier, List<String> columns) {
    return String.join(
        " AND ",
        columns.stream().map(column -> qualifier + Names.sql(column) + " IS NOT NULL").toList());
  }
}
