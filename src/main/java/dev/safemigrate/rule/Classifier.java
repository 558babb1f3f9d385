package dev.safemigrate.rule;

import dev.safemigrate.finding.Classification;

/**
 * The class of a statement, by what its effects mean for the application version that is still
 * running. A finding may raise it, never lower it.
 */
public final class Classifier {

  private Classifier() {}

  /** The class that follows from the effects and the evidence alone. */
  public static Classification classify(StatementContext context) {
    if (context.refusal().isPresent()) {
      return Classification.RISKY;
    }
    Classification broken = context.classOf(context.harm(context.effects()));
    if (broken == Classification.EXPAND_CONTRACT_REQUIRED) {
      return broken;
    }
    if (context.certainFailure().isPresent()
        || broken == Classification.RISKY
        || context.blocksForLong()
        || RowBound.unbounded(context)) {
      return Classification.RISKY;
    }
    return context.effects().unknown() ? Classification.UNKNOWN : Classification.SAFE;
  }
}
