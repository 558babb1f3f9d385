package dev.safemigrate.schema;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Extended statistics on a table. */
public record Statistics(
    ObjectId id,
    RelationName name,
    ObjectId table,
    List<String> kinds,
    List<IndexKey> keys,
    Optional<Integer> target)
    implements SchemaObject {

  public Statistics {
    kinds = List.copyOf(kinds);
    keys = List.copyOf(keys);
  }

  /** The columns that it stands on. */
  public Set<String> columns() {
    Set<String> columns = new TreeSet<>();
    keys.forEach(key -> columns.addAll(key.columns()));
    return columns;
  }

  @Override
  public Set<ObjectId> references() {
    return Set.of(table);
  }

  Statistics withName(RelationName newName) {
    return new Statistics(id, newName, table, kinds, keys, target);
  }

  Statistics withKeys(List<IndexKey> newKeys, Optional<Integer> newTarget) {
    return new Statistics(id, name, table, kinds, newKeys, newTarget);
  }
}
