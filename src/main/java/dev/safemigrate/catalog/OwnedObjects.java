package dev.safemigrate.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The objects of a schema by the table, view or sequence that they belong to. */
final class OwnedObjects {

  /** Stands for the oid of the relation where an object belongs to none. */
  static final long NOBODY = 0;

  private final TreeMap<ObjectIdentity, List<String>> lines = new TreeMap<>();
  private final Map<Long, Set<ObjectIdentity>> byRelation = new HashMap<>();

  /**
   * Adds lines to an object.
   *
   * @param ddl an object without lines is none
   */
  void add(long relation, ObjectIdentity identity, @Nullable String ddl) {
    if (ddl == null || ddl.isEmpty()) {
      return;
    }
    // A carriage return in a function's body stays: PostgreSQL keeps it too.
    List<String> added = List.of(ddl.split("\n", -1));
    byRelation.computeIfAbsent(relation, absent -> new HashSet<>()).add(identity);
    lines.merge(identity, added, OwnedObjects::joined);
  }

  private static List<String> joined(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }

  /** Takes the objects of some relations out and all those of the other in. */
  void replace(Collection<Long> relations, OwnedObjects by) {
    for (long relation : relations) {
      Set<ObjectIdentity> gone = byRelation.remove(relation);
      if (gone != null) {
        lines.keySet().removeAll(gone);
      }
    }
    byRelation.putAll(by.byRelation);
    lines.putAll(by.lines);
  }

  /** What one relation, or nobody, has. */
  Map<ObjectIdentity, List<String>> of(long relation) {
    Map<ObjectIdentity, List<String>> objects = new HashMap<>();
    for (ObjectIdentity identity : byRelation.getOrDefault(relation, Set.of())) {
      objects.put(identity, lines.getOrDefault(identity, List.of()));
    }
    return objects;
  }

  CanonicalSchema schema() {
    return new CanonicalSchema(lines);
  }
}
