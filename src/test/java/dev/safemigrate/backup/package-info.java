/** Backups of real servers with the machine's own pg_dump. */
@NullMarked
package dev.safemigrate.backup;

import org.jspecify.annotations.NullMarked;
