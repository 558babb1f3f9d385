package dev.safemigrate.schema;

/** How far it is proven that a column holds no null. */
public enum NotNullProof {
  /** Nothing is known to keep nulls out. */
  NONE,
  /** A NOT NULL constraint that was added NOT VALID (18): it holds for new rows only. */
  NOT_VALIDATED,
  /** The column is not marked, but a validated CHECK keeps nulls out. */
  VALIDATED_CHECK,
  /** The column is NOT NULL. */
  NOT_NULL
}
