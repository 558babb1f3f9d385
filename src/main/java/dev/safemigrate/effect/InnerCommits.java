package dev.safemigrate.effect;

import dev.safemigrate.ast.Call;
import dev.safemigrate.ast.DoBlock;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.text.Lexer;
import dev.safemigrate.text.TokenKind;
import dev.safemigrate.text.Tokens;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a statement may end transactions of its own while it runs, so that a part of its work
 * stands when it does not come to its end (the manual, PL/pgSQL, "Transaction Management").
 */
public final class InnerCommits {

  /** Without these a block of PL/pgSQL is one transaction: EXECUTE cannot commit either. */
  private static final Set<String> WORDS = Set.of("commit", "rollback", "call");

  private InnerCommits() {}

  /** Whether it is a CALL, or a DO block that commits, rolls back or calls. */
  public static boolean possible(Statement statement) {
    if (statement instanceof Call) {
      return true;
    }
    return statement instanceof DoBlock block
        && (!block.language().toLowerCase(Locale.ROOT).equals("plpgsql")
            || hasWord(Lexer.read(block.body().text())));
  }

  private static boolean hasWord(Tokens tokens) {
    for (int i = 0; i < tokens.count(); i++) {
      if (tokens.is(i, TokenKind.WORD) && WORDS.contains(tokens.name(i))) {
        return true;
      }
    }
    return false;
  }
}
