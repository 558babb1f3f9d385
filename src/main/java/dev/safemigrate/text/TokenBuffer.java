package dev.safemigrate.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The growing arrays that {@link Lexer} writes and {@link Tokens} takes over. */
final class TokenBuffer {

  int count;
  byte[] kinds;
  short[] keywords;
  int[] starts;
  int[] ends;
  int[] comments = new int[16];
  int commentCount;
  final List<LexicalError> errors = new ArrayList<>(0);

  TokenBuffer(int textLength) {
    int capacity = Math.max(16, textLength / 5);
    kinds = new byte[capacity];
    keywords = new short[capacity];
    starts = new int[capacity];
    ends = new int[capacity];
  }

  void add(TokenKind kind, int start, int end) {
    addWord(kind, (short) 0, start, end);
  }

  void addWord(TokenKind kind, short keyword, int start, int end) {
    int index = count;
    if (index == kinds.length) {
      grow();
    }
    kinds[index] = (byte) kind.ordinal();
    keywords[index] = keyword;
    starts[index] = start;
    ends[index] = end;
    count = index + 1;
  }

  void addError(int start, int end, int cursor, int cursorEnd, String message) {
    errors.add(new LexicalError(count, new Span(cursor, Math.max(cursor, cursorEnd)), message));
    add(TokenKind.ERROR, start, end);
  }

  void addComment(int start, int end) {
    if (2 * commentCount == comments.length) {
      comments = Arrays.copyOf(comments, comments.length * 2);
    }
    comments[2 * commentCount] = start;
    comments[2 * commentCount + 1] = end;
    commentCount++;
  }

  /** Adds the END token, which is not counted. */
  void finish(int end) {
    add(TokenKind.END, end, end);
    count--;
  }

  /** Moves everything by an offset: what was read is a part of a longer text. */
  void shift(int offset) {
    for (int i = 0; i <= count; i++) {
      starts[i] += offset;
      ends[i] += offset;
    }
    for (int i = 0; i < 2 * commentCount; i++) {
      comments[i] += offset;
    }
    errors.replaceAll(
        error -> new LexicalError(error.token(), error.span().shift(offset), error.message()));
  }

  private void grow() {
    int capacity = kinds.length * 2;
    kinds = Arrays.copyOf(kinds, capacity);
    keywords = Arrays.copyOf(keywords, capacity);
    starts = Arrays.copyOf(starts, capacity);
    ends = Arrays.copyOf(ends, capacity);
  }
}
