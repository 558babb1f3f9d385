/** Tests of reading and comparing schemas, on real servers. */
@NullMarked
package dev.safemigrate.catalog;

import org.jspecify.annotations.NullMarked;
