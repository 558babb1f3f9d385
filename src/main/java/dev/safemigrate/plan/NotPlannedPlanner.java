package dev.safemigrate.plan;

/** A change for which there is no plan, with what to do by hand. */
final class NotPlannedPlanner implements Planner<Change.NotPlanned> {

  @Override
  public Class<Change.NotPlanned> handles() {
    return Change.NotPlanned.class;
  }

  @Override
  public ExpandContractPlan plan(Change.NotPlanned change, Before before) {
    throw new Refusal(change.instead());
  }
}
