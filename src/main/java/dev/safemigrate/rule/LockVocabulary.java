package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.RefreshMaterializedView;
import dev.safemigrate.effect.Effects;
import dev.safemigrate.effect.LockHold;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.effect.TransactionNeed;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.RelationName;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What rules ask about locks. All answers come from the effects. */
interface LockVocabulary extends SqlVocabulary {

  Effects effects();

  /** The locks that sessions of the running application can wait for. */
  default List<RelationLock> felt(Effects of) {
    return of.locks().stream()
        .filter(lock -> !lock.unseen() && !newRelations().contains(lock.relation()))
        .toList();
  }

  /** The felt locks that reads or writes wait for, strongest first. */
  default List<RelationLock> blocking(Effects of) {
    return felt(of).stream().filter(this::blocks).toList();
  }

  /** Nobody writes to a materialised view but REFRESH. */
  private boolean blocks(RelationLock lock) {
    boolean readOnly =
        (statement() instanceof RefreshMaterializedView refresh
                && lock.relation().equals(relation(refresh.name())))
            || schema()
                .find(lock.relation())
                .filter(relation -> relation.kind() == RelationKind.MATERIALIZED_VIEW)
                .isPresent();
    return readOnly ? lock.mode().blocksReads() : lock.mode().blocksWrites();
  }

  /** The strongest felt lock on a relation. */
  default Optional<RelationLock> lockFelt(Effects of, QualifiedName relation) {
    RelationName name = relation(relation);
    return felt(of).stream()
        .filter(lock -> lock.relation().equals(name))
        .max(Comparator.comparing(RelationLock::mode));
  }

  /**
   * Whether a lock that reads or writes wait for is held longer than an instant. What runs outside
   * a transaction waits before it takes such a lock.
   */
  default boolean blocksForLong() {
    boolean waitsBefore = effects().transaction() == TransactionNeed.FORBIDDEN;
    return blocking(effects()).stream()
        .anyMatch(lock -> lasts(lock) && !(waitsBefore && lock.hold() == LockHold.WAIT));
  }

  /** Whether a lock is held longer than an instant: tables that are new have no rows to read. */
  default boolean lasts(RelationLock lock) {
    boolean readsOnlyNew =
        lock.hold() == LockHold.SCAN
            && statement() instanceof AlterTable alter
            && newRelations().contains(relation(alter.relation().name()));
    return lock.hold() != LockHold.INSTANT && !readsOnlyNew;
  }

  /** Whether the statement takes as long as a table is big, whatever it locks. */
  default boolean worksLong() {
    return !visible(effects().rewrites()).isEmpty()
        || !visible(effects().scans()).isEmpty()
        || felt(effects()).stream()
            .anyMatch(
                lock ->
                    lock.hold() == LockHold.SCAN
                        || lock.hold() == LockHold.REWRITE
                        || lock.hold() == LockHold.BUILD);
  }

  private List<RelationName> visible(Collection<RelationName> relations) {
    return relations.stream().filter(name -> !newRelations().contains(name)).toList();
  }
}
