/**
 * What a database says of the migrations that were applied to it: our own table, and later those of
 * other tools. Knows nothing of files on disk, analysis or locks.
 */
@NullMarked
package dev.safemigrate.history;

import org.jspecify.annotations.NullMarked;
