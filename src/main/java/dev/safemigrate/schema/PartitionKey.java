package dev.safemigrate.schema;

import dev.safemigrate.ast.PartitionSpecification;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** How a partitioned table spreads its rows. */
public record PartitionKey(PartitionSpecification.Strategy strategy, List<IndexKey> keys) {

  public PartitionKey {
    keys = List.copyOf(keys);
  }

  /** The columns that stand in the key by name or inside its expressions. */
  public Set<String> columns() {
    Set<String> columns = new TreeSet<>();
    keys.forEach(key -> columns.addAll(key.columns()));
    return columns;
  }

  Set<ObjectId> references() {
    Set<ObjectId> references = new HashSet<>();
    keys.forEach(key -> key.expression().ifPresent(e -> references.addAll(e.references())));
    return references;
  }
}
