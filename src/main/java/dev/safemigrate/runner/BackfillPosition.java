package dev.safemigrate.runner;

import java.util.List;

/**
 * A place in the order in which a backfill walks: the values of the key's columns as text, or the
 * number of a block.
 */
record BackfillPosition(List<String> values) {

  BackfillPosition {
    values = List.copyOf(values);
  }

  static BackfillPosition of(String... values) {
    return new BackfillPosition(List.of(values));
  }
}
