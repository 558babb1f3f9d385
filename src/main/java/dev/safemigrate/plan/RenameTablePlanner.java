package dev.safemigrate.plan;

import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.List;

/** A table under another name: a view that has the new name until the table takes it. */
final class RenameTablePlanner implements Planner<Change.RenameTable> {

  @Override
  public Class<Change.RenameTable> handles() {
    return Change.RenameTable.class;
  }

  @Override
  public ExpandContractPlan plan(Change.RenameTable change, Before before) {
    Table table = before.table(change.table());
    RelationName renamed = Names.beside(table, change.newName());
    if (before.schema().find(renamed).isPresent()) {
      throw new Refusal("There is a relation " + renamed + " already.");
    }
    boolean rowSecurity = !before.schema().policies(table.id()).isEmpty();
    boolean asCaller = before.version().atLeast(15);
    if (rowSecurity && !asCaller) {
      throw new Refusal(
          table.name().name() + " has policies, which a view obeys as its caller from 15 on only.");
    }
    List<PlanPart> parts = new ArrayList<>();
    parts.add(expand(table, renamed, asCaller));
    parts.add(
        Advice.switchOver(
            "Release a version that names " + change.newName() + " only",
            "%s is an updatable view: SELECT, INSERT, UPDATE, DELETE, RETURNING, ON CONFLICT (columns) and FOR UPDATE work as on the table. COPY FROM, TRUNCATE and ON CONFLICT ON CONSTRAINT do not until the contract: keep the old name there, or INSERT."
                .formatted(change.newName()),
            "SELECT * FROM %s;".formatted(Names.sql(table)),
            "SELECT * FROM %s;".formatted(Names.sql(renamed)),
            "@Entity\n@Table(name = \"%s\")".formatted(change.newName())));
    parts.add(Advice.retire(table.name().name()));
    parts.add(contract(table, renamed, asCaller));
    List<String> notes = new ArrayList<>();
    notes.add(
        "Grant on %s what is granted on %s to others than the owner: a view has privileges of its own."
            .formatted(renamed.name(), table.name().name()));
    notes.add(
        "A column that is added before the contract is not in the view: replace the view then.");
    return new ExpandContractPlan(
        "Rename the table %s to %s".formatted(table.name().name(), change.newName()),
        parts,
        List.of("view " + renamed),
        notes);
  }

  private static PlanPart expand(Table table, RelationName renamed, boolean asCaller) {
    return PlanPart.Migration.of(
            Phase.EXPAND,
            "view " + renamed.name(),
            List.of(view(table, renamed, asCaller)),
            List.of("DROP VIEW " + Names.sql(renamed)))
        .because("Both names reach the same rows.");
  }

  private static PlanPart contract(Table table, RelationName renamed, boolean asCaller) {
    return PlanPart.Migration.of(
        Phase.CONTRACT,
        "rename " + table.name().name(),
        List.of(
            "-- migrate:allow drop-object the table takes the name over in this transaction\n"
                + "DROP VIEW "
                + Names.sql(renamed),
            "ALTER TABLE %s RENAME TO %s".formatted(Names.sql(table), Names.sql(renamed.name()))),
        List.of(
            "ALTER TABLE %s RENAME TO %s"
                .formatted(Names.sql(renamed), Names.sql(table.name().name())),
            view(table, renamed, asCaller)));
  }

  private static String view(Table table, RelationName renamed, boolean asCaller) {
    return "CREATE VIEW %s%s AS\n  SELECT %s FROM %s"
        .formatted(
            Names.sql(renamed),
            asCaller ? " WITH (security_invoker = true)" : "",
            Names.list(table.columns().stream().map(Column::name).toList()),
            Names.sql(table));
  }
}
