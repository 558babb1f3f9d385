package dev.safemigrate.parser;

import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.RelationReference;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.KeywordCategory;
import dev.safemigrate.text.TokenKind;
import java.util.ArrayList;
import java.util.List;

/** Names of several parts, as gram.y spells them. */
final class Names {

  private final Grammar grammar;
  private final TokenCursor cursor;

  Names(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
  }

  /** any_name: {@code a.b.c}; the first a ColId, the others any word. */
  QualifiedName anyName() {
    String first = cursor.columnId();
    return rest(first);
  }

  /** qualified_name: as {@link #anyName}, at most catalog, schema and relation. */
  QualifiedName qualifiedName() {
    int start = cursor.position();
    refuseSubscript();
    QualifiedName name = anyName();
    if (name.parts().size() > 3) {
      throw cursor.fail(start, "improper qualified name (too many dotted names): " + name);
    }
    return name;
  }

  /**
   * The grammar takes a name with subscripts or a star and then rejects it, so that the token
   * behind is the one refused.
   */
  private void refuseSubscript() {
    int ahead = 1;
    while (cursor.kind(ahead) == TokenKind.DOT && cursor.kind(ahead + 1) != TokenKind.STAR) {
      ahead += 2;
    }
    TokenKind kind = cursor.kind(ahead);
    if (kind == TokenKind.OPEN_BRACKET || kind == TokenKind.DOT) {
      grammar.primaries.skipName();
    }
  }

  private QualifiedName rest(String first) {
    if (cursor.kind() != TokenKind.DOT) {
      cursor.at(TokenKind.DOT);
      return new QualifiedName(List.of(first));
    }
    List<String> parts = new ArrayList<>(3);
    parts.add(first);
    while (cursor.accept(TokenKind.DOT)) {
      parts.add(cursor.label());
    }
    return new QualifiedName(parts);
  }

  /** func_name: one word of the function class, or a qualified name. */
  QualifiedName functionName() {
    refuseSubscript();
    if (cursor.kind(1) == TokenKind.DOT) {
      return anyName();
    }
    if (cursor.keyword().category() == KeywordCategory.COLUMN_NAME) {
      cursor.advance();
      throw cursor.fail();
    }
    return new QualifiedName(List.of(cursor.typeOrFunctionName()));
  }

  /** relation_expr: {@code [ONLY] name [*]} or {@code ONLY (name)}. */
  RelationReference relation() {
    int start = cursor.position();
    if (!cursor.accept(Keyword.ONLY)) {
      QualifiedName name = qualifiedName();
      cursor.accept(TokenKind.STAR);
      return new RelationReference(cursor.spanFrom(start), name, false);
    }
    boolean parenthesis = cursor.accept(TokenKind.OPEN_PARENTHESIS);
    QualifiedName name = qualifiedName();
    if (parenthesis) {
      cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    }
    return new RelationReference(cursor.spanFrom(start), name, true);
  }

  /** name_list: {@code a, b, c}. */
  List<String> columnIds() {
    List<String> names = new ArrayList<>();
    do {
      names.add(cursor.columnId());
    } while (cursor.accept(TokenKind.COMMA));
    return names;
  }

  /** opt_column_list: {@code (a, b)} or nothing. */
  List<String> optionalColumnList() {
    if (!cursor.accept(TokenKind.OPEN_PARENTHESIS)) {
      return List.of();
    }
    List<String> names = columnIds();
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    return names;
  }

  /** any_name_list. */
  List<QualifiedName> anyNames() {
    List<QualifiedName> names = new ArrayList<>();
    do {
      names.add(anyName());
    } while (cursor.accept(TokenKind.COMMA));
    return names;
  }

  /** any_name, which is not kept. */
  void skipAnyName() {
    cursor.skipColumnId();
    while (cursor.accept(TokenKind.DOT)) {
      cursor.skipLabel();
    }
  }
}
