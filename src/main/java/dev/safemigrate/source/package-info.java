/**
 * Migration files as scripts in the order in which they run: naming schemes of the tools, sections,
 * placeholders, directives, checksums. Knows nothing of what a statement means, and of files only
 * their bytes; {@link dev.safemigrate.source.MigrationFiles} alone reads the file system.
 */
@NullMarked
package dev.safemigrate.source;

import org.jspecify.annotations.NullMarked;
