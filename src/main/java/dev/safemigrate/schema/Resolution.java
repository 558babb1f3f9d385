package dev.safemigrate.schema;

/**
 * What a name in a statement means.
 *
 * <p>Missing is certain: the whole history is known and the name is not in it. Assumed means that
 * the relation's creation was not seen; whoever asks takes the cautious side.
 */
public sealed interface Resolution {

  /** The relation, or an assumed one that nothing is known of. */
  Relation relation();

  /** A relation that earlier statements created or made known. */
  record Found(Relation relation) implements Resolution {}

  /** Nothing is known of it; it probably exists. */
  record Assumed(Table relation) implements Resolution {}

  /** It does not exist: the server answers 42P01. */
  record Missing(Table relation) implements Resolution {}
}
