package dev.safemigrate.schema;

/**
 * How big a relation is in production, as a snapshot tells.
 *
 * @param rows estimated rows
 * @param bytes size on disk with indexes and TOAST
 */
public record RelationSize(long rows, long bytes) {}
