package dev.safemigrate.parser;

import dev.safemigrate.ast.QualifiedName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A data change that can be run for a part of a table at a time.
 *
 * @param kind what it does
 * @param walked the table whose rows are divided: the target of UPDATE and DELETE, a table that
 *     INSERT ... SELECT reads
 * @param only whether it is named behind ONLY
 * @param qualifier what its columns are qualified by, not quoted
 * @param written the table that is changed
 * @param assigned the columns that UPDATE sets
 * @param reads the tables that are read besides
 * @param readsKnown whether those are all
 * @param calls functions in INSERT's SELECT list; an aggregate among them needs all rows at once
 * @param left a condition that the rows still to do fulfil and the others do not, where the
 *     statement's own WHERE is one
 * @param leftCanBeAsked whether that condition names no table but the walked one
 */
public record BatchedStatement(
    Kind kind,
    QualifiedName walked,
    boolean only,
    String qualifier,
    QualifiedName written,
    List<String> assigned,
    Set<QualifiedName> reads,
    boolean readsKnown,
    Set<String> calls,
    Optional<String> left,
    boolean leftCanBeAsked) {

  public BatchedStatement {
    assigned = List.copyOf(assigned);
    reads = Set.copyOf(reads);
    calls = Set.copyOf(calls);
  }

  /** What the statement does to rows. */
  public enum Kind {
    INSERT,
    UPDATE,
    DELETE
  }

  /** Whether a row that it has done is not done again when it comes by a second time. */
  public boolean skipsDoneRows() {
    return left.isPresent();
  }
}
