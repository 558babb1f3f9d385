package dev.safemigrate.parser;

import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.text.Chunk;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.Span;
import dev.safemigrate.text.TokenKind;
import dev.safemigrate.text.Tokens;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the clauses of an INSERT's SELECT stand, by its tokens outside parentheses. Clause words
 * are reserved, so that as names they can only stand quoted, behind AS or behind a dot.
 */
final class SelectShape {

  private static final Set<Keyword> BEHIND_WHERE =
      Set.of(
          Keyword.GROUP,
          Keyword.HAVING,
          Keyword.WINDOW,
          Keyword.UNION,
          Keyword.INTERSECT,
          Keyword.EXCEPT,
          Keyword.ORDER,
          Keyword.LIMIT,
          Keyword.OFFSET,
          Keyword.FETCH,
          Keyword.FOR,
          Keyword.RETURNING);

  /** Of these, what means each row by itself. */
  private static final Set<Keyword> ROW_BY_ROW = Set.of(Keyword.RETURNING, Keyword.FOR);

  private final Tokens tokens;
  private final int first;
  private final int end;
  private final List<Integer> outside = new ArrayList<>();

  private SelectShape(Tokens tokens, Chunk chunk) {
    this.tokens = tokens;
    this.first = chunk.firstToken();
    this.end = chunk.endToken();
    int depth = 0;
    for (int i = first; i < end; i++) {
      boolean closes =
          tokens.is(i, TokenKind.CLOSE_PARENTHESIS) || tokens.is(i, TokenKind.CLOSE_BRACKET);
      depth -= closes ? 1 : 0;
      if (depth == 0) {
        outside.add(i);
      }
      boolean opens =
          tokens.is(i, TokenKind.OPEN_PARENTHESIS) || tokens.is(i, TokenKind.OPEN_BRACKET);
      depth += opens ? 1 : 0;
    }
  }

  static SelectShape of(Tokens tokens, Chunk chunk) {
    return new SelectShape(tokens, chunk);
  }

  /**
   * A table of the FROM list.
   *
   * @param qualifier what its columns are qualified by: alias or own name
   * @param renamed whether the alias renames its columns
   */
  record Item(QualifiedName table, boolean only, String qualifier, boolean renamed) {}

  /** The token of the SELECT that gives the rows; empty for VALUES and the like. */
  Optional<Integer> select() {
    return outside.stream().filter(i -> word(i, Keyword.SELECT)).findFirst();
  }

  /** The condition behind WHERE. */
  Optional<Span> where() {
    Optional<Integer> where = clause(Keyword.WHERE);
    return where.map(i -> new Span(tokens.start(i + 1), tokens.end(lastOfSelect())));
  }

  /** Where a WHERE may be put: behind the FROM list. */
  Optional<Integer> placeOfWhere() {
    return clause(Keyword.FROM).map(i -> tokens.end(lastOfSelect()));
  }

  /** What keeps the SELECT from being divided by the rows of one of its tables. */
  Optional<String> whyNotDivided() {
    Optional<Integer> select = select();
    if (select.isEmpty()) {
      return Optional.of("only INSERT ... SELECT without parentheses around it can be narrowed");
    }
    if (clause(Keyword.FROM).isEmpty()) {
      return Optional.of("the SELECT has no FROM");
    }
    if (outside.stream().filter(i -> word(i, Keyword.SELECT)).count() > 1) {
      return Optional.of("UNION, INTERSECT and EXCEPT join several queries");
    }
    if (word(select.get() + 1, Keyword.DISTINCT)) {
      return Optional.of("DISTINCT compares rows of several batches");
    }
    for (int i : outside) {
      if (i < select.get()) {
        continue;
      }
      Keyword keyword = tokens.keyword(i);
      if (isWord(i) && tokens.spells(i, "skip") && tokens.spells(i + 1, "locked")) {
        return Optional.of("SKIP LOCKED leaves rows out that nobody would come back to");
      }
      if (isWord(i) && !ROW_BY_ROW.contains(keyword) && BEHIND_WHERE.contains(keyword)) {
        return Optional.of(keyword + " needs the rows of all batches at once");
      }
      if (word(i, Keyword.OVER) || word(i, Keyword.TABLESAMPLE)) {
        return Optional.of(keyword + " needs the rows of all batches at once");
      }
    }
    return Optional.empty();
  }

  /** The tables of the FROM list by their places in it; functions and subqueries are left out. */
  List<Item> tables() {
    List<Item> tables = new ArrayList<>();
    Optional<Integer> from = clause(Keyword.FROM);
    if (from.isEmpty()) {
      return tables;
    }
    int last = clause(Keyword.WHERE).map(i -> i - 1).orElseGet(this::lastOfSelect);
    for (int i : outside) {
      boolean begins =
          i == from.get()
              || (i > from.get() && (tokens.is(i, TokenKind.COMMA) || word(i, Keyword.JOIN)));
      if (begins && i < last) {
        item(i + 1, last).ifPresent(tables::add);
      }
    }
    return tables;
  }

  /** Whether the first thing behind FROM is a table. */
  boolean beginsWithTable() {
    Optional<Integer> from = clause(Keyword.FROM);
    return from.isPresent() && item(from.get() + 1, lastOfSelect()).isPresent();
  }

