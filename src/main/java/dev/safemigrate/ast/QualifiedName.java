package dev.safemigrate.ast;

import java.util.List;
import java.util.Optional;

/**
 * A name as a statement writes it: folded to lower case unless quoted, cut to 63 bytes, with the
 * parts that were given. {@code a.b.c} has three parts.
 *
 * @param parts at least one; the last is the object's own name
 */
public record QualifiedName(List<String> parts) {

  public QualifiedName {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a name has at least one part");
    }
  }

  public static QualifiedName of(String... parts) {
    return new QualifiedName(List.of(parts));
  }

  /** The object's own name, without schema. */
  public String name() {
    return parts.get(parts.size() - 1);
  }

  /** The schema, if the statement names one. */
  public Optional<String> schema() {
    return parts.size() < 2 ? Optional.empty() : Optional.of(parts.get(parts.size() - 2));
  }

  /** The parts joined by dots, unquoted: for messages and comparisons, not for SQL. */
  @Override
  public String toString() {
    return String.join(".", parts);
  }
}
