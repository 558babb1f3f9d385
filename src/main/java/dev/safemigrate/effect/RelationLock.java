package dev.safemigrate.effect;

import dev.safemigrate.schema.RelationName;

/**
 * A lock that a statement takes on a relation. {@code unseen} when no other session can wait for
 * it, because the transaction created the relation.
 */
public record RelationLock(RelationName relation, LockMode mode, LockHold hold, boolean unseen) {}
