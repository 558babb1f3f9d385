package dev.safemigrate.effect;

import dev.safemigrate.schema.RelationName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What one statement really did on a server, in the terms in which {@link Effects} predicts it.
 *
 * @param locks locks on relations that existed before the statement, strongest first
 * @param rewrites tables and materialised views that got a new file
 * @param scans tables that were read in full
 * @param indexBuilds indexes that were built or rebuilt
 * @param waitsFor what of other sessions it waited for, beyond locks
 * @param failure set when the server refused it
 * @param seconds how long it ran
 * @param rows how many rows the tables concerned had, if they were counted
 */
public record Measurement(
    List<RelationLock> locks,
    Set<RelationName> rewrites,
    Set<RelationName> scans,
    Set<RelationName> indexBuilds,
    Set<String> waitsFor,
    Optional<Failure> failure,
    double seconds,
    OptionalLong rows) {

  public Measurement {
    locks = List.copyOf(locks);
    rewrites = Set.copyOf(rewrites);
    scans = Set.copyOf(scans);
    indexBuilds = Set.copyOf(indexBuilds);
    waitsFor = Set.copyOf(waitsFor);
  }

  /** The strongest lock that was taken on a relation and that another session can wait for. */
  public Optional<RelationLock> lockFeltOn(RelationName relation) {
    return locks.stream()
        .filter(lock -> !lock.unseen() && lock.relation().equals(relation))
        .max((a, b) -> a.mode().compareTo(b.mode()));
  }
}
