package dev.safemigrate.plan;

import dev.safemigrate.ast.ExpressionFacts;
import dev.safemigrate.schema.StoredExpression;
import dev.safemigrate.text.Lexer;
import dev.safemigrate.text.TokenKind;
import dev.safemigrate.text.Tokens;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Expressions in the words of the user, changed at token positions. */
final class Expressions {

  /** Functions whose value is the same for the whole transaction (manual, section 9.9.5). */
  private static final Set<String> STEADY =
      Set.of("now", "transaction_timestamp", "statement_timestamp", "current_date");

  private Expressions() {}

  /** The expression with {@code NEW.} in front of every column of the set. */
  static String ofNewRow(String expression, Set<String> columns) {
    return ofRow(expression, columns, "NEW");
  }

  /** The expression with the name of its row in front of every column of the set. */
  static String ofRow(String expression, Set<String> columns, String row) {
    return replace(expression, columns, column -> row + "." + Names.sql(column));
  }

  /** The expression with columns under other names. */
  static String renamed(String expression, Map<String, String> names) {
    return replace(
        expression, names.keySet(), column -> Names.sql(names.getOrDefault(column, column)));
  }

  /** A condition is asked for in parentheses, and written into some again. */
  static String withoutParentheses(String definition) {
    Tokens tokens = Lexer.read(definition);
    int depth = 0;
    for (int i = 0; i < tokens.count(); i++) {
      depth += tokens.is(i, TokenKind.OPEN_PARENTHESIS) ? 1 : 0;
      depth -= tokens.is(i, TokenKind.CLOSE_PARENTHESIS) ? 1 : 0;
      boolean last = tokens.end(i) == definition.length();
      if (depth == 0) {
        return last && i > 0
            ? definition.substring(1, definition.length() - 1).strip()
            : definition;
      }
    }
    return definition;
  }

  /** A default that gives the same value for the whole transaction, in parentheses if need be. */
  static Optional<String> steadyDefault(Optional<StoredExpression> value) {
    return value.filter(stored -> isSteady(stored.facts())).map(StoredExpression::text);
  }

  static boolean isSteady(ExpressionFacts facts) {
    boolean steady =
        facts.functions().stream().allMatch(function -> STEADY.contains(function.name()));
    return !facts.opaque()
        && !facts.subquery()
        && facts.columns().isEmpty()
        && (facts.constant() || steady);
  }

  /** The text from the first word that is spelled so, which must be there. */
  static String from(String word, String text) {
    Tokens tokens = Lexer.read(text);
    int token = 0;
    while (!tokens.is(token, TokenKind.WORD) || !tokens.spells(token, word)) {
      token++;
    }
    return text.substring(tokens.start(token));
  }

  private static String replace(
      String expression, Set<String> columns, UnaryOperator<String> replacement) {
    Tokens tokens = Lexer.read(expression);
    StringBuilder replaced = new StringBuilder();
    int copied = 0;
    for (int i = 0; i < tokens.count(); i++) {
      if (isColumn(tokens, i, columns)) {
        replaced
            .append(expression, copied, tokens.start(i))
            .append(replacement.apply(tokens.name(i)));
        copied = tokens.end(i);
      }
    }
    return replaced.append(expression.substring(copied)).toString();
  }

  /** A name that stands by itself: neither part of a longer one nor a function's. */
  private static boolean isColumn(Tokens tokens, int token, Set<String> columns) {
    boolean name = tokens.is(token, TokenKind.WORD) || tokens.is(token, TokenKind.QUOTED_NAME);
    if (!name || !columns.contains(tokens.name(token))) {
      return false;
    }
    boolean behindDot = token > 0 && tokens.is(token - 1, TokenKind.DOT);
    boolean behindCast = token > 0 && tokens.is(token - 1, TokenKind.TYPECAST);
    boolean more =
        token + 1 < tokens.count()
            && (tokens.is(token + 1, TokenKind.DOT)
                || tokens.is(token + 1, TokenKind.OPEN_PARENTHESIS));
    return !behindDot && !behindCast && !more;
  }
}
