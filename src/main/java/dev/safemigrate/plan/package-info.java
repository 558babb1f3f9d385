/**
 * Changes that need several releases, as data: a change and the schema before it become the
 * migrations of expand, backfill, verify and contract, and what the application does between them.
 * Knows no files and no database.
 */
@NullMarked
package dev.safemigrate.plan;

import org.jspecify.annotations.NullMarked;
