package dev.safemigrate.schema;

/** A column of a table. */
public record ColumnReference(ObjectId table, String column) {}
