package dev.safemigrate.parser;

import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.QueryFacts;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import dev.safemigrate.text.Tokens;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.sf.jsqlparser.parser.CCJSqlParserConstants;

/**
 * The plainest expressions and statements, read without JSqlParser because they are most of what
 * migrations hold: comparisons of columns, literals and calls, joined by AND, and SELECT, UPDATE
 * and DELETE of one table with them. Answers as JSqlParser's tree would, or not at all.
 */
final class PlainText {

  /** Words that mean something to JSqlParser, by its own list of tokens; in lower case. */
  private static final Set<String> ITS_WORDS =
      Arrays.stream(CCJSqlParserConstants.tokenImage)
          .map(image -> image.replaceAll("[\"<>]|K_", "").toLowerCase(Locale.ROOT))
          .collect(Collectors.toUnmodifiableSet());

  /** Types that its list holds as patterns, and that it does not take for names. */
  private static final Set<String> ITS_TYPES =
      Set.of(
          ("bytea timetz bool bpchar uuid float4 float8 int1 int2 int4 int8 int16 hugeint tinyint"
                  + " utinyint usmallint uinteger ubigint uhugeint number short long map blob"
                  + " varbinary nvarchar timestamp_s timestamp_ms timestamp_ns timestamp_us")
              .split(" "));

  /** Types of one word that it reads behind {@code ::}. */
  private static final Set<String> TYPES =
      Set.of("text", "regclass", "integer", "bigint", "boolean", "jsonb", "uuid", "numeric");

  final Set<String> columns = new LinkedHashSet<>();
  final Set<QualifiedName> functions = new LinkedHashSet<>();

  private final Tokens tokens;
  private final Set<QualifiedName> reads = new LinkedHashSet<>();
  private final Set<QualifiedName> writes = new LinkedHashSet<>();
  private final Set<String> whereColumns = new LinkedHashSet<>();
  private boolean where;
  private int position;

  private PlainText(Tokens tokens) {
    this.tokens = tokens;
  }

  /** What an expression names; empty where it is not plain. */
  static Optional<PlainText> expression(Tokens tokens) {
    PlainText text = new PlainText(tokens);
    return isClean(tokens) && text.condition() && text.atEnd()
        ? Optional.of(text)
        : Optional.empty();
  }

  /** What a statement reads and writes; empty where it is not plain. */
  static Optional<QueryFacts> query(Tokens tokens) {
    PlainText text = new PlainText(tokens);
    if (!isClean(tokens) || !text.statement() || !text.atEnd()) {
      return Optional.empty();
    }
    return Optional.of(
        new QueryFacts(
            text.reads,
            text.writes,
            text.columns,
            text.functions,
            text.where,
            text.whereColumns,
            false));
  }

  private static boolean isClean(Tokens tokens) {
    return tokens.commentCount() == 0 && tokens.errors().isEmpty();
  }

  // ---- statements

  private boolean statement() {
    if (accept(Keyword.SELECT)) {
      do {
        if (!accept(TokenKind.STAR) && !operand()) {
          return false;
        }
      } while (accept(TokenKind.COMMA));
      return accept(Keyword.FROM) && table(reads) && where();
    }
    if (accept(Keyword.UPDATE)) {
      return table(writes) && accept(Keyword.SET) && assignments() && where();
    }
    return accept(Keyword.DELETE) && accept(Keyword.FROM) && table(writes) && where();
  }

  private boolean assignments() {
    do {
      if (!column() || !accept(TokenKind.EQUALS) || !operand()) {
        return false;
      }
    } while (accept(TokenKind.COMMA));
    return true;
  }

  private boolean table(Set<QualifiedName> target) {
    if (!isPlainWord()) {
      return false;
    }
    String name = tokens.name(position++);
    if (!accept(TokenKind.DOT)) {
      target.add(QualifiedName.of(name));
      return true;
    }
    if (!isPlainWord()) {
      return false;
    }
    target.add(QualifiedName.of(name, tokens.name(position++)));
    return true;
  }

  private boolean where() {
    if (!accept(Keyword.WHERE)) {
      return true;
    }
    where = true;
    Set<String> before = Set.copyOf(columns);
    columns.clear();
    boolean plain = condition();
    whereColumns.addAll(columns);
    columns.addAll(before);
    return plain;
  }

  // ---- expressions

  private boolean condition() {
    do {
      if (!comparison()) {
        return false;
      }
    } while (accept(Keyword.AND));
    return true;
  }

  private boolean comparison() {
    if (!operand()) {
      return false;
    }
    if (accept(Keyword.IS)) {
      accept(Keyword.NOT);
      return accept(Keyword.NULL);
    }
    return !acceptComparison() || operand();
  }

  private boolean acceptComparison() {
    if (atEnd()) {
      return false;
    }
    return switch (tokens.kind(position)) {
      case LESS, GREATER, EQUALS, LESS_EQUALS, GREATER_EQUALS, NOT_EQUALS -> {
        position++;
        yield true;
      }
      default -> false;
    };
  }

  /** A literal, a column or a call, with a cast if there is one. */
  private boolean operand() {
    if (!literal() && !call() && !column()) {
      return false;
    }
    if (!accept(TokenKind.TYPECAST)) {
      return true;
    }
    boolean known = at(TokenKind.WORD) && TYPES.contains(tokens.name(position));
    position++;
    return known;
  }

  private boolean literal() {
    if (at(TokenKind.STRING)) {
      String text = tokens.textOf(position);
      // Not E'', not $$, and nothing that continues or escapes.
      boolean plain = text.indexOf('\'', 1) == text.length() - 1 && text.charAt(0) == '\'';
      return plain && text.indexOf('\\') < 0 && advance();
    }
    return (at(TokenKind.INTEGER) && isDigits(tokens.textOf(position)) && advance())
        || accept(Keyword.NULL);
  }

  private static boolean isDigits(String text) {
    return text.length() < 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private boolean call() {
    boolean isCall =
        position + 1 < tokens.count()
            && isPlainWord()
            && tokens.is(position + 1, TokenKind.OPEN_PARENTHESIS);
    if (!isCall) {
      return false;
    }
    functions.add(QualifiedName.of(tokens.name(position)));
    position += 2;
    if (accept(TokenKind.CLOSE_PARENTHESIS)) {
      return true;
    }
    do {
      if (!operand()) {
        return false;
      }
    } while (accept(TokenKind.COMMA));
    return accept(TokenKind.CLOSE_PARENTHESIS);
  }

  private boolean column() {
    if (!isPlainWord()) {
      return false;
    }
    columns.add(tokens.name(position));
    return advance();
  }

  // ---- tokens

  private boolean atEnd() {
    return position >= tokens.count();
  }

  private boolean at(TokenKind kind) {
    return !atEnd() && tokens.is(position, kind);
  }

  private boolean advance() {
    position++;
    return true;
  }

  private boolean accept(TokenKind kind) {
    return at(kind) && advance();
  }

  private boolean accept(Keyword keyword) {
    return !atEnd() && tokens.is(position, keyword) && advance();
  }

  /** A name of ASCII letters, digits and underscores that is a word of neither grammar. */
  private boolean isPlainWord() {
    if (!at(TokenKind.WORD) || tokens.keyword(position) != Keyword.NOT_A_KEYWORD) {
      return false;
    }
    String name = tokens.name(position);
    return name.length() == tokens.textOf(position).length()
        && name.chars().allMatch(c -> c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'))
        && !ITS_WORDS.contains(name)
        && !ITS_TYPES.contains(name)
        && !SessionWords.isOne(name);
  }
}
