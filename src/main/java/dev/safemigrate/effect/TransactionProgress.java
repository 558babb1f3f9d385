package dev.safemigrate.effect;

import dev.safemigrate.ast.AlterEnum;
import dev.safemigrate.ast.Copy;
import dev.safemigrate.ast.CreateCompositeType;
import dev.safemigrate.ast.CreateDomain;
import dev.safemigrate.ast.CreateEnum;
import dev.safemigrate.ast.CreateRangeType;
import dev.safemigrate.ast.Delete;
import dev.safemigrate.ast.Insert;
import dev.safemigrate.ast.Merge;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Rename;
import dev.safemigrate.ast.Select;
import dev.safemigrate.ast.SetConstraints;
import dev.safemigrate.ast.SetSchema;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Update;
import dev.safemigrate.schema.ForeignKeyLink;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Adds a statement to what its transaction has done. */
final class TransactionProgress {

  private final TransactionState state;
  private final SchemaState schema;

  TransactionProgress(TransactionState state, SchemaState schema) {
    this.state = state;
    this.schema = schema;
  }

  TransactionState after(Statement statement, Effects effects) {
    Set<RelationLock> held = new LinkedHashSet<>(state.locksHeld());
    held.addAll(effects.locks());
    List<RelationLock> locks = new ArrayList<>(held);
    locks.replaceAll(lock -> renamed(statement, lock));
    Set<RelationName> created = new HashSet<>(state.created());
    if (!schema.mayHoldAlready(statement)) {
      created.addAll(effects.created());
      effects.createdIndexes().stream()
          .filter(index -> schema.find(index).isEmpty())
          .forEach(created::add);
    }
    Set<String> types = new HashSet<>(state.createdTypes());
    createdType(statement).map(name -> schema.creationName(name).toString()).ifPresent(types::add);
    Map<String, Set<String>> values = new HashMap<>(state.addedEnumValues());
    if (statement instanceof AlterEnum alter && alter.oldLabel().isEmpty()) {
      addValue(values, alter);
    }
    Set<RelationName> written = new HashSet<>(state.written());
    Set<RelationName> pending = new HashSet<>(state.pendingTriggers());
    Optional<QualifiedName> target = target(statement);
    if (statement instanceof SetConstraints set && !set.deferred()) {
      // What waits runs now (manual, SET CONSTRAINTS); which of several is named does not matter
      // for a refusal that has to be certain.
      pending.clear();
    }
    target.map(schema::qualify).ifPresent(written::add);
    target
        .flatMap(schema::findTable)
        .filter(this::leavesTriggers)
        .map(Table::name)
        .ifPresent(pending::add);
    boolean query = statement instanceof Select || target.isPresent();
    return new TransactionState(
        state.open(),
        state.implicit(),
        locks,
        created,
        types,
        values,
        written,
        pending,
        state.snapshotTaken() || query);
  }

  /** The same lock under the name that its table has from now on. */
  private RelationLock renamed(Statement statement, RelationLock lock) {
    RelationName now = lock.relation();
    if (statement instanceof Rename rename
        && rename.objectType() == ObjectType.TABLE
        && schema.qualify(rename.object().name()).equals(now)) {
      now = new RelationName(now.schema(), rename.newName());
    }
    if (statement instanceof SetSchema move
        && move.object().type() == ObjectType.TABLE
        && schema.qualify(move.object().name()).equals(now)) {
      now = new RelationName(move.newSchema(), now.name());
    }
    return new RelationLock(now, lock.mode(), lock.hold(), lock.unseen());
  }

  private void addValue(Map<String, Set<String>> values, AlterEnum alter) {
    String type =
        schema
            .findType(alter.type())
            .map(found -> found.name().toString())
            .orElse(alter.type().toString());
    Set<String> labels = new HashSet<>(values.getOrDefault(type, Set.of()));
    labels.add(alter.newLabel());
    values.put(type, Set.copyOf(labels));
  }

  private static Optional<QualifiedName> createdType(Statement statement) {
    if (statement instanceof CreateEnum create) {
      return Optional.of(create.name());
    }
    if (statement instanceof CreateDomain create) {
      return Optional.of(create.name());
    }
    if (statement instanceof CreateRangeType create) {
      return Optional.of(create.name());
    }
    return statement instanceof CreateCompositeType create
        ? Optional.of(create.name())
        : Optional.empty();
  }

  private static Optional<QualifiedName> target(Statement statement) {
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

  /** Deferred constraints queue an event for every row until the end (trigger.c). */
  private boolean leavesTriggers(Table table) {
    boolean foreignKey =
        schema.foreignKeysOf(table).stream()
            .map(ForeignKeyLink::constraint)
            .anyMatch(key -> key.initiallyDeferred() && key.enforced());
    boolean trigger =
        schema.triggers(table.id()).stream()
            .anyMatch(t -> t.definition().attributes().initiallyDeferred());
    return foreignKey || trigger;
  }
}
