package dev.safemigrate.schema;

/** Something that can be dropped: an object, or a piece of a table or publication. */
sealed interface Part {

  /** The object that goes, or that loses the piece. */
  ObjectId owner();

  /** A whole object. */
  record Whole(ObjectId owner) implements Part {}

  /** A column. */
  record OfColumn(ObjectId owner, String column) implements Part {}

  /** A constraint. */
  record OfConstraint(ObjectId owner, String constraint) implements Part {}

  /** A column's default. */
  record OfDefault(ObjectId owner, String column) implements Part {}

  /** A publication's entry of a table. */
  record OfPublication(ObjectId owner, ObjectId table) implements Part {}
}
