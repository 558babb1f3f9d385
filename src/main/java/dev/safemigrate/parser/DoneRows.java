package dev.safemigrate.parser;

import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.QueryReader;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.Lexer;
import dev.safemigrate.text.TokenKind;
import dev.safemigrate.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether an UPDATE leaves out rows that it has done: its WHERE asks for a column IS NULL that it
 * sets, or IS DISTINCT FROM the very expression that it sets it to.
 */
final class DoneRows {

  private final QueryReader queries;

  DoneRows(QueryReader queries) {
    this.queries = queries;
  }

  boolean excluded(Tokens statement, Expression where, List<String> assigned, String qualifier) {
    return queries.expression(where.text()).conjuncts().stream()
        .map(Lexer::read)
        .anyMatch(conjunct -> excludes(statement, conjunct, assigned, qualifier));
  }

  private static boolean excludes(
      Tokens statement, Tokens conjunct, List<String> assigned, String qualifier) {
    int first = 0;
    int end = conjunct.count();
    while (end - first > 2
        && conjunct.is(first, TokenKind.OPEN_PARENTHESIS)
        && conjunct.is(end - 1, TokenKind.CLOSE_PARENTHESIS)) {
      first++;
      end--;
    }
    if (end - first > 2 && conjunct.is(first + 1, TokenKind.DOT)) {
      if (!conjunct.name(first).equals(qualifier)) {
        return false;
      }
      first += 2;
    }
    boolean column =
        end - first > 2
            && (conjunct.is(first, TokenKind.WORD) || conjunct.is(first, TokenKind.QUOTED_NAME))
            && assigned.contains(conjunct.name(first));
    if (!column || !conjunct.is(first + 1, Keyword.IS)) {
      return false;
    }
    if (end - first == 3 && conjunct.is(first + 2, Keyword.NULL)) {
      return true;
    }
    boolean distinct =
        end - first > 4
            && conjunct.is(first + 2, Keyword.DISTINCT)
            && conjunct.is(first + 3, Keyword.FROM);
    return distinct
        && assignedTo(statement, conjunct.name(first))
            .filter(words(conjunct, first + 4, end)::equals)
            .isPresent();
  }

  /** The tokens of what SET assigns to a column, in {@code column = expression}. */
  private static Optional<List<String>> assignedTo(Tokens tokens, String column) {
    int depth = 0;
    boolean begins = false;
    for (int i = 0; i < tokens.count(); i++) {
      depth += change(tokens, i);
      boolean sets =
          begins
              && depth == 0
              && tokens.is(i + 1, TokenKind.EQUALS)
              && tokens.name(i).equals(column);
      if (sets) {
        return Optional.of(words(tokens, i + 2, endOfExpression(tokens, i + 2)));
      }
      begins = tokens.is(i, Keyword.SET) || tokens.is(i, TokenKind.COMMA);
    }
    return Optional.empty();
  }

  private static int endOfExpression(Tokens tokens, int start) {
    int depth = 0;
    for (int i = start; i < tokens.count(); i++) {
      depth += change(tokens, i);
      boolean ends =
          tokens.is(i, TokenKind.COMMA)
              || tokens.is(i, TokenKind.SEMICOLON)
              || tokens.is(i, Keyword.WHERE)
              || (tokens.is(i, Keyword.FROM) && !tokens.is(i - 1, Keyword.DISTINCT));
      if (depth == 0 && ends) {
        return i;
      }
    }
    return tokens.count();
  }

  private static int change(Tokens tokens, int i) {
    if (tokens.is(i, TokenKind.OPEN_PARENTHESIS)) {
      return 1;
    }
    return tokens.is(i, TokenKind.CLOSE_PARENTHESIS) ? -1 : 0;
  }

  private static List<String> words(Tokens tokens, int start, int end) {
    List<String> words = new ArrayList<>();
    for (int i = start; i < end; i++) {
      words.add(tokens.is(i, TokenKind.WORD) ? tokens.name(i) : tokens.textOf(i));
    }
    return words;
  }
}
