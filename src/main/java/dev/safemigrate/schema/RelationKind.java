package dev.safemigrate.schema;

/** The kinds of relations, as in pg_class.relkind. */
public enum RelationKind {
  TABLE,
  PARTITIONED_TABLE,
  FOREIGN_TABLE,
  COMPOSITE_TYPE,
  VIEW,
  MATERIALIZED_VIEW,
  SEQUENCE,
  INDEX,
  PARTITIONED_INDEX;

  /** True for tables of every kind. */
  public boolean isTable() {
    return this == TABLE || this == PARTITIONED_TABLE || this == FOREIGN_TABLE;
  }

  /** True for plain and partitioned indexes. */
  public boolean isIndex() {
    return this == INDEX || this == PARTITIONED_INDEX;
  }
}
