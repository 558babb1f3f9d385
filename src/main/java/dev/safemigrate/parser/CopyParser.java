package dev.safemigrate.parser;

import dev.safemigrate.ast.Copy;
import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.Option;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.Span;
import dev.safemigrate.text.TokenKind;
import dev.safemigrate.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** COPY, in its present spelling and in those of before 7.3 and 9.0. */
final class CopyParser {

  private final Grammar grammar;
  private final TokenCursor cursor;

  CopyParser(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
  }

  Statement copy() {
    int start = cursor.position();
    cursor.expect(Keyword.COPY);
    return cursor.accept(TokenKind.OPEN_PARENTHESIS) ? ofQuery(start) : ofTable(start);
  }

  private Statement ofQuery(int start) {
    Statement query = grammar.dml.preparable();
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    cursor.expect(Keyword.TO);
    boolean program = cursor.accept(Keyword.PROGRAM);
    Optional<String> file = file(program);
    List<Option> options = new ArrayList<>();
    options(options);
    return new Copy(
        cursor.spanFrom(start),
        Optional.empty(),
        List.of(),
        Optional.of(query),
        false,
        program,
        file,
        options,
        Optional.empty(),
        Optional.empty());
  }

  private Statement ofTable(int start) {
    List<Option> options = new ArrayList<>();
    if (cursor.at(Keyword.BINARY) && !isName(1)) {
      throw cursor.fail();
    }
    if (cursor.accept(Keyword.BINARY)) {
      options.add(new Option(cursor.spanFrom(start + 1), "format", Optional.of("binary")));
    }
    QualifiedName table = grammar.names.qualifiedName();
    List<String> columns = grammar.names.optionalColumnList();
    boolean from = cursor.accept(Keyword.FROM);
    if (!from) {
      cursor.expect(Keyword.TO);
    }
    boolean program = cursor.accept(Keyword.PROGRAM);
    int fileToken = cursor.position();
    Optional<String> file = file(program);
    delimiters(options);
    options(options);
    Optional<Expression> where = where(from);
    Span span = cursor.spanFrom(start);
    if (program && file.isEmpty()) {
      throw cursor.fail(fileToken, "STDIN/STDOUT not allowed with PROGRAM");
    }
    return new Copy(
        span,
        Optional.of(table),
        columns,
        Optional.empty(),
        from,
        program,
        file,
        options,
        where,
        data());
  }

  private boolean isName(int ahead) {
    TokenKind kind = cursor.kind(ahead);
    return kind == TokenKind.WORD || kind == TokenKind.QUOTED_NAME;
  }

  private Optional<Expression> where(boolean from) {
    int token = cursor.position();
    if (!cursor.accept(Keyword.WHERE)) {
      return Optional.empty();
    }
    Expression condition = grammar.expressions.readExpression();
    if (!from) {
      throw cursor.fail(token, "WHERE clause not allowed with COPY TO");
    }
    return Optional.of(condition);
  }

  private Optional<String> file(boolean program) {
    if (cursor.accept(Keyword.STDIN) || cursor.accept(Keyword.STDOUT)) {
      return Optional.empty();
    }
    return Optional.of(cursor.string());
  }

  private void delimiters(List<Option> options) {
    int start = cursor.position();
    boolean using = cursor.accept(Keyword.USING);
    if (using) {
      cursor.expect(Keyword.DELIMITERS);
    } else if (!cursor.accept(Keyword.DELIMITERS)) {
      return;
    }
    String value = cursor.string();
    options.add(new Option(cursor.spanFrom(start), "delimiter", Optional.of(value)));
  }

  private void options(List<Option> options) {
    cursor.accept(Keyword.WITH);
    if (!cursor.accept(TokenKind.OPEN_PARENTHESIS)) {
      while (oldOption(options)) {
        continue;
      }
      return;
    }
    do {
      int start = cursor.position();
      String name = cursor.label();
      Optional<String> value = value();
      options.add(new Option(cursor.spanFrom(start), name, value));
    } while (cursor.accept(TokenKind.COMMA));
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
  }

  /** copy_generic_opt_arg. */
  private Optional<String> value() {
    int start = cursor.position();
    switch (cursor.kind()) {
      case COMMA, CLOSE_PARENTHESIS, END -> {
        return Optional.empty();
      }
      case STRING -> {
        return Optional.of(cursor.string());
      }
      case STAR, INTEGER, DECIMAL -> cursor.advance();
      case PLUS, MINUS -> {
        cursor.advance();
        if (!cursor.accept(TokenKind.INTEGER)) {
          cursor.expect(TokenKind.DECIMAL);
        }
      }
      case OPEN_PARENTHESIS -> {
        cursor.advance();
        do {
          booleanOrString();
        } while (cursor.accept(TokenKind.COMMA));
        cursor.expect(TokenKind.CLOSE_PARENTHESIS);
      }
      default -> {
        if (cursor.accept(Keyword.DEFAULT)) {
          cursor.requireVersion(17, cursor.position() - 1, "DEFAULT as the value of an option");
        } else {
          booleanOrString();
        }
      }
    }
    return Optional.of(cursor.spanFrom(start).of(cursor.tokens().text()));
  }

  private void booleanOrString() {
    boolean word =
        cursor.accept(TokenKind.STRING)
            || cursor.accept(Keyword.TRUE)
            || cursor.accept(Keyword.FALSE)
            || cursor.accept(Keyword.ON);
    if (!word) {
      cursor.nonReservedWord();
    }
  }

  /** copy_opt_item; false if there is none. */
  private boolean oldOption(List<Option> options) {
    int start = cursor.position();
    Keyword keyword = cursor.keyword();
    switch (keyword) {
      case BINARY, FREEZE, CSV, HEADER -> cursor.advance();
      case DELIMITER, NULL, QUOTE, ESCAPE -> {
        cursor.advance();
        cursor.accept(Keyword.AS);
        cursor.string();
      }
      case ENCODING -> {
        cursor.advance();
        cursor.string();
      }
      case FORCE -> force();
      default -> {
        for (Keyword possible :
            List.of(Keyword.BINARY, Keyword.CSV, Keyword.DELIMITER, Keyword.NULL)) {
          cursor.at(possible);
        }
        return false;
      }
    }
    Tokens tokens = cursor.tokens();
    int last = cursor.position() - 1;
    Optional<String> value =
        tokens.is(last, TokenKind.STRING) ? Optional.of(tokens.string(last)) : Optional.empty();
    String name = keyword.name().toLowerCase(Locale.ROOT);
    options.add(new Option(cursor.spanFrom(start), name, value));
    return true;
  }

  private void force() {
    cursor.expect(Keyword.FORCE);
    if (cursor.accept(Keyword.NOT)) {
      cursor.expect(Keyword.NULL);
    } else if (!cursor.accept(Keyword.NULL)) {
      cursor.expect(Keyword.QUOTE);
    }
    if (!cursor.accept(TokenKind.STAR)) {
      grammar.names.columnIds();
    }
  }

  /** The lines behind the semicolon, without the one that closes them. */
  private Optional<Span> data() {
    Tokens tokens = cursor.tokens();
    int token = cursor.endToken() + 1;
    if (token >= tokens.count() || !tokens.is(token, TokenKind.COPY_DATA)) {
      return Optional.empty();
    }
    return Optional.of(new Span(tokens.start(token), tokens.end(token) - 2));
  }
}
