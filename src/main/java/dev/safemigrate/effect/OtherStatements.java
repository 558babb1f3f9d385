package dev.safemigrate.effect;

import dev.safemigrate.ast.Other;
import java.util.Set;

/** Statements that touch no table: what they need of the transaction. */
final class OtherStatements {

  /** PreventInTransactionBlock() in the functions of these statements. */
  private static final Set<String> FORBIDDEN =
      Set.of(
          "CREATE DATABASE",
          "DROP DATABASE",
          "ALTER SYSTEM",
          "CREATE TABLESPACE",
          "DROP TABLESPACE",
          "CREATE SUBSCRIPTION",
          "DROP SUBSCRIPTION",
          "DISCARD ALL",
          "REINDEX DATABASE",
          "REINDEX SYSTEM");

  private static final Set<String> DESTROYING = Set.of("DROP DATABASE", "DROP OWNED");

  private OtherStatements() {}

  static void of(Prediction prediction, Other statement) {
    if (FORBIDDEN.contains(statement.commandTag())) {
      prediction.out().needs(TransactionNeed.FORBIDDEN);
    }
    if (DESTROYING.contains(statement.commandTag())) {
      prediction.out().lose(statement.commandTag());
      prediction
          .out()
          .breaks(
              Breakage.Kind.LOSS,
              statement.commandTag(),
              "Objects go that the statement does not name, with their data.");
    }
  }
}
