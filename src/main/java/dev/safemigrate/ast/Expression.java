package dev.safemigrate.ast;

import dev.safemigrate.text.Span;

/** An expression in the words of the file. Its meaning is asked through {@link QueryReader}. */
public record Expression(Span span, String text) {}
