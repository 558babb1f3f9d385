package dev.safemigrate.catalog;

/** The kinds of objects that a schema consists of, in the order in which they are printed. */
public enum ObjectKind {
  /** A schema itself. */
  SCHEMA,
  /** An installed extension; the objects that belong to it are not listed. */
  EXTENSION,
  /**
   * A collation, cast, operator, text search configuration, foreign server or other rare object.
   */
  OTHER,
  /** An enum, domain, composite, range or base type. */
  TYPE,
  /** A sequence, owned by a column or not. */
  SEQUENCE,
  /** A table, partitioned table or foreign table without its columns. */
  TABLE,
  /** A column of a table. */
  COLUMN,
  /** The columns of a table in their order, one name per line. */
  COLUMN_ORDER,
  /** A table's constraint. */
  CONSTRAINT,
  /** An index, or what a constraint's index has beyond its constraint. */
  INDEX,
  /** An extended statistics object. */
  STATISTICS,
  /** A view or materialized view. */
  VIEW,
  /** A function, procedure, window function or aggregate. */
  ROUTINE,
  /** A trigger of a table or view. */
  TRIGGER,
  /** A rewrite rule. */
  RULE,
  /** A row level security policy. */
  POLICY,
  /** A publication of logical replication. */
  PUBLICATION,
  /** An event trigger. */
  EVENT_TRIGGER,
  /** The comment on an object. */
  COMMENT,
  /** The owner of an object. */
  OWNER,
  /** The privileges on an object, as far as they differ from those that everything has. */
  PRIVILEGE,
  /** Privileges that future objects will have. */
  DEFAULT_PRIVILEGE
}
