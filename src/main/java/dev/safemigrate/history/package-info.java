/**
 * What a database says of the migrations that were applied to it: our own table, and those of other
 * tools. Knows nothing of analysis or locks, and never changes another tool's table.
 */
@NullMarked
package dev.safemigrate.history;

import org.jspecify.annotations.NullMarked;
