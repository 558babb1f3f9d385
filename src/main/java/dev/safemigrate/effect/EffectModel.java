package dev.safemigrate.effect;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.CreateIndex;
import dev.safemigrate.ast.CreateTable;
import dev.safemigrate.ast.QueryReader;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.schema.SchemaState;
import java.util.Optional;

/**
 * Predicts what a statement does to a live database: the only place that knows what PostgreSQL
 * does.
 *
 * <p>Sources are the manual ("Explicit Locking", the pages of the commands), the server's own files
 * where the manual is silent (named where they are followed), and measurement on PostgreSQL 14 to
 * 18, against which the tests hold every prediction.
 */
public final class EffectModel {

  private final QueryReader reader;

  /**
   * @param reader tells what queries and expressions are made of
   */
  public EffectModel(QueryReader reader) {
    this.reader = reader;
  }

  /**
   * The effects of one statement.
   *
   * @param before the schema that the statement finds
   * @param transaction what the transaction around it has done so far
   * @param version the server that will run it
   */
  public Effects predict(
      Statement statement,
      SchemaState before,
      TransactionState transaction,
      ServerVersion version) {
    EffectCollector out = new EffectCollector();
    Prediction prediction =
        new Prediction(before, transaction, version, TypeFacts.of(version), reader, out);
    Optional<Failure> newer = new SyntaxVersions(version).check(statement);
    if (newer.isPresent()) {
      out.fail(newer.get().sqlstate(), newer.get().reason());
      return out.effects(transaction);
    }
    statement.accept(new StatementEffects(prediction, this));
    return out.effects(transaction);
  }

  /**
   * Whether a statement may, must or cannot run in a transaction block: the same that {@link
   * #predict} says, without the rest for those whose words tell.
   */
  public TransactionNeed transactionNeed(
      Statement statement, SchemaState before, ServerVersion version) {
    return runsAnywhere(statement)
        ? TransactionNeed.ANY
        : predict(statement, before, TransactionState.NONE, version).transaction();
  }

  /** The frequent ones. Of ALTER TABLE only DETACH CONCURRENTLY is refused (the manual). */
  private static boolean runsAnywhere(Statement statement) {
    if (statement instanceof AlterTable alter) {
      return alter.actions().stream().noneMatch(AlterTableAction.DetachPartition.class::isInstance);
    }
    return statement instanceof CreateTable
        || (statement instanceof CreateIndex index && !index.concurrently());
  }
}
