package dev.safemigrate.schema;

import dev.safemigrate.ast.ObjectType;
import java.util.Set;

/** An object that is only known to exist: extension, collation, operator, event trigger. */
public record OtherObject(ObjectId id, RelationName name, ObjectType type, Set<ObjectId> references)
    implements SchemaObject {

  public OtherObject {
    references = Set.copyOf(references);
  }

  OtherObject withName(RelationName newName) {
    return new OtherObject(id, newName, type, references);
  }
}
