package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.Optional;

/**
 * A named setting such as {@code fillfactor = 70}; the name is folded and may be qualified, the
 * value is its text without quotes.
 */
public record Option(Span span, String name, Optional<String> value) {}
