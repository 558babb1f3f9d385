package dev.safemigrate.plan;

import dev.safemigrate.ast.QueryReader;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.schema.SchemaState;
import java.util.List;

/** All kinds of changes that can be planned. */
public final class Planners {

  static final List<Planner<?>> ALL =
      List.of(
          new AddConstraintPlanner(),
          new AddExclusionPlanner(),
          new AddRequiredColumnPlanner(),
          new ChangeDefaultPlanner(),
          new ChangeTypePlanner(),
          new DropColumnPlanner(),
          new DropTablePlanner(),
          new MergeColumnsPlanner(),
          new MoveColumnsPlanner(),
          new NotPlannedPlanner(),
          new PartitionTablePlanner(),
          new RenameColumnPlanner(),
          new RenameTablePlanner(),
          new ReplaceEnumValuePlanner(),
          new ReplaceFunctionPlanner(),
          new ReplaceViewPlanner(),
          new RequireColumnPlanner(),
          new SplitColumnPlanner(),
          new WidenKeyPlanner());

  private Planners() {}

  /**
   * Plans a change.
   *
   * @param schema what exists before it
   * @param version of the server
   * @param queries reads expressions of the schema
   */
  public static PlanResult plan(
      Change change, SchemaState schema, ServerVersion version, QueryReader queries) {
    Before before = new Before(schema, version, queries);
    for (Planner<?> planner : ALL) {
      if (planner.handles().isInstance(change)) {
        return plan(planner, change, before);
      }
    }
    throw new IllegalStateException("no planner for " + change.getClass());
  }

  private static <C extends Change> PlanResult plan(
      Planner<C> planner, Change change, Before before) {
    try {
      return new PlanResult.Planned(planner.plan(planner.handles().cast(change), before));
    } catch (Refusal refusal) {
      return new PlanResult.Refused(refusal.reason());
    }
  }
}
