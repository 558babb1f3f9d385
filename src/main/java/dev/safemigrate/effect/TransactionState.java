package dev.safemigrate.effect;

import dev.safemigrate.ast.Statement;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.SchemaState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the transaction that a statement runs in has done so far.
 *
 * @param open false for a statement that runs by itself
 * @param implicit true when the runner, not the file, opened it
 * @param locksHeld the locks that it holds until it ends
 * @param created relations that it created, which no other session can see
 * @param createdTypes types that it created, as {@code schema.name}
 * @param addedEnumValues values that it added to types, as {@code schema.name}
 * @param written tables into which it wrote rows
 * @param pendingTriggers tables for which a deferred trigger or constraint waits for the end
 * @param snapshotTaken whether a query has run in it
 */
public record TransactionState(
    boolean open,
    boolean implicit,
    List<RelationLock> locksHeld,
    Set<RelationName> created,
    Set<String> createdTypes,
    Map<String, Set<String>> addedEnumValues,
    Set<RelationName> written,
    Set<RelationName> pendingTriggers,
    boolean snapshotTaken) {

  public TransactionState {
    locksHeld = List.copyOf(locksHeld);
    created = Set.copyOf(created);
    createdTypes = Set.copyOf(createdTypes);
    addedEnumValues = Map.copyOf(addedEnumValues);
    written = Set.copyOf(written);
    pendingTriggers = Set.copyOf(pendingTriggers);
  }

  /** A statement that runs by itself. */
  public static final TransactionState NONE = empty(false, false);

  /** A transaction in which nothing has happened yet, opened by the file. */
  public static final TransactionState OPENED = empty(true, false);

  /** A transaction in which nothing has happened yet, opened by the runner. */
  public static final TransactionState OPENED_BY_RUNNER = empty(true, true);

  /** The same, as if this had opened it. */
  public TransactionState opened(boolean byRunner) {
    return new TransactionState(
        true,
        byRunner,
        locksHeld,
        created,
        createdTypes,
        addedEnumValues,
        written,
        pendingTriggers,
        snapshotTaken);
  }

  /** Whether rows were written in it. */
  public boolean wroteRows() {
    return !written.isEmpty();
  }

  /** The strongest lock that it holds on a relation that other sessions can see. */
  public Optional<RelationLock> lockHeldOn(RelationName relation) {
    return locksHeld.stream()
        .filter(lock -> !lock.unseen() && lock.relation().equals(relation))
        .max((a, b) -> a.mode().compareTo(b.mode()));
  }

  /** The locks that make readers wait, of relations that other sessions can see. */
  public List<RelationLock> accessExclusiveLocks() {
    return locksHeld.stream()
        .filter(lock -> !lock.unseen() && lock.mode() == LockMode.ACCESS_EXCLUSIVE)
        .toList();
  }

  /**
   * The transaction after a statement has run in it.
   *
   * @param before the schema that the statement found
   */
  public TransactionState after(Statement statement, Effects effects, SchemaState before) {
    return open ? new TransactionProgress(this, before).after(statement, effects) : this;
  }

  private static TransactionState empty(boolean open, boolean implicit) {
    return new TransactionState(
        open, implicit, List.of(), Set.of(), Set.of(), Map.of(), Set.of(), Set.of(), false);
  }
}
