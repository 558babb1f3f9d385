package dev.safemigrate.schema;

import dev.safemigrate.ast.PersistenceKind;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A sequence.
 *
 * @param ownedBy the column that it goes with: OWNED BY, serial or identity
 * @param identity true for the sequence of an identity column
 */
public record Sequence(
    ObjectId id,
    RelationName name,
    PersistenceKind persistence,
    DataType type,
    Optional<ColumnReference> ownedBy,
    boolean identity,
    Map<String, String> options,
    boolean assumed)
    implements Relation {

  public Sequence {
    options = Map.copyOf(options);
  }

  @Override
  public RelationKind kind() {
    return RelationKind.SEQUENCE;
  }

  @Override
  public Set<ObjectId> references() {
    return ownedBy.map(owner -> Set.of(owner.table())).orElse(Set.of());
  }

  Sequence withName(RelationName newName) {
    return new Sequence(id, newName, persistence, type, ownedBy, identity, options, assumed);
  }

  Sequence withPersistence(PersistenceKind newPersistence) {
    return new Sequence(id, name, newPersistence, type, ownedBy, identity, options, assumed);
  }

  Sequence withOwnedBy(Optional<ColumnReference> newOwnedBy) {
    return new Sequence(id, name, persistence, type, newOwnedBy, identity, options, assumed);
  }

  Sequence withOptions(DataType newType, Map<String, String> newOptions) {
    return new Sequence(id, name, persistence, newType, ownedBy, identity, newOptions, assumed);
  }
}
