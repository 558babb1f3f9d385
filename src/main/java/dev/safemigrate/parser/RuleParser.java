package dev.safemigrate.parser;

import dev.safemigrate.ast.AlterPolicy;
import dev.safemigrate.ast.CreatePolicy;
import dev.safemigrate.ast.CreateRule;
import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Rewrite rules and row security policies. */
final class RuleParser {

  private final TokenCursor cursor;
  private final Clauses clauses;
  private final Supplier<Statement> nested;

  RuleParser(Clauses clauses, Supplier<Statement> nested) {
    this.cursor = clauses.cursor();
    this.clauses = clauses;
    this.nested = nested;
  }

  /** From behind RULE. */
  Statement createRule(int start, boolean replace) {
    String name = cursor.columnId();
    cursor.expect(Keyword.AS);
    cursor.expect(Keyword.ON);
    String event = event();
    cursor.expect(Keyword.TO);
    QualifiedName table = clauses.names().qualifiedName();
    Optional<Expression> where =
        cursor.accept(Keyword.WHERE) ? Optional.of(clauses.expression()) : Optional.empty();
    cursor.expect(Keyword.DO);
    boolean instead = cursor.accept(Keyword.INSTEAD);
    if (!instead) {
      cursor.accept(Keyword.ALSO);
    }
    List<Statement> actions = actions();
    return new CreateRule(
        cursor.spanFrom(start), name, table, replace, event, instead, where, actions);
  }

  private String event() {
    for (Keyword event : List.of(Keyword.SELECT, Keyword.UPDATE, Keyword.DELETE)) {
      if (cursor.accept(event)) {
        return event.name();
      }
    }
    cursor.expect(Keyword.INSERT);
    return Keyword.INSERT.name();
  }

  private List<Statement> actions() {
    List<Statement> actions = new ArrayList<>();
    if (cursor.accept(Keyword.NOTHING)) {
      return actions;
    }
    if (!cursor.accept(TokenKind.OPEN_PARENTHESIS)) {
      actions.add(action());
      return actions;
    }
    do {
      if (!cursor.at(TokenKind.SEMICOLON) && !cursor.at(TokenKind.CLOSE_PARENTHESIS)) {
        actions.add(action());
      }
    } while (cursor.accept(TokenKind.SEMICOLON));
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    return actions;
  }

  /** RuleActionStmt. */
  private Statement action() {
    return switch (cursor.keyword()) {
      case SELECT, VALUES, TABLE, WITH, INSERT, UPDATE, DELETE, NOTIFY -> nested.get();
      default -> {
        if (cursor.at(TokenKind.OPEN_PARENTHESIS)) {
          yield nested.get();
        }
        throw cursor.failExpecting("NOTHING, SELECT, INSERT, UPDATE, DELETE or NOTIFY");
      }
    };
  }

  /** From behind CREATE POLICY. */
  Statement createPolicy(int start) {
    String name = cursor.columnId();
    cursor.expect(Keyword.ON);
    QualifiedName table = clauses.names().qualifiedName();
    boolean permissive = permissive();
    String command = cursor.accept(Keyword.FOR) ? command() : "ALL";
    List<String> roles = cursor.accept(Keyword.TO) ? clauses.roles() : List.of("public");
    Optional<Expression> using = using();
    Optional<Expression> check = withCheck();
    return new CreatePolicy(
        cursor.spanFrom(start), name, table, permissive, command, roles, using, check);
  }

  private boolean permissive() {
    if (!cursor.accept(Keyword.AS)) {
      return true;
    }
    int token = cursor.position();
    if (cursor.keyword() != Keyword.NOT_A_KEYWORD || !cursor.atColumnId()) {
      throw cursor.failExpecting("PERMISSIVE or RESTRICTIVE");
    }
    String kind = cursor.columnId();
    return switch (kind) {
      case "permissive" -> true;
      case "restrictive" -> false;
      default ->
          throw cursor.fail(token, "unrecognized row security option \"%s\"".formatted(kind));
    };
  }

  private String command() {
    return cursor.accept(Keyword.ALL) ? "ALL" : event();
  }

  private Optional<Expression> using() {
    return cursor.accept(Keyword.USING)
        ? Optional.of(clauses.enclosedExpression())
        : Optional.empty();
  }

  private Optional<Expression> withCheck() {
    if (!cursor.accept(Keyword.WITH)) {
      return Optional.empty();
    }
    cursor.expect(Keyword.CHECK);
    return Optional.of(clauses.enclosedExpression());
  }

  /** From behind the table in ALTER POLICY. */
  Statement alterPolicy(int start, String name, QualifiedName table) {
    List<String> roles = cursor.accept(Keyword.TO) ? clauses.roles() : List.of();
    Optional<Expression> using = using();
    Optional<Expression> check = withCheck();
    return new AlterPolicy(cursor.spanFrom(start), name, table, roles, using, check);
  }
}
