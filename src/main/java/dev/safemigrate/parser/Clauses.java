package dev.safemigrate.parser;

import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.Option;
import dev.safemigrate.ast.PersistenceKind;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Query;
import dev.safemigrate.ast.TypeName;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Clauses that statements of several families share: options, roles, numbers, drop behaviour. */
final class Clauses {

  private final Grammar grammar;
  private final TokenCursor cursor;
  private final Names names;
  final OptionLists options;

  Clauses(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
    this.names = grammar.names;
    this.options = new OptionLists(this);
  }

  Grammar grammar() {
    return grammar;
  }

  TokenCursor cursor() {
    return cursor;
  }

  Names names() {
    return names;
  }

  // ---- expressions, types and queries

  /** a_expr. */
  Expression expression() {
    return grammar.expressions.readExpression();
  }

  /** b_expr: what may follow DEFAULT, where an operator like IN would not end. */
  Expression restrictedExpression() {
    return grammar.expressions.readRestrictedExpression();
  }

  /** func_expr_windowless: a function call or what looks like one. */
  Expression functionCall() {
    int start = cursor.position();
    grammar.tableFunctions.call();
    return cursor.expressionFrom(start);
  }

  /** An expression in parentheses, which do not belong to it. */
  Expression enclosedExpression() {
    return grammar.expressions.readParenthesised();
  }

  /** expr_list in parentheses. */
  List<Expression> enclosedExpressions() {
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    List<Expression> list = new ArrayList<>();
    do {
      list.add(expression());
    } while (cursor.accept(TokenKind.COMMA));
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    return list;
  }

  /** Typename. */
  TypeName type() {
    return grammar.types.type();
  }

  /** SimpleTypename, stepped over. */
  void simpleType() {
    grammar.types.skipSimple();
  }

  /** func_type: a type, or the type of a column as {@code table.column%TYPE}. */
  TypeName functionType() {
    return grammar.types.functionType();
  }

  /** any_name that is a type's. */
  TypeName namedType() {
    int start = cursor.position();
    QualifiedName name = names.anyName();
    return new TypeName(cursor.spanFrom(start), name, List.of(), 0, false, false);
  }

  /** SelectStmt. */
  Query query() {
    return grammar.queries.readQuery();
  }

  /** from_list; gives the relations that stand in it by themselves. */
  List<QualifiedName> fromList() {
    List<QualifiedName> relations = new ArrayList<>();
    do {
      int first = cursor.position();
      boolean named = cursor.atColumnId();
      grammar.from.table();
      int end = cursor.position();
      if (named) {
        cursor.rewind(first);
        QualifiedName name = names.anyName();
        if (cursor.position() == end) {
          relations.add(name);
        }
        cursor.rewind(end);
      }
    } while (cursor.accept(TokenKind.COMMA));
    return relations;
  }

  /** SelectStmt, or EXECUTE of a prepared one. */
  Query queryOrExecute() {
    int start = cursor.position();
    if (!cursor.accept(Keyword.EXECUTE)) {
      return query();
    }
    cursor.columnId();
    if (cursor.at(TokenKind.OPEN_PARENTHESIS)) {
      enclosedExpressions();
    }
    Expression execute = cursor.expressionFrom(start);
    return new Query(execute.span(), execute.text());
  }

  // ---- names

  /** name_list. */
  List<String> nameList() {
    return names.columnIds();
  }

  /** RoleSpec; key words that stand for a role are in upper case. */
  String role() {
    Keyword keyword = cursor.keyword();
    if (keyword == Keyword.CURRENT_USER
        || keyword == Keyword.CURRENT_ROLE
        || keyword == Keyword.SESSION_USER) {
      cursor.advance();
      return keyword.name();
    }
    int token = cursor.position();
    String role = cursor.nonReservedWord();
    if (role.equals("none")) {
      throw cursor.fail(token, "role name \"none\" is reserved");
    }
    return role;
  }

  List<String> roles() {
    List<String> list = new ArrayList<>();
    do {
      list.add(role());
    } while (cursor.accept(TokenKind.COMMA));
    return list;
  }

  /** RoleId: the name of a role that is made or renamed. */
  String newRole() {
    int token = cursor.position();
    String role = role();
    if (role.equals("public")) {
      throw cursor.fail(token, "role name \"public\" is reserved");
    }
    if (Character.isUpperCase(role.charAt(0)) && cursor.tokens().kind(token) == TokenKind.WORD) {
      throw cursor.fail(token, role + " cannot be used as a role name here");
    }
    return role;
  }

  // ---- words

  boolean ifExists() {
    return cursor.accept(Keyword.IF, Keyword.EXISTS);
  }

  /** IF NOT EXISTS; once IF NOT is read there is no other way on. */
  boolean ifNotExists() {
    if (!cursor.at(Keyword.IF, Keyword.NOT)) {
      return false;
    }
    cursor.advance();
    cursor.advance();
    cursor.expect(Keyword.EXISTS);
    return true;
  }

