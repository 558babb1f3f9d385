package dev.safemigrate.plan;

/**
 * Plans one kind of change. Stateless.
 *
 * @param <C> the change
 */
interface Planner<C extends Change> {

  /** The kind of change that it plans. */
  Class<C> handles();

  /**
   * The plan.
   *
   * @throws Refusal with the reason when there cannot be one
   */
  ExpandContractPlan plan(C change, Before before);
}
