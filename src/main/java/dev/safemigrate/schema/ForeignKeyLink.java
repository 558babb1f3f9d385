package dev.safemigrate.schema;

/**
 * A foreign key with the tables on its two sides.
 *
 * @param referencing the table that has the constraint
 * @param referenced the table that it names; an assumed one where its history is not known
 */
public record ForeignKeyLink(
    Table referencing, StoredConstraint.ForeignKey constraint, Table referenced) {}
