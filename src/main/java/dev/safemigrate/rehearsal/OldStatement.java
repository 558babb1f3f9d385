package dev.safemigrate.rehearsal;

import dev.safemigrate.ast.QualifiedName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A statement that the running version of the application executes.
 *
 * @param name as messages call it, as in {@code queries/orders.sql:3}
 * @param place where it is written; empty for one that was generated
 * @param sql with {@code $1} and so on for its parameters
 * @param executions the parameters of each execution, as SQL expressions; at least one
 * @param relations that it reads or writes, as far as they are known
 */
public record OldStatement(
    String name,
    Optional<Place> place,
    String sql,
    List<List<String>> executions,
    Set<QualifiedName> relations) {

  public OldStatement {
    executions = executions.stream().map(List::copyOf).toList();
    relations = Set.copyOf(relations);
    if (executions.isEmpty()) {
      throw new IllegalArgumentException(name + " is never executed");
    }
  }

  /**
   * Where a statement is written.
   *
   * @param file the path as the user knows it
   * @param line from 1
   */
  public record Place(String file, int line) {}

  /** A statement of a table's shape, with values in it. */
  static OldStatement generated(String what, QualifiedName table, String sql) {
    return new OldStatement(what, Optional.empty(), sql, List.of(List.of()), Set.of(table));
  }

  boolean isGenerated() {
    return place.isEmpty();
  }
}
