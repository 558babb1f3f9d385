package dev.safemigrate.schema;

import java.util.OptionalLong;

/**
 * How big a relation is in production.
 *
 * @param rows as ANALYZE estimated them; empty when it never ran
 * @param bytes on disk, with what is stored outside of its rows (TOAST)
 * @param indexBytes of its indexes
 */
public record RelationSize(OptionalLong rows, long bytes, long indexBytes) {}
