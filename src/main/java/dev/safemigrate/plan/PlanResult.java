package dev.safemigrate.plan;

/** What comes of the wish for a plan. */
public sealed interface PlanResult {

  /** A plan. */
  record Planned(ExpandContractPlan plan) implements PlanResult {}

  /**
   * No plan.
   *
   * @param reason what is missing or in the way, and what to do about it, in sentences
   */
  record Refused(String reason) implements PlanResult {}
}
