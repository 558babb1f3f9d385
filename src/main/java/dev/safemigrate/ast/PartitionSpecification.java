package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;

/** PARTITION BY strategy (keys). */
public record PartitionSpecification(Span span, Strategy strategy, List<IndexColumn> keys) {
  public PartitionSpecification {
    keys = List.copyOf(keys);
  }

  /** How rows are spread over partitions. */
  public enum Strategy {
    RANGE,
    LIST,
    HASH
  }
}
