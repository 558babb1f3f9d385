/** Tests of the fold and of every rule. */
@NullMarked
package dev.safemigrate.analysis;

import org.jspecify.annotations.NullMarked;
