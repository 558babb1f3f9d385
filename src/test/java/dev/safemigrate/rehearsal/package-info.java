/** Tests of rehearsals on real servers. */
@NullMarked
package dev.safemigrate.rehearsal;

import org.jspecify.annotations.NullMarked;
