package dev.safemigrate.parser;

import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.KeywordCategory;
import dev.safemigrate.text.TokenKind;
import dev.safemigrate.text.Tokens;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What tokens alone tell of a query or expression: rather a name too many than one too few. Every
 * word that is not something else counts as a column.
 */
final class TokenFacts {

  final Set<QualifiedName> reads = new LinkedHashSet<>();
  final Set<QualifiedName> writes = new LinkedHashSet<>();
  final Set<String> columns = new LinkedHashSet<>();
  final Set<QualifiedName> functions = new LinkedHashSet<>();
  final Set<String> whereColumns = new LinkedHashSet<>();
  boolean where;
  boolean subquery;

  /** What a pair of parentheses is about. */
  private static final class Level {
    boolean query;
    boolean from;
  }

  private final Tokens tokens;
  private final Deque<Level> levels = new ArrayDeque<>();
  private final Set<String> commonTables = new LinkedHashSet<>();

  private TokenFacts(Tokens tokens) {
    this.tokens = tokens;
  }

  static TokenFacts of(Tokens tokens) {
    TokenFacts facts = new TokenFacts(tokens);
    facts.run();
    return facts;
  }

  private void run() {
    levels.push(new Level());
    int index = 0;
    while (index < tokens.count()) {
      index = token(index);
    }
    reads.removeIf(name -> name.parts().size() == 1 && commonTables.contains(name.name()));
  }

  private int token(int index) {
    switch (tokens.kind(index)) {
      case OPEN_PARENTHESIS -> levels.push(new Level());
      case CLOSE_PARENTHESIS -> {
        if (levels.size() > 1) {
          levels.pop();
        }
      }
      case COMMA -> {
        if (level().from) {
          return relation(index + 1, reads);
        }
      }
      case TYPECAST -> {
        return TypeWords.end(tokens, index + 1);
      }
      case WORD, QUOTED_NAME -> {
        return word(index);
      }
      default -> {
        return index + 1;
      }
    }
    return index + 1;
  }

  private Level level() {
    return levels.element();
  }

  private int word(int index) {
    switch (tokens.keyword(index)) {
      case SELECT -> {
        level().query = true;
        level().from = false;
        subquery |= levels.size() > 1;
      }
      case INSERT, DELETE, MERGE -> {
        return written(index, true);
      }
      case UPDATE -> {
        return written(index, false);
      }
      case FROM, USING -> {
        boolean relation = level().query && !isKeyword(index - 1, Keyword.DISTINCT);
        level().from |= relation;
        return relation ? relation(index + 1, reads) : index + 1;
      }
      case JOIN -> {
        return relation(index + 1, reads);
      }
      case TABLE -> {
        boolean command = index == 0 || tokens.is(index - 1, TokenKind.OPEN_PARENTHESIS);
        return command ? relation(index + 1, reads) : index + 1;
      }
      case WHERE -> {
        level().from = false;
        where |= levels.size() == 1;
      }
      case GROUP,
          ORDER,
          HAVING,
          LIMIT,
          OFFSET,
          UNION,
          INTERSECT,
          EXCEPT,
          RETURNING,
          SET,
          WINDOW,
          ON ->
          level().from = level().from && isKeyword(index, Keyword.ON);
      default -> {
        return name(index);
      }
    }
    return index + 1;
  }

  private boolean isKeyword(int index, Keyword keyword) {
    return index >= 0 && index < tokens.count() && tokens.is(index, keyword);
  }

  /** INSERT INTO, DELETE FROM, MERGE INTO or UPDATE with the table that it writes. */
  private int written(int index, boolean word) {
    boolean statement =
        word
            ? isKeyword(index + 1, Keyword.INTO) || isKeyword(index + 1, Keyword.FROM)
            // FOR UPDATE, ON CONFLICT DO UPDATE and the like.
            : index == 0
                || tokens.is(index - 1, TokenKind.OPEN_PARENTHESIS)
                || tokens.is(index - 1, TokenKind.CLOSE_PARENTHESIS);
    if (!statement) {
      return index + 1;
    }
    level().query = true;
    return relation(index + (word ? 2 : 1), writes);
  }

