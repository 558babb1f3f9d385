package dev.safemigrate.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What ROLLBACK goes back to: the state at BEGIN and at every savepoint, oldest first. */
record OpenTransaction(SchemaState start, List<Savepoint> savepoints) {

  OpenTransaction {
    savepoints = List.copyOf(savepoints);
  }

  /** A savepoint with the state when it was set. */
  record Savepoint(String name, SchemaState state) {}

  OpenTransaction with(Savepoint savepoint) {
    List<Savepoint> more = new ArrayList<>(savepoints);
    more.add(savepoint);
    return new OpenTransaction(start, more);
  }

  /** The newest savepoint of that name. */
  Optional<Savepoint> savepoint(String name) {
    return savepoints.stream().filter(s -> s.name().equals(name)).reduce((a, b) -> b);
  }

  /** Without the savepoint and all later ones, or without the later ones only. */
  OpenTransaction upTo(Savepoint savepoint, boolean including) {
    int end = savepoints.lastIndexOf(savepoint) + (including ? 1 : 0);
    return new OpenTransaction(start, savepoints.subList(0, end));
  }
}
