/** Characters, tokens and positions. Knows nothing of SQL statements. */
@NullMarked
package dev.safemigrate.text;

import org.jspecify.annotations.NullMarked;
