package dev.safemigrate.schema;

import dev.safemigrate.ast.PartitionBound;
import java.util.Optional;

/**
 * How a partition hangs under its partitioned table.
 *
 * @param bound empty where only the parent is known
 * @param detachPending true after an interrupted DETACH CONCURRENTLY
 */
public record Partition(ObjectId parent, Optional<PartitionBound> bound, boolean detachPending) {

  public boolean isDefault() {
    return bound.filter(PartitionBound.DefaultPartition.class::isInstance).isPresent();
  }
}
