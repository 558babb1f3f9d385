package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.Optional;

/**
 * An object that a statement drops, renames, comments, grants or owns. For policies, triggers,
 * rules, constraints and columns {@code relation} is the table (or the domain); for functions,
 * aggregates and operators {@code arguments} is the text between the parentheses, empty where none
 * were given.
 */
public record ObjectReference(
    Span span,
    ObjectType type,
    QualifiedName name,
    Optional<QualifiedName> relation,
    Optional<String> arguments) {}
