package dev.safemigrate.ast;

/** How long a relation lives and whether it is logged. */
public enum PersistenceKind {
  PERMANENT,
  UNLOGGED,
  TEMPORARY
}
