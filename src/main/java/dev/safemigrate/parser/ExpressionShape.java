package dev.safemigrate.parser;

import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import dev.safemigrate.text.Tokens;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The outermost shape of an expression, told from its tokens. */
final class ExpressionShape {

  private final Tokens tokens;

  ExpressionShape(Tokens tokens) {
    this.tokens = tokens;
  }

  /** Tokens of a part of the expression. */
  record Range(int from, int to) {
    boolean isEmpty() {
      return from >= to;
    }
  }

  /** The parts joined by an outermost AND, without needless parentheses around them. */
  List<Range> conjuncts() {
    List<Range> parts = new ArrayList<>();
    split(bare(new Range(0, tokens.count())), parts);
    return parts;
  }

  private void split(Range range, List<Range> parts) {
    List<Integer> cuts = new ArrayList<>();
    int depth = 0;
    int between = 0;
    for (int i = range.from(); i < range.to(); i++) {
      depth += depthChange(i);
      if (depth > 0) {
        continue;
      }
      if (tokens.is(i, Keyword.OR)) {
        parts.add(range);
        return;
      }
      if (tokens.is(i, Keyword.BETWEEN)) {
        between++;
      } else if (tokens.is(i, Keyword.AND) && between > 0) {
        between--;
      } else if (tokens.is(i, Keyword.AND)) {
        cuts.add(i);
      }
    }
    if (cuts.isEmpty()) {
      parts.add(range);
      return;
    }
    cuts.add(range.to());
    int from = range.from();
    for (int cut : cuts) {
      split(bare(new Range(from, cut)), parts);
      from = cut + 1;
    }
  }

  /** The words of a part in one spelling: folded, one blank between them. */
  String normalised(Range range) {
    return IntStream.range(range.from(), range.to())
        .mapToObj(this::spelling)
        .collect(Collectors.joining(" "));
  }

  private String spelling(int index) {
    if (tokens.is(index, TokenKind.WORD)) {
      return tokens.name(index);
    }
    if (!tokens.is(index, TokenKind.QUOTED_NAME)) {
      return tokens.textOf(index);
    }
    String name = tokens.name(index);
    boolean plain = name.chars().allMatch(c -> c == '_' || (c >= 'a' && c <= 'z'));
    return plain ? name : tokens.textOf(index);
  }

  /** The column, when the expression is nothing else. */
  Optional<String> bareColumn() {
    return column(bare(new Range(0, tokens.count())));
  }

  /** Columns of conjuncts {@code c IS NOT NULL}, {@code c NOTNULL} and {@code NOT (c IS NULL)}. */
  Set<String> notNullColumns() {
    Set<String> columns = new LinkedHashSet<>();
    for (Range part : conjuncts()) {
      notNull(part).ifPresent(columns::add);
    }
    return columns;
  }

  private Optional<String> notNull(Range part) {
    if (endsWith(part, Keyword.IS, Keyword.NOT, Keyword.NULL)) {
      return column(bare(new Range(part.from(), part.to() - 3)));
    }
    if (endsWith(part, Keyword.NOTNULL)) {
      return column(bare(new Range(part.from(), part.to() - 1)));
    }
    if (part.isEmpty() || !tokens.is(part.from(), Keyword.NOT)) {
      return Optional.empty();
    }
    Range negated = bare(new Range(part.from() + 1, part.to()));
    if (endsWith(negated, Keyword.IS, Keyword.NULL)) {
      return column(bare(new Range(negated.from(), negated.to() - 2)));
    }
    return endsWith(negated, Keyword.ISNULL)
        ? column(bare(new Range(negated.from(), negated.to() - 1)))
        : Optional.empty();
  }

  private boolean endsWith(Range range, Keyword... words) {
    int start = range.to() - words.length;
    if (start <= range.from()) {
      return false;
    }
    for (int i = 0; i < words.length; i++) {
      if (!tokens.is(start + i, words[i])) {
        return false;
      }
    }
    return true;
  }

  private Optional<String> column(Range range) {
    int length = range.to() - range.from();
    if (length <= 0 || length % 2 == 0) {
      return Optional.empty();
    }
    for (int i = range.from(); i < range.to(); i++) {
      boolean name = (i - range.from()) % 2 == 0;
      boolean fits = name ? isName(i, length > 1) : tokens.is(i, TokenKind.DOT);
      if (!fits) {
        return Optional.empty();
      }
    }
    return Optional.of(tokens.name(range.to() - 1));
  }

  private boolean isName(int index, boolean qualified) {
    if (tokens.is(index, TokenKind.QUOTED_NAME)) {
      return true;
    }
    return tokens.is(index, TokenKind.WORD)
        && (qualified || !SessionWords.isOne(tokens.textOf(index)))
        && tokens.keyword(index) != Keyword.NULL
        && tokens.keyword(index) != Keyword.TRUE
        && tokens.keyword(index) != Keyword.FALSE
        && tokens.keyword(index) != Keyword.DEFAULT;
  }