  /** CASCADE, or RESTRICT, which is what happens without. */
  boolean cascade() {
    if (cursor.accept(Keyword.CASCADE)) {
      return true;
    }
    cursor.accept(Keyword.RESTRICT);
    return false;
  }

  /** OptTemp, and UNLOGGED. */
  PersistenceKind persistence() {
    if (cursor.accept(Keyword.UNLOGGED)) {
      return PersistenceKind.UNLOGGED;
    }
    if (cursor.accept(Keyword.LOCAL) || cursor.accept(Keyword.GLOBAL)) {
      if (!cursor.accept(Keyword.TEMPORARY)) {
        cursor.expect(Keyword.TEMP);
      }
      return PersistenceKind.TEMPORARY;
    }
    return cursor.accept(Keyword.TEMPORARY) || cursor.accept(Keyword.TEMP)
        ? PersistenceKind.TEMPORARY
        : PersistenceKind.PERMANENT;
  }

  // ---- numbers

  /** NumericOnly, as it is written. */
  String number() {
    String sign = sign();
    if (cursor.accept(TokenKind.INTEGER) || cursor.accept(TokenKind.DECIMAL)) {
      return sign + cursor.tokens().textOf(cursor.position() - 1);
    }
    throw cursor.fail();
  }

  /** SignedIconst. */
  int signedInteger() {
    String sign = sign();
    return Integer.parseInt(sign + digits());
  }

  /** Iconst. */
  int integer() {
    return Integer.parseInt(digits());
  }

  private String sign() {
    if (cursor.accept(TokenKind.MINUS)) {
      return "-";
    }
    cursor.accept(TokenKind.PLUS);
    return "";
  }

  /** The decimal digits of the integer here, which may be hexadecimal, octal or binary. */
  private String digits() {
    String text = cursor.integer().replace("_", "");
    if (text.length() < 3 || text.charAt(0) != '0' || Character.isDigit(text.charAt(1))) {
      return text;
    }
    int radix =
        switch (Character.toLowerCase(text.charAt(1))) {
          case 'x' -> 16;
          case 'o' -> 8;
          default -> 2;
        };
    return Integer.toString(Integer.parseInt(text.substring(2), radix));
  }

  boolean atNumber() {
    return cursor.at(TokenKind.INTEGER)
        || cursor.at(TokenKind.DECIMAL)
        || (cursor.at(TokenKind.PLUS) || cursor.at(TokenKind.MINUS))
            && (cursor.kind(1) == TokenKind.INTEGER || cursor.kind(1) == TokenKind.DECIMAL);
  }

  /** True where nothing but a number can follow: also at a sign. */
  boolean atNumberOrSign() {
    return atNumber() || cursor.at(TokenKind.PLUS) || cursor.at(TokenKind.MINUS);
  }

  // ---- options

  Option bare(int start, String name) {
    return new Option(cursor.spanFrom(start), name, Optional.empty());
  }

  Option option(int start, String name, String value) {
    return new Option(cursor.spanFrom(start), name, Optional.of(value));
  }

  /** An option whose value is the text of the tokens from {@code first}. */
  Option optionFrom(int start, String name, int first) {
    return option(start, name, textFrom(first));
  }

  String textFrom(int firstToken) {
    return cursor.spanFrom(firstToken).of(cursor.tokens().text());
  }

  /** opt_boolean_or_string but for a string. */
  String booleanOrWord() {
    Keyword keyword = cursor.keyword();
    if (keyword == Keyword.TRUE || keyword == Keyword.FALSE || keyword == Keyword.ON) {
      String word = cursor.tokens().name(cursor.position());
      cursor.advance();
      return word;
    }
    return cursor.nonReservedWord();
  }

  /** NonReservedWord_or_Sconst. */
  String wordOrString() {
    return cursor.at(TokenKind.STRING) ? cursor.string() : cursor.nonReservedWord();
  }

  // ---- operators

  /** all_Op. */
  boolean atOperatorSign() {
    TokenKind kind = cursor.kind();
    return kind == TokenKind.OPERATOR
        || kind.compareTo(TokenKind.PLUS) >= 0 && kind.compareTo(TokenKind.NOT_EQUALS) <= 0;
  }

  /** any_operator: {@code =} or {@code schema.=}; the last part is the sign. */
  List<String> operator() {
    List<String> parts = new ArrayList<>();
    while (!atOperatorSign()) {
      if (!cursor.atColumnId()) {
        throw cursor.failExpecting("an operator");
      }
      parts.add(cursor.columnId());
      cursor.expect(TokenKind.DOT);
    }
    parts.add(cursor.tokens().textOf(cursor.position()));
    cursor.advance();
    return parts;
  }

  /** OPERATOR (any_operator). */
  void qualifiedOperator() {
    cursor.expect(Keyword.OPERATOR);
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    operator();
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
  }

  /** any_operator, or OPERATOR (any_operator), as it is written. */
  String operatorText() {
    int start = cursor.position();
    if (cursor.at(Keyword.OPERATOR) && cursor.kind(1) == TokenKind.OPEN_PARENTHESIS) {
      qualifiedOperator();
    } else {
      operator();
    }
    return textFrom(start);
  }
}
