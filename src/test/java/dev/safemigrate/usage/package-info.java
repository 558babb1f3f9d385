/** Tests of the search through sources. */
@NullMarked
package dev.safemigrate.usage;

import org.jspecify.annotations.NullMarked;
