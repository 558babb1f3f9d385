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
 * @param blocking whom its locks have kept waiting, in the order of the tables
 * @param walBytes how much it wrote to the write-ahead log, if that was read
 */
public record Measurement(
    List<RelationLock> locks,
    Set<RelationName> rewrites,
    Set<RelationName> scans,
    Set<RelationName> indexBuilds,
    Set<String> waitsFor,
    Optional<Failure> failure,
    double seconds,
    OptionalLong rows,
    List<Blocking> blocking,
    OptionalLong walBytes) {

  public Measurement {
    locks = List.copyOf(locks);
    rewrites = Set.copyOf(rewrites);
    scans = Set.copyOf(scans);
    indexBuilds = Set.copyOf(indexBuilds);
    waitsFor = Set.copyOf(waitsFor);
    blocking = List.copyOf(blocking);
  }

  /**
   * What another session met that tried to use a table while the locks were held.
   *
   * @param relation as other sessions know it
   * @param reads whether a SELECT had to wait
   * @param writes whether a DELETE of no row had to wait; empty for what nobody writes rows to
   */
  public record Blocking(RelationName relation, boolean reads, Optional<Boolean> writes) {}

  /** The strongest lock that was taken on a relation and that another session can wait for. */
  public Optional<RelationLock> lockFeltOn(RelationName relation) {
    return locks.stream()
        .filter(lock -> !lock.unseen() && lock.relation().equals(relation))
        .max((a, b) -> a.mode().compareTo(b.mode()));
  }
}
