package dev.safemigrate.ast;

import dev.safemigrate.text.Span;

/**
 * A SELECT, VALUES, TABLE or WITH query in the words of the file. Its meaning is asked through
 * {@link QueryReader}.
 */
public record Query(Span span, String text) {}
