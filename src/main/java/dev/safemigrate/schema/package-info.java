/**
 * What earlier statements left behind: tables, types, constraints and their proofs. Immutable.
 * Knows nothing of locks.
 */
@NullMarked
package dev.safemigrate.schema;

import org.jspecify.annotations.NullMarked;
