package dev.safemigrate.text;

/**
 * A half-open range of character offsets in one file.
 *
 * @param start offset of the first character, from 0
 * @param end offset behind the last character
 */
public record Span(int start, int end) {

  public Span {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("not a span: " + start + ".." + end);
    }
  }

  /** The characters of {@code source} that this span covers. */
  public String of(CharSequence source) {
    return source.subSequence(start, end).toString();
  }

  /** The smallest span that covers this one and {@code other}. */
  public Span to(Span other) {
    return new Span(Math.min(start, other.start), Math.max(end, other.end));
  }

  /** The same range, moved by {@code offset} characters (a body inside a file). */
  public Span shift(int offset) {
    return new Span(start + offset, end + offset);
  }
}
