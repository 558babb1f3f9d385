/**
 * What statements mean: immutable records named after PostgreSQL's parse nodes. Knows nothing of
 * effects, files or databases.
 */
@NullMarked
package dev.safemigrate.ast;

import org.jspecify.annotations.NullMarked;
