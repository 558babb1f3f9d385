package dev.safemigrate.analysis;

import dev.safemigrate.ast.Select;
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
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the statements of one file have done so far to transaction and session. Where all files are
 * one transaction, it is handed from one to the next: what the transaction did stays, settings do
 * not.
 */
final class Session {

  /** The function that does what SET does (manual, 9.28.1). */
  private static final Pattern SET_CONFIG =
      Pattern.compile(
          "(?i)\\bset_config\\s*\\(\\s*'(\\w+)'\\s*,\\s*'([^']*)'\\s*,\\s*(true|false)\\s*\\)");

  private final boolean group;
  private TransactionState state = TransactionState.NONE;
  private final List<TransactionFacts.Earlier> earlier = new ArrayList<>();
  private int transactions;
  private Optional<String> lockTimeout = Optional.empty();
  private Optional<String> statementTimeout = Optional.empty();

  /** What earlier files of the same transaction have left in it. */
  private TransactionState carried = TransactionState.NONE;

  /**
   * @param group whether the transactions of this file and of those behind it are one
   */
  Session(boolean group) {
    this.group = group;
  }

  /** For the next file of the same transaction. */
  Session behind(String file) {
    Session next = new Session(group);
    next.carried = state.open() ? state : carried;
    earlier.forEach(before -> next.earlier.add(before.in(file)));
    return next;
  }

  /** The number of the open transaction, if one is open. */
  OptionalInt number() {
    return state.open() ? OptionalInt.of(transactions) : OptionalInt.empty();
  }

  TransactionState state() {
    return state;
  }

  TransactionFacts facts(Set<RelationName> newRelations) {
    return new TransactionFacts(state, state.open() ? earlier : List.of(), newRelations);
  }

  SessionFacts settings() {
    return new SessionFacts(lockTimeout, statementTimeout);
  }

  void open(boolean implicit) {
    transactions++;
    if (carried.open()) {
      state = carried.opened(implicit);
      carried = TransactionState.NONE;
      return;
    }
    state = implicit ? TransactionState.OPENED_BY_RUNNER : TransactionState.OPENED;
    earlier.clear();
  }

  void close() {
    if (group) {
      carried = state.open() ? state : carried;
    } else {
      earlier.clear();
    }
    state = TransactionState.NONE;
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
    if (statement instanceof Select select) {
      Matcher call = SET_CONFIG.matcher(select.query().text());
      while (call.find()) {
        remember(call.group(1).toLowerCase(Locale.ROOT), call.group(2), call.group(3));
      }
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
    if (set.local() && !state.open()) {
      return;
    }
    boolean all = set.kind() == SetVariable.Kind.RESET_ALL;
    take(all ? "" : set.name(), all, value);
  }

  private void remember(String name, String value, String local) {
    if (state.open() || !local.equalsIgnoreCase("true")) {
      take(name, false, Optional.of(value));
    }
  }

  private void take(String name, boolean all, Optional<String> value) {
    if (all || name.equals("lock_timeout")) {
      lockTimeout = value;
    }
    if (all || name.equals("statement_timeout")) {
      statementTimeout = value;
    }
  }
}
