package dev.safemigrate.schema;

import dev.safemigrate.ast.PersistenceKind;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A sequence.
 *
 * @param ownedBy the column that it goes with: OWNED BY, serial or identity
 * @param identity true for the sequence of an identity column
 */
@RecordBuilder
public record Sequence(
    ObjectId id,
    RelationName name,
    PersistenceKind persistence,
    DataType type,
    Optional<ColumnReference> ownedBy,
    boolean identity,
    Map<String, String> options,
    boolean assumed)
    implements Relation, SequenceBuilder.With {

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

  Sequence withOptions(DataType newType, Map<String, String> newOptions) {
    return SequenceBuilder.builder(this).type(newType).options(newOptions).build();
  }
}
