package dev.safemigrate.ast;

import java.util.Set;

/**
 * What a query or DML statement does, as far as it can be read.
 *
 * @param reads relations that rows are read from
 * @param writes relations that rows are written to
 * @param columns columns used, by their own names
 * @param functions functions called, folded
 * @param where whether the outermost statement has a WHERE
 * @param whereColumns columns that the WHERE names
 * @param opaque true where only the tokens' answer stands
 */
public record QueryFacts(
    Set<QualifiedName> reads,
    Set<QualifiedName> writes,
    Set<String> columns,
    Set<QualifiedName> functions,
    boolean where,
    Set<String> whereColumns,
    boolean opaque) {

  public QueryFacts {
    reads = Set.copyOf(reads);
    writes = Set.copyOf(writes);
    columns = Set.copyOf(columns);
    functions = Set.copyOf(functions);
    whereColumns = Set.copyOf(whereColumns);
  }
}
