package dev.safemigrate.rule;

import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.Lexer;
import dev.safemigrate.text.TokenKind;
import dev.safemigrate.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The words of an INSERT that give its rows: VALUES or a query. */
final class InsertedRows {

  private final Tokens tokens;

  private InsertedRows(Tokens tokens) {
    this.tokens = tokens;
  }

  static InsertedRows of(String words) {
    return new InsertedRows(Lexer.read(words));
  }

  /** The table of {@code SELECT * FROM table}, where the query reads no other. */
  Optional<QualifiedName> wholeTable() {
    boolean star =
        tokens.is(0, Keyword.SELECT)
            && tokens.is(1, TokenKind.STAR)
            && tokens.is(2, Keyword.FROM)
            && isName(3);
    if (!star) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>(List.of(tokens.name(3)));
    int at = 4;
    while (tokens.is(at, TokenKind.DOT) && isName(at + 1)) {
      parts.add(tokens.name(at + 1));
      at += 2;
    }
    for (int i = at; i < tokens.count(); i++) {
      if (tokens.is(i, Keyword.WHERE)) {
        break;
      }
      if (tokens.is(i, TokenKind.COMMA) || tokens.is(i, Keyword.JOIN)) {
        return Optional.empty();
      }
    }
    return Optional.of(new QualifiedName(parts));
  }

  private boolean isName(int at) {
    return tokens.is(at, TokenKind.WORD) || tokens.is(at, TokenKind.QUOTED_NAME);
  }

  /** How many values a row has; empty where a star hides it. */
  Optional<Integer> values() {
    boolean rows = tokens.is(0, Keyword.VALUES);
    if (!rows && !tokens.is(0, Keyword.SELECT)) {
      return Optional.empty();
    }
    int values = 1;
    int depth = rows ? -1 : 0;
    for (int i = 1; i < tokens.count(); i++) {
      depth += opens(i) ? 1 : 0;
      depth -= closes(i) ? 1 : 0;
      boolean outside = depth == 0;
      if (rows ? depth < 0 : outside && endsList(i)) {
        break;
      }
      if (outside && (isStar(i) || tokens.is(i, Keyword.DISTINCT))) {
        return Optional.empty();
      }
      values += outside && tokens.is(i, TokenKind.COMMA) ? 1 : 0;
    }
    return Optional.of(values);
  }

  private boolean opens(int at) {
    return tokens.is(at, TokenKind.OPEN_PARENTHESIS) || tokens.is(at, TokenKind.OPEN_BRACKET);
  }

  private boolean closes(int at) {
    return tokens.is(at, TokenKind.CLOSE_PARENTHESIS) || tokens.is(at, TokenKind.CLOSE_BRACKET);
  }

  /** A star that stands for columns follows SELECT, a comma or a dot; else it multiplies. */
  private boolean isStar(int at) {
    return tokens.is(at, TokenKind.STAR)
        && (at == 1 || tokens.is(at - 1, TokenKind.COMMA) || tokens.is(at - 1, TokenKind.DOT));
  }

  private boolean endsList(int at) {
    return switch (tokens.keyword(at)) {
      case FROM, WHERE, UNION, INTERSECT, EXCEPT, ORDER, LIMIT -> true;
      default -> false;
    };
  }

  /** The words, with a star that stands for a whole table replaced by its columns. */
  String selecting(String columns) {
    String words = tokens.text();
    return wholeTable().isPresent()
        ? words.substring(0, tokens.start(1)) + columns + words.substring(tokens.end(1))
        : words;
  }
}
