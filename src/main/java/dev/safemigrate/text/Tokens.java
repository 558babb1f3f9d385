package dev.safemigrate.text;

import java.util.List;

/**
 * The tokens of one text as parallel arrays: no object a token.
 *
 * <p>Index {@link #count()} is the {@link TokenKind#END} token. White space and comments are not
 * tokens; comments are listed aside, because directives are read from them.
 */
public final class Tokens {

  private static final TokenKind[] KINDS = TokenKind.values();
  private static final Keyword[] KEYWORDS = Keyword.values();

  private final String text;
  private final int count;
  private final byte[] kinds;
  private final short[] keywords;
  private final int[] starts;
  private final int[] ends;
  private final int[] comments;
  private final int commentCount;
  private final List<LexicalError> errors;

  Tokens(TokenBuffer buffer, String text) {
    this.text = text;
    this.count = buffer.count;
    this.kinds = buffer.kinds;
    this.keywords = buffer.keywords;
    this.starts = buffer.starts;
    this.ends = buffer.ends;
    this.comments = buffer.comments;
    this.commentCount = buffer.commentCount;
    this.errors = List.copyOf(buffer.errors);
  }

  /** The text that was read. */
  public String text() {
    return text;
  }

  /** How many tokens there are, the END token not counted. */
  public int count() {
    return count;
  }

  public TokenKind kind(int index) {
    return KINDS[kinds[index]];
  }

  public boolean is(int index, TokenKind kind) {
    return kinds[index] == kind.ordinal();
  }

  /** The key word, or {@link Keyword#NOT_A_KEYWORD} for everything else. */
  public Keyword keyword(int index) {
    return KEYWORDS[keywords[index]];
  }

  public boolean is(int index, Keyword keyword) {
    return keywords[index] == keyword.ordinal();
  }

  public int start(int index) {
    return starts[index];
  }

  public int end(int index) {
    return ends[index];
  }

  public Span span(int index) {
    return new Span(starts[index], ends[index]);
  }

  /** The characters of the token. */
  public String textOf(int index) {
    return text.substring(starts[index], ends[index]);
  }

  /** True if the token is {@code word}, which is in lower case, in letters of either case. */
  public boolean spells(int index, String word) {
    int start = starts[index];
    if (ends[index] - start != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (Characters.fold(text.charAt(start + i)) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  public int commentCount() {
    return commentCount;
  }

  /** The comment with its {@code --} or {@code /*}, without the line end. */
  public Span comment(int index) {
    return new Span(comments[2 * index], comments[2 * index + 1]);
  }

  /** All that the scanner refuses, in order. */
  public List<LexicalError> errors() {
    return errors;
  }

  /**
   * Why the token is an {@link TokenKind#ERROR}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public LexicalError lexicalError(int token) {
    int low = 0;
    int high = errors.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      LexicalError error = errors.get(middle);
      if (error.token() == token) {
        return error;
      }
      if (error.token() < token) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    throw new IllegalArgumentException("not an error token: " + token);
  }

  /**
   * The tokens from {@code from} to {@code to}, those from {@code gapFrom} to {@code gapTo} left
   * out. They keep their places in the text.
   */
  public Tokens without(int from, int to, int gapFrom, int gapTo) {
    TokenBuffer kept = new TokenBuffer(5 * (to - from + 1));
    for (int i = from; i < to; i++) {
      if (i >= gapFrom && i < gapTo) {
        continue;
      }
      if (is(i, TokenKind.ERROR)) {
        LexicalError error = lexicalError(i);
        kept.errors.add(new LexicalError(kept.count, error.span(), error.message()));
      }
      kept.addWord(kind(i), keywords[i], starts[i], ends[i]);
    }
    kept.finish(to > from ? ends[to - 1] : starts[to]);
    return new Tokens(kept, text);
  }

  /** The name that a word or quoted name stands for: folded, unescaped, cut to 63 bytes. */
  public String name(int index) {
    return Literals.name(text, starts[index], ends[index], is(index, TokenKind.QUOTED_NAME));
  }

  /** The value of a string token. */
  public String string(int index) {
    return Literals.string(text, starts[index], ends[index]);
  }

  /** Where the content of a string begins, behind its opening quote. */
  public int contentStart(int index) {
    return Literals.contentStart(text, starts[index]);
  }
}
