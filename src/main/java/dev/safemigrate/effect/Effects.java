package dev.safemigrate.effect;

import dev.safemigrate.schema.RelationName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one statement does to a live database, as predicted.
 *
 * @param locks locks on relations that existed before the statement, strongest first
 * @param rewrites tables and materialised views that get a new file
 * @param scans tables that are read in full
 * @param indexBuilds indexes that are built or rebuilt, those on new tables too
 * @param createdIndexes those of {@code indexBuilds} that the statement creates
 * @param created tables, views and sequences that the statement creates
 * @param waitsFor what of other sessions it waits for, beyond locks: {@code old snapshots}, {@code
 *     writers}
 * @param transaction whether it may run in a transaction
 * @param failure set when the server is certain to refuse it
 * @param dataLoss what is destroyed, each as a user names it
 * @param breaks what the running application loses
 * @param notes facts that a reader should know, in sentences
 * @param assumed true when the history of a relation is not known and the cautious side was taken
 * @param unknown true when the statement is not understood and nothing is promised
 */
public record Effects(
    List<RelationLock> locks,
    Set<RelationName> rewrites,
    Set<RelationName> scans,
    Set<RelationName> indexBuilds,
    Set<RelationName> createdIndexes,
    Set<RelationName> created,
    Set<String> waitsFor,
    TransactionNeed transaction,
    Optional<Failure> failure,
    List<String> dataLoss,
    List<Breakage> breaks,
    List<String> notes,
    boolean assumed,
    boolean unknown) {

  /** Nothing happens to any relation. */
  public static final Effects NONE =
      new Effects(
          List.of(),
          Set.of(),
          Set.of(),
          Set.of(),
          Set.of(),
          Set.of(),
          Set.of(),
          TransactionNeed.ANY,
          Optional.empty(),
          List.of(),
          List.of(),
          List.of(),
          false,
          false);

  public Effects {
    locks = List.copyOf(locks);
    rewrites = Set.copyOf(rewrites);
    scans = Set.copyOf(scans);
    indexBuilds = Set.copyOf(indexBuilds);
    createdIndexes = Set.copyOf(createdIndexes);
    created = Set.copyOf(created);
    waitsFor = Set.copyOf(waitsFor);
    dataLoss = List.copyOf(dataLoss);
    breaks = List.copyOf(breaks);
    notes = List.copyOf(notes);
  }

  /** The same without the failure. */
  public Effects accepted() {
    return new Effects(
        locks,
        rewrites,
        scans,
        indexBuilds,
        createdIndexes,
        created,
        waitsFor,
        transaction,
        Optional.empty(),
        dataLoss,
        breaks,
        notes,
        assumed,
        unknown);
  }

  /** The strongest lock on a relation that another session can wait for. */
  public Optional<RelationLock> lockFeltOn(RelationName relation) {
    return locks.stream()
        .filter(lock -> !lock.unseen() && lock.relation().equals(relation))
        .max((a, b) -> a.mode().compareTo(b.mode()));
  }
}
