package dev.safemigrate.effect;

import dev.safemigrate.schema.RelationName;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the transaction that a statement runs in has done so far. {@code open} is false for a
 * statement that runs by itself; {@code implicit} when the runner, not the file, opened it. Enum
 * values by type as {@code schema.name}.
 */
public record TransactionState(
    boolean open,
    boolean implicit,
    List<RelationLock> locksHeld,
    Set<RelationName> created,
    Set<String> createdTypes,
    Map<String, Set<String>> addedEnumValues,
    boolean wroteRows,
    boolean snapshotTaken) {
  public TransactionState {
    locksHeld = List.copyOf(locksHeld);
    created = Set.copyOf(created);
    createdTypes = Set.copyOf(createdTypes);
  }

  /** A statement that runs by itself. */
  public static final TransactionState NONE =
      new TransactionState(false, false, List.of(), Set.of(), Set.of(), Map.of(), false, false);
}
