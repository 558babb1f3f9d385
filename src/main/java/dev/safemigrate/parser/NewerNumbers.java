package dev.safemigrate.parser;

import dev.safemigrate.text.Chunk;
import dev.safemigrate.text.TokenKind;
import dev.safemigrate.text.Tokens;

/** {@code 1_000}, {@code 0xFF}, {@code 0o17} and {@code 0b1}, which came with PostgreSQL 16. */
final class NewerNumbers {

  static final int SINCE = 16;

  private NewerNumbers() {}

  /** Refuses the first such number of a statement on an older server. */
  static void refuse(TokenCursor cursor, Chunk chunk) {
    Tokens tokens = cursor.tokens();
    for (int token = chunk.firstToken(); token < chunk.endToken(); token++) {
      boolean number = tokens.is(token, TokenKind.INTEGER) || tokens.is(token, TokenKind.DECIMAL);
      if (number && isNewer(tokens.textOf(token))) {
        cursor.requireVersion(SINCE, token, "This notation of a number");
      }
    }
  }

  private static boolean isNewer(String number) {
    boolean prefixed = number.length() > 1 && "xXoObB".indexOf(number.charAt(1)) >= 0;
    return prefixed || number.indexOf('_') >= 0;
  }
}
