package dev.safemigrate.ast;

/**
 * Reads queries and expressions on request. Never throws for any text and is bounded in time; where
 * the text cannot be read the facts say {@code opaque} and hold what the tokens tell.
 */
public interface QueryReader {

  /** Facts of a SELECT, INSERT, UPDATE, DELETE, MERGE, VALUES or TABLE statement. */
  QueryFacts query(String sql);

  /** Facts of an expression. */
  ExpressionFacts expression(String sql);
}
