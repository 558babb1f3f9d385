package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.Optional;

/**
 * Why the server would refuse a statement. {@code span} is the offending token, empty at the end of
 * the statement; the message says what was found and what was expected; the hint names the right
 * form of a frequent mistake.
 */
public record SyntaxProblem(Span span, String message, Optional<String> hint) {}
