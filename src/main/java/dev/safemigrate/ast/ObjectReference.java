package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.Optional;

/**
 * An object that a statement drops, renames, comments, grants or owns. For policies, triggers,
 * rules, constraints and columns {@code relation} is the table (or the domain), for operator
 * classes and families the access method. For functions, aggregates and operators {@code arguments}
 * is the text between the parentheses, empty where none were given. A cast has its two types as
 * parts of the name and "type AS type" as arguments, a transform its type and language.
 */
public record ObjectReference(
    Span span,
    ObjectType type,
    QualifiedName name,
    Optional<QualifiedName> relation,
    Optional<String> arguments) {}
