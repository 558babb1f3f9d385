package dev.safemigrate.schema;

import java.util.Set;

/** Anything that a state keeps under a number of its own. */
public sealed interface SchemaObject
    permits Relation,
        TypeDefinition,
        FunctionDefinition,
        Trigger,
        RewriteRule,
        Policy,
        Publication,
        Statistics,
        SchemaDefinition,
        OtherObject {

  ObjectId id();

  /** Schema and name; the schema is empty for what lives outside schemas. */
  RelationName name();

  /** The objects that this one names: it goes with them, or keeps them from going. */
  Set<ObjectId> references();
}
