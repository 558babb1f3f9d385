package dev.safemigrate.schema;

import dev.safemigrate.ast.PersistenceKind;

/** What shares the namespace of tables: tables, views, sequences and indexes. */
public sealed interface Relation extends SchemaObject permits Table, View, Sequence, Index {

  RelationKind kind();

  PersistenceKind persistence();

  /** True when its creation was not seen, so that more may be there than is known. */
  boolean assumed();
}
