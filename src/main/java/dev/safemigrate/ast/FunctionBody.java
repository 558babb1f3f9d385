package dev.safemigrate.ast;

import dev.safemigrate.text.Span;

/**
 * The source of a function: {@code text} without its quotes, {@code span} where that text stands in
 * the file (its offsets are exact for dollar quotes). {@code sqlStandard} for RETURN expression and
 * BEGIN ATOMIC.
 */
public record FunctionBody(Span span, String text, boolean sqlStandard) {}
