package dev.safemigrate.rehearsal;

import dev.safemigrate.effect.Measurement;
import dev.safemigrate.schema.RelationName;
import java.util.Set;

/**
 * One statement as it was watched.
 *
 * @param measured what it did
 * @param newRelations relations that its own transaction had created before it: nobody else can
 *     wait for them, so that they are no part of a comparison
 * @param rebuilt indexes that were there before, by name, and have another file now
 * @param emptyScans tables without rows: whether they are opened at all is the planner's choice
 * @param changedNoRow whether it inserted, updated and deleted nothing, so that no foreign key was
 *     checked and no trigger fired
 * @param lowerBound whether more may have happened than was seen, or could have: it ran outside a
 *     transaction and was watched by another session, or it is a body of which not every branch
 *     runs
 */
record Observation(
    Measurement measured,
    Set<RelationName> newRelations,
    Set<RelationName> rebuilt,
    Set<RelationName> emptyScans,
    boolean changedNoRow,
    boolean lowerBound) {

  Observation {
    newRelations = Set.copyOf(newRelations);
    rebuilt = Set.copyOf(rebuilt);
    emptyScans = Set.copyOf(emptyScans);
  }
}
