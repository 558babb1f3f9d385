package dev.safemigrate.parser;

import dev.safemigrate.ast.Call;
import dev.safemigrate.ast.Execute;
import dev.safemigrate.ast.Explain;
import dev.safemigrate.ast.Option;
import dev.safemigrate.ast.Other;
import dev.safemigrate.ast.Prepare;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Statements around another statement: EXPLAIN, PREPARE, EXECUTE, DEALLOCATE, CALL. */
final class PreparedParser {

  private final Grammar grammar;
  private final TokenCursor cursor;
  private final StatementParser statements;

  PreparedParser(Grammar grammar, StatementParser statements) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
    this.statements = statements;
  }

  Statement explain() {
    int start = cursor.position();
    cursor.expect(Keyword.EXPLAIN);
    List<Option> options = new ArrayList<>(2);
    if (cursor.kind() == TokenKind.OPEN_PARENTHESIS && !parenthesisHoldsQuery()) {
      cursor.advance();
      do {
        options.add(option());
      } while (cursor.accept(TokenKind.COMMA));
      cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    } else {
      if (cursor.at(Keyword.ANALYZE) || cursor.at(Keyword.ANALYSE)) {
        flag(options, "analyze");
      }
      if (cursor.at(Keyword.VERBOSE)) {
        flag(options, "verbose");
      }
    }
    Statement statement = statements.explainable();
    return new Explain(cursor.spanFrom(start), options, statement);
  }

  private boolean parenthesisHoldsQuery() {
    return switch (cursor.keyword(1)) {
      case SELECT, TABLE, WITH -> true;
      case VALUES -> cursor.kind(2) == TokenKind.OPEN_PARENTHESIS;
      default -> cursor.kind(1) == TokenKind.OPEN_PARENTHESIS;
    };
  }

  private void flag(List<Option> options, String name) {
    cursor.advance();
    options.add(new Option(cursor.spanFrom(cursor.position() - 1), name, Optional.empty()));
  }

  /** utility_option_elem. */
  private Option option() {
    int start = cursor.position();
    String name;
    if (cursor.at(Keyword.ANALYZE)
        || cursor.at(Keyword.ANALYSE)
        || cursor.at(Keyword.FORMAT, Keyword.JSON)) {
      name = cursor.keyword().name().toLowerCase(Locale.ROOT);
      cursor.advance();
    } else {
      name = cursor.nonReservedWord();
    }
    return new Option(cursor.spanFrom(start), name.replace("analyse", "analyze"), value());
  }

  private Optional<String> value() {
    switch (cursor.kind()) {
      case COMMA, CLOSE_PARENTHESIS, END -> {
        return Optional.empty();
      }
      case STRING -> {
        return Optional.of(cursor.string());
      }
      case INTEGER, DECIMAL -> cursor.advance();
      case PLUS, MINUS -> {
        cursor.advance();
        if (!cursor.accept(TokenKind.INTEGER)) {
          cursor.expect(TokenKind.DECIMAL);
        }
      }
      default -> {
        boolean literal =
            cursor.accept(Keyword.TRUE)
                || cursor.accept(Keyword.FALSE)
                || cursor.accept(Keyword.ON);
        if (!literal) {
          return Optional.of(cursor.nonReservedWord());
        }
      }
    }
    return Optional.of(cursor.tokens().textOf(cursor.position() - 1).toLowerCase(Locale.ROOT));
  }

  /** PREPARE of a statement; PREPARE TRANSACTION is transaction control. */
  Statement prepare() {
    int start = cursor.position();
    cursor.expect(Keyword.PREPARE);
    String name = cursor.columnId();
    if (cursor.accept(TokenKind.OPEN_PARENTHESIS)) {
      do {
        grammar.types.skip();
      } while (cursor.accept(TokenKind.COMMA));
      cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    }
    cursor.expect(Keyword.AS);
    Statement statement = grammar.dml.preparable();
    return new Prepare(cursor.spanFrom(start), name, statement);
  }

  Statement execute() {
    int start = cursor.position();
    cursor.expect(Keyword.EXECUTE);
    String name = cursor.columnId();
    if (cursor.accept(TokenKind.OPEN_PARENTHESIS)) {
      grammar.expressions.expressionList();
      cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    }
    return new Execute(cursor.spanFrom(start), name);
  }

  Statement deallocate() {
    int start = cursor.position();
    cursor.expect(Keyword.DEALLOCATE);
    // PREPARE is a noise word here unless it is the name itself.
    if (cursor.at(Keyword.PREPARE) && cursor.kind(1) == TokenKind.WORD
        || cursor.keyword() == Keyword.PREPARE && cursor.kind(1) == TokenKind.QUOTED_NAME) {
      cursor.advance();
    }
    boolean all = cursor.accept(Keyword.ALL);
    if (!all) {
      cursor.columnId();
    }
    return new Other(
        cursor.spanFrom(start), "DeallocateStmt", all ? "DEALLOCATE ALL" : "DEALLOCATE", List.of());
  }

  Statement call() {
    int start = cursor.position();
    cursor.expect(Keyword.CALL);
    int function = cursor.position();
    QualifiedName procedure = grammar.names.functionName();
    grammar.functions.arguments();
    return new Call(cursor.spanFrom(start), procedure, cursor.expressionFrom(function));
  }
}
