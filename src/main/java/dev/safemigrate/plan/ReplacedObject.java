package dev.safemigrate.plan;

import dev.safemigrate.schema.RelationName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The plan for an object that has no rows, whose successor stands beside it until nobody uses it.
 *
 * @param title of the plan
 * @param kind as in {@code VIEW}
 * @param old its name
 * @param next the successor's name; the old one where both can stand under it
 * @param comesBack whether the successor takes the old name in the end
 * @param restore creates the old one
 * @param dropOld drops the old one
 * @param create creates the successor under a name
 * @param drop drops the successor of a name
 * @param use the successor of a name in a statement
 * @param notes about the whole
 */
record ReplacedObject(
    String title,
    String kind,
    RelationName old,
    RelationName next,
    boolean comesBack,
    String restore,
    String dropOld,
    Function<RelationName, String> create,
    Function<RelationName, String> drop,
    Function<RelationName, String> use,
    List<String> notes) {

  ReplacedObject {
    notes = List.copyOf(notes);
  }

  ExpandContractPlan plan() {
    List<PlanPart> parts = new ArrayList<>();
    parts.add(expand(next));
    parts.add(release(old, next));
    parts.add(Advice.retire("the old " + old));
    parts.add(contract(old, dropOld, restore));
    if (comesBack) {
      parts.add(expand(old));
      parts.add(release(next, old));
      parts.add(Advice.retire(next.toString()));
      parts.add(contract(next, drop.apply(next), create.apply(next)));
    }
    List<String> objects =
        comesBack ? List.of(kind.toLowerCase(Locale.ROOT) + " " + next) : List.of();
    return new ExpandContractPlan(title, parts, objects, notes);
  }

  private PlanPart expand(RelationName name) {
    return PlanPart.Migration.of(
            Phase.EXPAND,
            kind.toLowerCase(Locale.ROOT) + " " + name.name(),
            List.of(create.apply(name)),
            List.of(drop.apply(name)))
        .because("Nothing uses it yet.");
  }

  private PlanPart release(RelationName from, RelationName to) {
    boolean sameName = from.equals(to);
    return Advice.switchOver(
        sameName
            ? "Release a version that uses the new signature only"
            : "Release a version that uses " + to.name() + " only",
        sameName
            ? "Both stand under the name; the number of arguments tells them apart."
            : "%s stays for the running version.".formatted(from.name()),
        "-- " + Names.sql(from),
        use.apply(to),
        "// every query, mapping and @Procedure that names " + from.name());
  }

  private PlanPart contract(RelationName name, String up, String down) {
    return PlanPart.Migration.of(
        Phase.CONTRACT, "drop the old " + name.name(), List.of(up), List.of(down));
  }
}
