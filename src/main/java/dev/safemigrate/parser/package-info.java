/**
 * Text to statements: one class per family of statements, a recogniser for queries and expressions,
 * and JSqlParser behind {@code QueryReader}. Knows nothing of what a statement does.
 */
@NullMarked
package dev.safemigrate.parser;

import org.jspecify.annotations.NullMarked;
