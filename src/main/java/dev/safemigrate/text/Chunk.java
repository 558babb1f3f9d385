package dev.safemigrate.text;

/**
 * One statement's share of a text: the chunks of a text cover it without gap or overlap.
 *
 * @param span with what stands before the first token and the semicolon behind the last
 * @param firstToken index of its first token
 * @param endToken index behind its last token, its semicolon and data not counted
 * @param nextToken index of the first token of the next chunk
 */
public record Chunk(Span span, int firstToken, int endToken, int nextToken) {

  /** True for a chunk without a statement: an empty statement or the end of the text. */
  public boolean isEmpty() {
    return firstToken == endToken;
  }
}
