package dev.safemigrate.rule;

import dev.safemigrate.ast.Statement;
import dev.safemigrate.effect.Effects;
import dev.safemigrate.effect.LockMode;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.effect.TransactionState;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.RelationNames;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the transaction of a statement has done before it.
 *
 * @param state as the effects see it
 * @param earlier its statements so far
 * @param newRelations relations that the running application cannot know
 */
public record TransactionFacts(
    TransactionState state, List<Earlier> earlier, Set<RelationName> newRelations) {

  /** A statement that runs by itself. */
  public static final TransactionFacts NONE =
      new TransactionFacts(TransactionState.NONE, List.of(), Set.of());

  public TransactionFacts {
    earlier = List.copyOf(earlier);
    newRelations = RelationNames.copyOf(newRelations);
  }

  /**
   * An earlier statement of the same transaction.
   *
   * @param file where it stands; empty for the file of the statement behind it
   */
  public record Earlier(Statement statement, Effects effects, String file) {

    /** One of the same file. */
    public Earlier(Statement statement, Effects effects) {
      this(statement, effects, "");
    }

    /** The same as another file sees it. */
    public Earlier in(String own) {
      return file.isEmpty() ? new Earlier(statement, effects, own) : this;
    }
  }

  /** The locks held that other sessions wait for when they read or write. */
  public List<RelationLock> blocking() {
    return state.locksHeld().stream()
        .filter(lock -> lock.mode().blocksWrites() && !lock.unseen())
        .filter(lock -> !newRelations.contains(lock.relation()))
        .toList();
  }

  /** The strongest mode held on a relation that others can wait for. */
  public Optional<LockMode> strongestHeld(RelationName relation) {
    return blocking().stream()
        .filter(lock -> lock.relation().equals(relation))
        .map(RelationLock::mode)
        .max(Comparator.naturalOrder());
  }

  /** The earlier statements that locked one of the relations. */
  List<Finding.Related> related(Collection<RelationName> relations) {
    return lockers(relations)
        .map(
            before ->
                new Finding.Related(
                    before.file(), before.statement().span(), "the lock is taken here and kept"))
        .toList();
  }

  /**
   * What to do about locks that are held.
   *
   * @param otherwise what to do where this file has taken one: a file of its own is no way out
   *     where only files before it have, which are one transaction with it
   */
  Remedy withoutGroup(Collection<RelationName> locked, Remedy otherwise) {
    List<Earlier> lockers = lockers(locked).toList();
    return lockers.isEmpty() || lockers.stream().anyMatch(before -> before.file().isEmpty())
        ? otherwise
        : Remedy.of("Apply without migrate.group, so that each file is a transaction of its own.");
  }

  private Stream<Earlier> lockers(Collection<RelationName> relations) {
    return earlier.stream()
        .filter(
            before ->
                before.effects().locks().stream()
                    .anyMatch(
                        lock -> lock.mode().blocksWrites() && relations.contains(lock.relation())));
  }
}
