/** Tests of the goals as Maven sees them. */
@NullMarked
package dev.safemigrate.mojo;

import org.jspecify.annotations.NullMarked;
