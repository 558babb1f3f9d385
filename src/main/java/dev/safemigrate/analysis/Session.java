package dev.safemigrate.analysis;

import dev.safemigrate.ast.AlterEnum;
import dev.safemigrate.ast.Copy;
import dev.safemigrate.ast.Delete;
import dev.safemigrate.ast.Insert;
import dev.safemigrate.ast.Merge;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Select;
import dev.safemigrate.ast.SetVariable;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Update;
import dev.safemigrate.effect.Effects;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.effect.TransactionState;
import dev.safemigrate.rule.SessionFacts;
import dev.safemigrate.rule.TransactionFacts;
import dev.safemigrate.schema.Outcome;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.SchemaObject;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.schema.StoredConstraint;
import dev.safemigrate.schema.TypeDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

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

  /** Takes in what a statement did. */
  void after(Statement statement, Effects effects, Outcome outcome) {
    if (statement instanceof SetVariable set) {
      remember(set);
    }
    if (!state.open()) {
      return;
    }
    List<RelationLock> locks = new ArrayList<>(state.locksHeld());
    locks.addAll(effects.locks());
    Set<RelationName> created = new HashSet<>(state.created());
    boolean seenBefore = NewObjects.mayHaveBeenThere(statement, outcome.state());
    Set<String> types = new HashSet<>(state.createdTypes());
    for (SchemaObject object : outcome.created()) {
      if (object instanceof Relation relation && !seenBefore) {
        created.add(relation.name());
      }
      if (object instanceof TypeDefinition type) {
        types.add(type.name().toString());
      }
    }
    Map<String, Set<String>> labels = new TreeMap<>(state.addedEnumValues());
    if (statement instanceof AlterEnum change && change.oldLabel().isEmpty()) {
      String type =
          outcome
              .state()
              .findType(change.type())
              .map(t -> t.name().toString())
              .orElse(outcome.state().qualify(change.type()).toString());
      Set<String> added = new TreeSet<>(labels.getOrDefault(type, Set.of()));
      added.add(change.newLabel());
      labels.put(type, added);
    }
    Set<RelationName> written = new HashSet<>(state.written());
    Set<RelationName> pending = new HashSet<>(state.pendingTriggers());
    Optional<QualifiedName> target = writtenBy(statement);
    target.ifPresent(name -> write(outcome.state(), name, written, pending));
    state =
        new TransactionState(
            true,
            state.implicit(),
            locks,
            created,
            types,
            labels,
            written,
            pending,
            state.snapshotTaken() || target.isPresent() || statement instanceof Select);
    earlier.add(new TransactionFacts.Earlier(statement, effects));
  }

  private static Optional<QualifiedName> writtenBy(Statement statement) {
    if (statement instanceof Insert insert) {
      return Optional.of(insert.table());
    }
    if (statement instanceof Update update) {
      return Optional.of(update.table().name());
    }
    if (statement instanceof Delete delete) {
      return Optional.of(delete.table().name());
    }
    if (statement instanceof Merge merge) {
      return Optional.of(merge.table().name());
    }
    return statement instanceof Copy copy && copy.from() ? copy.table() : Optional.empty();
  }

  /** A deferred foreign key is checked at the end: its trigger events are pending until then. */
  private static void write(
      SchemaState schema,
      QualifiedName name,
      Set<RelationName> written,
      Set<RelationName> pending) {
    written.add(schema.qualify(name));
    boolean deferred =
        schema
            .findTable(name)
            .filter(
                table ->
                    table.constraints(StoredConstraint.ForeignKey.class).stream()
                        .anyMatch(StoredConstraint.ForeignKey::initiallyDeferred))
            .isPresent();
    if (deferred) {
      pending.add(schema.qualify(name));
    }
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
