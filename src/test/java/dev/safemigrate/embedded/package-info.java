/** Tests of the embedded server, and servers for the tests of other packages. */
@NullMarked
package dev.safemigrate.embedded;

import org.jspecify.annotations.NullMarked;
