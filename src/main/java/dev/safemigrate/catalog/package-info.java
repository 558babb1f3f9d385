/**
 * A live database: its schema in canonical form and the difference of two, its sizes and its
 * server's facts.
 *
 * <p>Must not know what a migration is, and changes nothing in the database.
 */
@NullMarked
package dev.safemigrate.catalog;

import org.jspecify.annotations.NullMarked;
