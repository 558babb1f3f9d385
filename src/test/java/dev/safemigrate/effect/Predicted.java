package dev.safemigrate.effect;

import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.parser.JSqlParserQueryReader;
import dev.safemigrate.parser.SqlParser;
import dev.safemigrate.schema.SchemaFold;
import dev.safemigrate.schema.SchemaState;
import java.util.List;

/** Predictions of statements that are written down, for tests. */
final class Predicted {

  private static final ServerVersion NEWEST = ServerVersion.NEWEST_PROVEN;

  private Predicted() {}

  static SchemaState schema(String sql) {
    return new SchemaFold(NEWEST, new JSqlParserQueryReader())
        .applyAll(SchemaState.empty(), SqlParser.parse(sql, NEWEST).statements());
  }

  /** The effects of the last statement, all of them in one transaction over the setup. */
  static Effects inTransaction(String setup, String sql) {
    JSqlParserQueryReader reader = new JSqlParserQueryReader();
    EffectModel model = new EffectModel(reader);
    SchemaFold fold = new SchemaFold(NEWEST, reader);
    SchemaState state = schema(setup);
    TransactionState transaction = TransactionState.OPENED;
    List<Statement> statements = SqlParser.parse(sql, NEWEST).statements();
    Effects effects = null;
    for (Statement statement : statements) {
      effects = model.predict(statement, state, transaction, NEWEST);
      transaction = transaction.after(statement, effects, state);
      state = fold.apply(state, statement).state();
    }
    return java.util.Objects.requireNonNull(effects, "a statement is needed");
  }
}
