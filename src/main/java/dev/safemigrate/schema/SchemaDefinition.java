package dev.safemigrate.schema;

import java.util.Set;

/** A schema. */
public record SchemaDefinition(ObjectId id, RelationName name) implements SchemaObject {

  @Override
  public Set<ObjectId> references() {
    return Set.of();
  }
}