  boolean hasOuterJoin() {
    return joinWord(Keyword.LEFT) || joinsFromTheRight();
  }

  /** RIGHT and FULL joins give rows that belong to no row of the first table. */
  boolean joinsFromTheRight() {
    return joinWord(Keyword.RIGHT) || joinWord(Keyword.FULL);
  }

  /** Functions called in the SELECT list, but not those inside of its subqueries. */
  Set<String> calls() {
    Set<String> calls = new HashSet<>();
    int from = clause(Keyword.FROM).orElse(end);
    int subquery = 0;
    int depth = 0;
    for (int i = select().orElse(end); i < from; i++) {
      if (tokens.is(i, TokenKind.OPEN_PARENTHESIS)) {
        depth++;
        boolean query = word(i + 1, Keyword.SELECT) || word(i + 1, Keyword.WITH);
        subquery = subquery == 0 && query ? depth : subquery;
        if (subquery == 0 && (isName(i - 1) || tokens.keyword(i - 1) != Keyword.NOT_A_KEYWORD)) {
          calls.add(tokens.name(i - 1));
        }
      } else if (tokens.is(i, TokenKind.CLOSE_PARENTHESIS)) {
        subquery = subquery == depth ? 0 : subquery;
        depth--;
      }
    }
    return calls;
  }

  /** What WITH calls its queries; a FROM list may name them like tables. */
  Set<String> commonTables() {
    Set<String> names = new HashSet<>();
    for (int i = first; i < end - 2; i++) {
      boolean query =
          word(i + 1, Keyword.AS)
              && (tokens.is(i + 2, TokenKind.OPEN_PARENTHESIS)
                  || word(i + 2, Keyword.MATERIALIZED)
                  || (word(i + 2, Keyword.NOT) && word(i + 3, Keyword.MATERIALIZED)));
      if (query && isName(i)) {
        names.add(tokens.name(i));
      }
    }
    return names;
  }

  private Optional<Item> item(int start, int last) {
    int i = start;
    boolean only = word(i, Keyword.ONLY);
    i += only ? 1 : 0;
    if (!isName(i)) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>(List.of(tokens.name(i)));
    i++;
    while (i < last && tokens.is(i, TokenKind.DOT)) {
      parts.add(tokens.name(i + 1));
      i += 2;
    }
    if (i <= last && tokens.is(i, TokenKind.OPEN_PARENTHESIS)) {
      return Optional.empty();
    }
    i += i <= last && tokens.is(i, TokenKind.STAR) ? 1 : 0;
    i += i <= last && word(i, Keyword.AS) ? 1 : 0;
    boolean alias = i <= last && isName(i) && !word(i, Keyword.TABLESAMPLE);
    String qualifier = alias ? tokens.name(i) : parts.get(parts.size() - 1);
    boolean renamed = alias && i < last && tokens.is(i + 1, TokenKind.OPEN_PARENTHESIS);
    return Optional.of(new Item(new QualifiedName(parts), only, qualifier, renamed));
  }

  /** Names that are no key words that go on with the FROM list; USING, JOIN and ON are reserved. */
  private boolean isName(int i) {
    if (tokens.is(i, TokenKind.QUOTED_NAME)) {
      return true;
    }
    return tokens.is(i, TokenKind.WORD)
        && switch (tokens.keyword(i).category()) {
          case RESERVED, TYPE_OR_FUNCTION_NAME -> false;
          default -> true;
        };
  }

  private boolean joinWord(Keyword keyword) {
    int from = clause(Keyword.FROM).orElse(end);
    return outside.stream()
        .anyMatch(
            i ->
                i > from
                    && word(i, keyword)
                    && (word(i + 1, Keyword.JOIN) || word(i + 1, Keyword.OUTER)));
  }

  private Optional<Integer> clause(Keyword keyword) {
    int select = select().orElse(end);
    int last = lastOfSelect();
    return outside.stream().filter(i -> i > select && i <= last && word(i, keyword)).findFirst();
  }

  private int lastOfSelect() {
    int select = select().orElse(first);
    for (int i : outside) {
      boolean conflict = word(i, Keyword.ON) && i + 1 < end && word(i + 1, Keyword.CONFLICT);
      boolean clause = isWord(i) && BEHIND_WHERE.contains(tokens.keyword(i));
      if (i > select && (conflict || clause)) {
        return i - 1;
      }
    }
    return end - 1;
  }

  private boolean word(int i, Keyword keyword) {
    return i < end && tokens.is(i, keyword) && isWord(i);
  }

  /** Not a label behind AS, not a column behind a dot, and not of IS DISTINCT FROM. */
  private boolean isWord(int i) {
    if (!tokens.is(i, TokenKind.WORD)) {
      return false;
    }
    if (i == first) {
      return true;
    }
    boolean name =
        tokens.is(i - 1, TokenKind.DOT)
            || (tokens.is(i - 1, Keyword.AS)
                && !tokens.is(i, Keyword.MATERIALIZED)
                && !tokens.is(i, Keyword.NOT));
    boolean distinctFrom =
        tokens.is(i, Keyword.FROM)
            && tokens.is(i - 1, Keyword.DISTINCT)
            && (tokens.is(i - 2, Keyword.IS) || tokens.is(i - 2, Keyword.NOT));
    return !name && !distinctFrom;
  }
}
