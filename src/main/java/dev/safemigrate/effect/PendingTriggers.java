package dev.safemigrate.effect;

import dev.safemigrate.schema.Relation;

/** CheckTableNotInUse() of tablecmds.c: no DDL on a table whose deferred triggers still wait. */
final class PendingTriggers {

  private PendingTriggers() {}

  static void refuse(Prediction prediction, Relation relation, String command) {
    if (prediction.transaction().pendingTriggers().contains(relation.name())) {
      prediction.fail(
          "55006",
          "cannot %s %s because deferred triggers of this transaction are pending",
          command,
          relation.name());
    }
  }
}
