package dev.safemigrate.analysis;

import dev.safemigrate.ast.SetVariable;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.effect.Effects;
import dev.safemigrate.effect.TransactionState;
import dev.safemigrate.rule.SessionFacts;
import dev.safemigrate.rule.TransactionFacts;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.SchemaState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What the statements of one file have done so far to transaction and session. */
final class Session {

  private TransactionState state = TransactionState.NONE;
  private final List<TransactionFacts.Earlier> earlier = new ArrayList<>();
  private int transactions;
  private Optional<String> lockTimeout = Optional.empty();
  private Optional<String> statementTimeout = Optional.empty();

  /** The number of the open transaction, if one is open. */
  OptionalInt number() {
    return state.open() ? OptionalInt.of(transactions) : OptionalInt.empty();
  }

  TransactionState state() {
    return state;
  }

  TransactionFacts facts(Set<RelationName> newRelations) {
    return new TransactionFacts(state, earlier, newRelations);
  }

  SessionFacts settings() {
    return new SessionFacts(lockTimeout, statementTimeout);
  }

  void open(boolean implicit) {
    state = implicit ? TransactionState.OPENED_BY_RUNNER : TransactionState.OPENED;
    transactions++;
    earlier.clear();
  }

  void close() {
    state = TransactionState.NONE;
    earlier.clear();
  }

  /**
   * Takes in what a statement did.
   *
   * @param before the schema that the statement found
   */
  void after(Statement statement, Effects effects, SchemaState before) {
    if (statement instanceof SetVariable set) {
      remember(set);
    }
    if (!state.open()) {
      return;
    }
    state = state.after(statement, effects, before);
    earlier.add(new TransactionFacts.Earlier(statement, effects));
  }

  private void remember(SetVariable set) {
    Optional<String> value =
        set.kind() == SetVariable.Kind.SET_VALUE && !set.values().isEmpty()
            ? Optional.of(set.values().get(0))
            : Optional.empty();
    boolean ineffective = set.local() && !state.open();
    if (ineffective) {
      return;
    }
    boolean all = set.kind() == SetVariable.Kind.RESET_ALL;
    if (all || set.name().equals("lock_timeout")) {
      lockTimeout = value;
    }
    if (all || set.name().equals("statement_timeout")) {
      statementTimeout = value;
    }
  }
}
