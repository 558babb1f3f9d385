package dev.safemigrate.ast;

import dev.safemigrate.text.Span;

/** A relation as a statement names it; {@code only} is true behind the word ONLY. */
public record RelationReference(Span span, QualifiedName name, boolean only) {}
