/**
 * A PostgreSQL server of the wanted version, unpacked from an archive, started on a free port and
 * stopped whatever happens.
 *
 * <p>Must not know how the archive was found, nor what the server is used for.
 */
@NullMarked
package dev.safemigrate.embedded;

import org.jspecify.annotations.NullMarked;
