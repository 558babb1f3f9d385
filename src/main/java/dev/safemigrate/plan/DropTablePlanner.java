package dev.safemigrate.plan;

import dev.safemigrate.schema.ForeignKeyLink;
import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.List;

/** A table that goes, the foreign keys that reference it first. */
final class DropTablePlanner implements Planner<Change.DropTable> {

  @Override
  public Class<Change.DropTable> handles() {
    return Change.DropTable.class;
  }

  @Override
  public ExpandContractPlan plan(Change.DropTable change, Before before) {
    Table table = before.table(change.table());
    String name = table.name().name();
    List<PlanPart> parts = new ArrayList<>();
    parts.add(
        Advice.switchOver(
            "Release a version that does not name " + name,
            "No statement and no mapping names the table. Keep what must be kept: the contract destroys its rows, and"
                + " a backup before it is the only way back.",
            "SELECT ... FROM %s;".formatted(Names.sql(table)),
            "(nothing)",
            "// the entity of %s is gone".formatted(name)));
    parts.add(Advice.retire(name));
    for (ForeignKeyLink link : before.schema().foreignKeysTo(table.id())) {
      if (!link.referencing().id().equals(table.id())) {
        parts.add(
            ColumnCopy.release(
                link.referencing(),
                link.constraint(),
                table,
                "what it references goes",
                " NOT VALID"));
      }
    }
    parts.add(
        PlanPart.Migration.of(
            Phase.CONTRACT,
            "drop " + name,
            List.of("DROP TABLE " + Names.sql(table)),
            TableDefinition.of(before, table)));
    return new ExpandContractPlan("Drop the table " + name, parts, List.of(), notes(before, table));
  }

  private static List<String> notes(Before before, Table table) {
    List<String> notes = new ArrayList<>();
    notes.add(
        "The way back creates the table without its rows, triggers, policies and privileges.");
    before.schema().viewsUsing(table.id()).stream()
        .map(view -> "The view " + view.name() + " reads the table; drop it before the contract.")
        .forEach(notes::add);
    return notes;
  }
}
