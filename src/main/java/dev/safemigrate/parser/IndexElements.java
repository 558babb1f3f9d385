package dev.safemigrate.parser;

import dev.safemigrate.ast.Constraint.ExclusionElement;
import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.IndexColumn;
import dev.safemigrate.ast.Option;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keys of indexes, exclusion constraints, partitions and statistics. */
final class IndexElements {

  private final TokenCursor cursor;
  private final Clauses clauses;

  IndexElements(Clauses clauses) {
    this.cursor = clauses.cursor();
    this.clauses = clauses;
  }

  /** index_params in parentheses. */
  List<IndexColumn> list() {
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    List<IndexColumn> list = new ArrayList<>();
    do {
      list.add(element());
    } while (cursor.accept(TokenKind.COMMA));
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    return list;
  }

  /** part_params in parentheses. */
  List<IndexColumn> partitionKeys() {
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    List<IndexColumn> list = new ArrayList<>();
    do {
      int start = cursor.position();
      Key key = key();
      Optional<QualifiedName> collation = collation();
      Optional<QualifiedName> operatorClass = operatorClass();
      list.add(column(start, key, collation, operatorClass, List.of(), false));
    } while (cursor.accept(TokenKind.COMMA));
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    return list;
  }

  /** stats_param: a key without anything behind it. */
  IndexColumn statisticsKey() {
    int start = cursor.position();
    return column(start, key(), Optional.empty(), Optional.empty(), List.of(), false);
  }

  /** ExclusionConstraintList in parentheses. */
  List<ExclusionElement> exclusions() {
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    List<ExclusionElement> list = new ArrayList<>();
    do {
      IndexColumn element = element();
      cursor.expect(Keyword.WITH);
      list.add(new ExclusionElement(element, clauses.operatorText()));
    } while (cursor.accept(TokenKind.COMMA));
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    return list;
  }

  private IndexColumn element() {
    int start = cursor.position();
    Key key = key();
    Optional<QualifiedName> collation = collation();
    Optional<QualifiedName> operatorClass = operatorClass();
    List<Option> options =
        operatorClass.isPresent() && cursor.at(TokenKind.OPEN_PARENTHESIS)
            ? clauses.options.relationOptions()
            : List.of();
    return column(start, key, collation, operatorClass, options, true);
  }

  private IndexColumn column(
      int start,
      Key key,
      Optional<QualifiedName> collation,
      Optional<QualifiedName> operatorClass,
      List<Option> options,
      boolean ordered) {
    Optional<Boolean> descending = ordered ? descending() : Optional.empty();
    Optional<Boolean> nullsFirst = ordered ? nullsFirst() : Optional.empty();
    return new IndexColumn(
        cursor.spanFrom(start),
        key.column,
        key.expression,
        collation,
        operatorClass,
        options,
        descending,
        nullsFirst);
  }

  private record Key(Optional<String> column, Optional<Expression> expression) {}

  /** ColId, a function call or an expression in parentheses. */
  private Key key() {
    if (cursor.at(TokenKind.OPEN_PARENTHESIS)) {
      return new Key(Optional.empty(), Optional.of(clauses.enclosedExpression()));
    }
    TokenKind next = cursor.kind(1);
    if (cursor.atColumnId() && next != TokenKind.OPEN_PARENTHESIS && next != TokenKind.DOT) {
      return new Key(Optional.of(cursor.columnId()), Optional.empty());
    }
    return new Key(Optional.empty(), Optional.of(clauses.functionCall()));
  }

  private Optional<QualifiedName> collation() {
    return cursor.accept(Keyword.COLLATE)
        ? Optional.of(clauses.names().anyName())
        : Optional.empty();
  }

  private Optional<QualifiedName> operatorClass() {
    // NULLS FIRST is one token to PostgreSQL; any other NULLS is a name.
    boolean nullsOrder =
        cursor.keyword() == Keyword.NULLS
            && (cursor.keyword(1) == Keyword.FIRST || cursor.keyword(1) == Keyword.LAST);
    return !nullsOrder && cursor.atColumnId()
        ? Optional.of(clauses.names().anyName())
        : Optional.empty();
  }

  private Optional<Boolean> descending() {
    if (cursor.accept(Keyword.DESC)) {
      return Optional.of(true);
    }
    return cursor.accept(Keyword.ASC) ? Optional.of(false) : Optional.empty();
  }

  private Optional<Boolean> nullsFirst() {
    if (!cursor.at(Keyword.NULLS)) {
      return Optional.empty();
    }
    if (cursor.accept(Keyword.NULLS, Keyword.FIRST)) {
      return Optional.of(true);
    }
    if (cursor.accept(Keyword.NULLS, Keyword.LAST)) {
      return Optional.of(false);
    }
    throw cursor.fail();
  }
}
