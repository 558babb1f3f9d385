package dev.safemigrate.parser;

import dev.safemigrate.text.TokenKind;
import dev.safemigrate.text.Tokens;
import java.util.Set;

/** Where the words of a type end, wherever it stands. */
final class TypeWords {

  private static final Set<String> SECOND_WORDS =
      Set.of(
          "precision",
          "varying",
          "with",
          "without",
          "time",
          "zone",
          "year",
          "month",
          "day",
          "hour",
          "minute",
          "second",
          "to",
          "array");

  private TypeWords() {}

  /** The token behind the type that begins at {@code from}. */
  static int end(Tokens tokens, int from) {
    int index = from;
    if (is(tokens, index, "setof")) {
      index++;
    }
    index++;
    while (index + 1 < tokens.count() && tokens.is(index, TokenKind.DOT)) {
      index += 2;
    }
    boolean more = true;
    while (more && index < tokens.count()) {
      if (tokens.is(index, TokenKind.OPEN_PARENTHESIS)
          || tokens.is(index, TokenKind.OPEN_BRACKET)) {
        index = closing(tokens, index) + 1;
      } else if (tokens.is(index, TokenKind.WORD) && SECOND_WORDS.contains(tokens.name(index))) {
        index++;
      } else {
        more = false;
      }
    }
    return Math.min(index, tokens.count());
  }

  private static int closing(Tokens tokens, int open) {
    int depth = 0;
    int index = open;
    while (index < tokens.count()) {
      TokenKind kind = tokens.kind(index);
      if (kind == TokenKind.OPEN_PARENTHESIS || kind == TokenKind.OPEN_BRACKET) {
        depth++;
      } else if (kind == TokenKind.CLOSE_PARENTHESIS || kind == TokenKind.CLOSE_BRACKET) {
        depth--;
        if (depth == 0) {
          return index;
        }
      }
      index++;
    }
    return index;
  }

  private static boolean is(Tokens tokens, int index, String word) {
    return index < tokens.count() && tokens.spells(index, word);
  }
}
