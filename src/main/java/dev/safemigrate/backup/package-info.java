/**
 * Backups of a live database before it is migrated: made by PostgreSQL's own programs, read back,
 * and restored to see that they can be. Knows nothing of migrations.
 */
@NullMarked
package dev.safemigrate.backup;

import org.jspecify.annotations.NullMarked;