  /** The relation here, if one is named here. */
  private int relation(int from, Set<QualifiedName> target) {
    int index = from;
    while (isKeyword(index, Keyword.ONLY) || isKeyword(index, Keyword.LATERAL)) {
      index++;
    }
    if (index >= tokens.count() || !isName(index)) {
      return index;
    }
    List<String> parts = new ArrayList<>(List.of(tokens.name(index)));
    index++;
    while (index + 1 < tokens.count() && tokens.is(index, TokenKind.DOT) && isWord(index + 1)) {
      parts.add(tokens.name(index + 1));
      index += 2;
    }
    boolean call = index < tokens.count() && tokens.is(index, TokenKind.OPEN_PARENTHESIS);
    QualifiedName name = new QualifiedName(parts);
    // INSERT INTO t (a, b) calls nothing.
    if (call && target == reads) {
      functions.add(name);
    } else {
      target.add(name);
    }
    return index;
  }

  /** A word that is none of the clauses: a function, a column, an alias or a name of WITH. */
  private int name(int index) {
    if (!isName(index) && !SessionWords.isOne(tokens.textOf(index))) {
      boolean call = is(index + 1, TokenKind.OPEN_PARENTHESIS);
      boolean functionWord = tokens.keyword(index).category() != KeywordCategory.RESERVED;
      if (call && functionWord && !isOperator(index)) {
        functions.add(QualifiedName.of(tokens.name(index)));
      }
      return index + 1;
    }
    if (!isName(index)) {
      functions.add(SessionWords.function(tokens.textOf(index)));
      return index + 1;
    }
    int last = index;
    List<String> parts = new ArrayList<>(List.of(tokens.name(index)));
    while (is(last + 1, TokenKind.DOT) && last + 2 < tokens.count() && isWord(last + 2)) {
      last += 2;
      parts.add(tokens.name(last));
    }
    if (isCommonTable(last)) {
      commonTables.add(tokens.name(last));
    } else if (is(last + 1, TokenKind.OPEN_PARENTHESIS) && !isOperator(last)) {
      functions.add(new QualifiedName(parts));
    } else if (!is(last + 1, TokenKind.STRING) && !isNoise(last)) {
      columns.add(parts.get(parts.size() - 1));
      if (where) {
        whereColumns.add(parts.get(parts.size() - 1));
      }
    }
    return last + 1;
  }

  private boolean is(int index, TokenKind kind) {
    return index < tokens.count() && tokens.is(index, kind);
  }

  private boolean isWord(int index) {
    return is(index, TokenKind.WORD) || is(index, TokenKind.QUOTED_NAME);
  }

  /** A word that may name something. */
  private boolean isName(int index) {
    if (tokens.is(index, TokenKind.QUOTED_NAME)) {
      return true;
    }
    KeywordCategory category = tokens.keyword(index).category();
    return tokens.is(index, TokenKind.WORD)
        && (category == KeywordCategory.UNRESERVED || category == KeywordCategory.COLUMN_NAME)
        && !isOperator(index);
  }

  /** {@code name AS [[NOT] MATERIALIZED] (}. */
  private boolean isCommonTable(int index) {
    int next = index + 1;
    if (!isKeyword(next, Keyword.AS)) {
      return false;
    }
    next++;
    if (isKeyword(next, Keyword.NOT)) {
      next++;
    }
    if (isKeyword(next, Keyword.MATERIALIZED)) {
      next++;
    }
    return is(next, TokenKind.OPEN_PARENTHESIS);
  }

  private boolean isOperator(int index) {
    return switch (tokens.keyword(index)) {
      case BETWEEN, VALUES, ROW, EXISTS, OVER, FILTER, WITHIN, BY, ROLLUP, CUBE, GROUPING, SETS ->
          !tokens.is(index, TokenKind.QUOTED_NAME);
      default -> false;
    };
  }

  /** Words of clauses that are not reserved: AT TIME ZONE, NULLS FIRST, ROWS BETWEEN ... */
  private boolean isNoise(int index) {
    return switch (tokens.keyword(index)) {
      case AT,
          TIME,
          ZONE,
          NULLS,
          FIRST,
          LAST,
          BY,
          ROWS,
          RANGE,
          PRECEDING,
          FOLLOWING,
          UNBOUNDED,
          CURRENT,
          PARTITION,
          RECURSIVE,
          ESCAPE,
          NOTHING,
          CONFLICT,
          INSERT,
          UPDATE,
          DELETE ->
          !tokens.is(index, TokenKind.QUOTED_NAME);
      default -> false;
    };
  }
}
