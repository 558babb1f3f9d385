package dev.safemigrate.schema;

import dev.safemigrate.ast.PersistenceKind;
import java.util.List;
import java.util.Optional;

/** Objects that nothing is known of but that a statement names them. */
final class Assumed {

  /** Stands for an object that no state holds. */
  static final ObjectId NOWHERE = new ObjectId(0);

  private Assumed() {}

  static Table table(RelationName name) {
    return table(NOWHERE, name);
  }

  static Table table(ObjectId id, RelationName name) {
    return new Table(
        id,
        name,
        RelationKind.TABLE,
        PersistenceKind.PERMANENT,
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        TableProperties.DEFAULT,
        false,
        true);
  }
}
