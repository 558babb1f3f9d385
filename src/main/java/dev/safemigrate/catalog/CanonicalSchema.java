package dev.safemigrate.catalog;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A database's schema as DDL lines per object, the same for the same schema on every machine.
 *
 * @param objects the lines of each object, sorted by kind and name
 */
public record CanonicalSchema(SortedMap<ObjectIdentity, List<String>> objects) {

  /** Copies the objects. */
  public CanonicalSchema {
    TreeMap<ObjectIdentity, List<String>> copy = new TreeMap<>(objects);
    copy.replaceAll((identity, lines) -> List.copyOf(lines));
    objects = Collections.unmodifiableSortedMap(copy);
  }

  /** The lines of all objects, each ended by a line feed. */
  public String text() {
    return objects.entrySet().stream()
        .flatMap(object -> printed(object.getKey(), object.getValue()))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private static Stream<String> printed(ObjectIdentity identity, List<String> lines) {
    if (identity.kind() == ObjectKind.COLUMN_ORDER) {
      return Stream.of(columnOrder(identity, lines));
    }
    return lines.stream();
  }

  static String columnOrder(ObjectIdentity table, List<String> columns) {
    return "-- columns of " + table.name() + " in order: " + String.join(", ", columns);
  }
}
