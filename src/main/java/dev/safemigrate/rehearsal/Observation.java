package dev.safemigrate.rehearsal;

import dev.safemigrate.effect.LockMode;
import dev.safemigrate.effect.Measurement;
import dev.safemigrate.schema.RelationName;
import java.util.Map;
import java.util.Set;

/**
 * One statement as it was watched.
 *
 * @param measured what it did
 * @param newRelations relations that its own transaction had created before it: nobody else can
 *     wait for them, so that they are no part of a comparison
 * @param rebuilt indexes that were there before, by name, and have another file now
 * @param emptyScans tables without rows: whether they are opened at all is the planner's choice
 * @param indexes that were there before it
 * @param heldBefore the strongest mode that its transaction held on relations before it, by the
 *     names that other sessions know
 * @param changedNoRow whether it inserted, updated and deleted nothing, so that no foreign key was
 *     checked and no trigger fired
 * @param query whether it reads or changes rows as a plan of the planner's says
 * @param lowerBound whether more may have happened than was seen, or could have: it ran outside a
 *     transaction and was watched by another session, or it is a body of which not every branch
 *     runs
 */
record Observation(
    Measurement measured,
    Set<RelationName> newRelations,
    Set<RelationName> rebuilt,
    Set<RelationName> emptyScans,
    Set<RelationName> indexes,
    Map<RelationName, LockMode> heldBefore,
    boolean changedNoRow,
    boolean query,
    boolean lowerBound) {

  Observation {
    newRelations = Set.copyOf(newRelations);
    rebuilt = Set.copyOf(rebuilt);
    emptyScans = Set.copyOf(emptyScans);
    indexes = Set.copyOf(indexes);
    heldBefore = Map.copyOf(heldBefore);
  }
}