  /** The type of an outermost cast: {@code x::type} or {@code CAST (x AS type)}. */
  Optional<Range> cast() {
    Range whole = bare(new Range(0, tokens.count()));
    if (!whole.isEmpty()
        && tokens.is(whole.from(), Keyword.CAST)
        && closing(whole.from() + 1) == whole.to() - 1) {
      int as = outermost(new Range(whole.from() + 2, whole.to() - 1), Keyword.AS);
      return as < 0 ? Optional.empty() : Optional.of(new Range(as + 1, whole.to() - 1));
    }
    int cast = -1;
    int depth = 0;
    for (int i = whole.from(); i < whole.to(); i++) {
      depth += depthChange(i);
      if (depth == 0 && tokens.is(i, TokenKind.TYPECAST)) {
        cast = i;
      } else if (depth == 0 && cast < 0 && isOperator(i)) {
        return Optional.empty();
      }
    }
    boolean outermost = cast > 0 && TypeWords.end(tokens, cast + 1) == whole.to();
    return outermost ? Optional.of(new Range(cast + 1, whole.to())) : Optional.empty();
  }

  /** Whether an operator, which binds weaker than a cast, stands here. */
  private boolean isOperator(int index) {
    return switch (tokens.kind(index)) {
      case OPERATOR,
          PLUS,
          MINUS,
          STAR,
          SLASH,
          PERCENT,
          CARET,
          LESS,
          GREATER,
          EQUALS,
          LESS_EQUALS,
          GREATER_EQUALS,
          NOT_EQUALS ->
          true;
      case WORD ->
          switch (tokens.keyword(index)) {
            case AND, OR, NOT, IS, IN, LIKE, ILIKE, SIMILAR, BETWEEN, ISNULL, NOTNULL, COLLATE ->
                true;
            default -> false;
          };
      default -> false;
    };
  }

  /**
   * Whether the expression is made of literals, casts, operators and constructors only. A cast to
   * regclass and its like looks a name up, which is constant too.
   */
  boolean constant() {
    int index = 0;
    while (index < tokens.count()) {
      int next = constantEnd(index);
      if (next < 0) {
        return false;
      }
      index = next;
    }
    return tokens.count() > 0;
  }

  /** The token behind what is constant here, or -1. */
  private int constantEnd(int index) {
    switch (tokens.kind(index)) {
      case TYPECAST -> {
        return TypeWords.end(tokens, index + 1);
      }
      case PARAMETER, DOT, COLON, COLON_EQUALS, EQUALS_GREATER, SEMICOLON, OTHER, ERROR -> {
        return -1;
      }
      case WORD, QUOTED_NAME -> {
        return constantWord(index);
      }
      default -> {
        return index + 1;
      }
    }
  }

  private int constantWord(int index) {
    switch (tokens.keyword(index)) {
      case NULL,
          TRUE,
          FALSE,
          AND,
          OR,
          NOT,
          IS,
          ARRAY,
          ROW,
          CASE,
          WHEN,
          THEN,
          ELSE,
          END,
          IN,
          BETWEEN,
          COLLATE -> {
        boolean collation = tokens.is(index, Keyword.COLLATE);
        return collation ? TypeWords.end(tokens, index + 1) : index + 1;
      }
      case CAST -> {
        return index + 1;
      }
      case AS -> {
        return TypeWords.end(tokens, index + 1);
      }
      default -> {
        // A type in front of a literal, as in interval '1 day'.
        int end = TypeWords.end(tokens, index);
        boolean literal = end < tokens.count() && tokens.is(end, TokenKind.STRING);
        return literal ? end + 1 : isIntervalField(index) ? index + 1 : -1;
      }
    }
  }

  private boolean isIntervalField(int index) {
    return index > 0
        && switch (tokens.keyword(index)) {
          case YEAR, MONTH, DAY, HOUR, MINUTE, SECOND, TO -> true;
          default -> false;
        };
  }

  // ---- parentheses

  private Range bare(Range range) {
    Range inner = range;
    while (inner.to() - inner.from() > 1
        && tokens.is(inner.from(), TokenKind.OPEN_PARENTHESIS)
        && closing(inner.from()) == inner.to() - 1
        && outermost(new Range(inner.from() + 1, inner.to() - 1), TokenKind.COMMA) < 0
        && !tokens.is(inner.from() + 1, Keyword.SELECT)) {
      inner = new Range(inner.from() + 1, inner.to() - 1);
    }
    return inner;
  }

  private int closing(int open) {
    int depth = 0;
    for (int i = open; i < tokens.count(); i++) {
      depth += depthChange(i);
      if (depth == 0) {
        return i;
      }
    }
    return -1;
  }

  private int outermost(Range range, Keyword keyword) {
    int depth = 0;
    int found = -1;
    for (int i = range.from(); i < range.to(); i++) {
      depth += depthChange(i);
      found = depth == 0 && tokens.is(i, keyword) ? i : found;
    }
    return found;
  }

  private int outermost(Range range, TokenKind kind) {
    int depth = 0;
    for (int i = range.from(); i < range.to(); i++) {
      depth += depthChange(i);
      if (depth == 0 && tokens.is(i, kind)) {
        return i;
      }
    }
    return -1;
  }

  private int depthChange(int index) {
    if (tokens.is(index, TokenKind.OPEN_PARENTHESIS)
        || tokens.is(index, TokenKind.OPEN_BRACKET)
        || tokens.is(index, Keyword.CASE)) {
      return 1;
    }
    boolean closes =
        tokens.is(index, TokenKind.CLOSE_PARENTHESIS)
            || tokens.is(index, TokenKind.CLOSE_BRACKET)
            || tokens.is(index, Keyword.END);
    return closes ? -1 : 0;
  }
}
