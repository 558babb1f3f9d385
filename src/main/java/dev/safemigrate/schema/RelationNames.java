package dev.safemigrate.schema;

import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Set;
import org.pcollections.HashTreePSet;
import org.pcollections.MapPSet;

/**
 * The names that chosen relations have in one state. Never changes: another choice or another state
 * gives another set, which shares what is the same, so that a choice of thousands costs a statement
 * no more than one of ten.
 */
public final class RelationNames extends AbstractSet<RelationName> {

  private static final RelationNames NONE =
      new RelationNames(SchemaState.unknown(), HashTreePSet.empty());

  private final SchemaState state;
  private final MapPSet<ObjectId> chosen;

  private RelationNames(SchemaState state, MapPSet<ObjectId> chosen) {
    this.state = state;
    this.chosen = chosen;
  }

  /** None chosen. */
  public static RelationNames none() {
    return NONE;
  }

  /** A set that nobody can change any more. */
  public static Set<RelationName> copyOf(Set<RelationName> names) {
    return names instanceof RelationNames ? names : Set.copyOf(names);
  }

  /** With a relation more. */
  public RelationNames with(ObjectId relation) {
    return new RelationNames(state, chosen.plus(relation));
  }

  /** Without a relation. */
  public RelationNames without(ObjectId relation) {
    return new RelationNames(state, chosen.minus(relation));
  }

  /** The same relations by the names of another state; those that it has dropped are not in it. */
  public RelationNames in(SchemaState other) {
    return new RelationNames(other, chosen);
  }

  /** Whether the relation is chosen, whatever its name. */
  public boolean has(ObjectId relation) {
    return chosen.contains(relation);
  }

  @Override
  public boolean contains(Object name) {
    return name instanceof RelationName relation
        && state.find(relation).filter(found -> chosen.contains(found.id())).isPresent();
  }

  @Override
  public Iterator<RelationName> iterator() {
    return chosen.stream()
        .filter(state::exists)
        .map(number -> state.relation(number).name())
        .iterator();
  }

  @Override
  public int size() {
    return (int) chosen.stream().filter(state::exists).count();
  }
}
