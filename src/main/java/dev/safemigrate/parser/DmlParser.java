package dev.safemigrate.parser;

import dev.safemigrate.ast.Delete;
import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.Insert;
import dev.safemigrate.ast.Merge;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Query;
import dev.safemigrate.ast.RelationReference;
import dev.safemigrate.ast.Select;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Update;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.Span;
import dev.safemigrate.text.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** SELECT, INSERT, UPDATE, DELETE and MERGE, each with or without WITH in front. */
final class DmlParser {

  private final Grammar grammar;
  private final TokenCursor cursor;
  private final ConflictClause conflicts;
  private final MergeActions mergeActions;

  DmlParser(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
    this.conflicts = new ConflictClause(grammar);
    this.mergeActions = new MergeActions(grammar);
  }

  /** True where a PreparableStmt may begin. */
  boolean atPreparable() {
    return switch (cursor.keyword()) {
      case INSERT, UPDATE, DELETE, MERGE -> true;
      default -> grammar.queries.atQueryWord() || cursor.kind() == TokenKind.OPEN_PARENTHESIS;
    };
  }

  /** PreparableStmt. */
  Statement preparable() {
    int start = cursor.position();
    boolean with = cursor.at(Keyword.WITH);
    grammar.selects.reset();
    if (with) {
      grammar.selects.withClause();
    }
    return switch (cursor.keyword()) {
      case INSERT -> insert(start, with);
      case UPDATE -> update(start, with);
      case DELETE -> delete(start, with);
      case MERGE -> merge(start, with);
      default -> select(start, with);
    };
  }

  /** PreparableStmt without making a tree of it. */
  void skipPreparable() {
    boolean with = cursor.at(Keyword.WITH);
    int start = cursor.position();
    if (with) {
      grammar.selects.withClause();
    }
    switch (cursor.keyword()) {
      case INSERT -> insert(start, with);
      case UPDATE -> update(start, with);
      case DELETE -> delete(start, with);
      case MERGE -> merge(start, with);
      default -> {
        expectQuery();
        grammar.queries.afterWith(with, start);
      }
    }
  }

  private void expectQuery() {
    cursor.at(Keyword.SELECT);
    cursor.at(Keyword.INSERT);
    cursor.at(Keyword.UPDATE);
    cursor.at(Keyword.DELETE);
    cursor.at(Keyword.MERGE);
    if (!atPreparable()) {
      throw cursor.fail();
    }
  }

  private Statement select(int start, boolean with) {
    expectQuery();
    grammar.queries.afterWith(with, start);
    Query query = query(start);
    return new Select(
        query.span(), query, grammar.selects.into(), grammar.selects.intoPersistence());
  }

  private Query query(int start) {
    Span span = cursor.spanFrom(start);
    return new Query(span, span.of(cursor.tokens().text()));
  }

  // ---- INSERT

  private Statement insert(int start, boolean with) {
    cursor.expect(Keyword.INSERT);
    cursor.expect(Keyword.INTO);
    QualifiedName table = grammar.names.qualifiedName();
    Optional<String> alias =
        cursor.accept(Keyword.AS) ? Optional.of(cursor.columnId()) : Optional.empty();
    int rows = cursor.position();
    Optional<Span> byPosition =
        insertRest() ? Optional.of(cursor.spanFrom(rows)) : Optional.empty();
    boolean onConflict = cursor.accept(Keyword.ON);
    if (onConflict) {
      cursor.expect(Keyword.CONFLICT);
      conflicts.read();
    }
    boolean returning = returning();
    Query query = query(start);
    return new Insert(query.span(), query, table, alias, byPosition, onConflict, returning, with);
  }

  /** Whether the rows name no columns. */
  private boolean insertRest() {
    if (cursor.accept(Keyword.DEFAULT)) {
      cursor.expect(Keyword.VALUES);
      return false;
    }
    boolean columns = cursor.at(TokenKind.OPEN_PARENTHESIS) && !parenthesisHoldsQuery();
    if (columns) {
      cursor.advance();
      insertColumns();
      cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    }
    overriding();
    cursor.at(Keyword.VALUES);
    cursor.at(Keyword.SELECT);
    grammar.queries.selectStatement();
    return !columns;
  }

  private boolean parenthesisHoldsQuery() {
    return switch (cursor.keyword(1)) {
      case SELECT, TABLE, WITH -> true;
      case VALUES -> cursor.kind(2) == TokenKind.OPEN_PARENTHESIS;
      default -> cursor.kind(1) == TokenKind.OPEN_PARENTHESIS;
    };
  }

  /** insert_column_list. */
  void insertColumns() {
    do {
      cursor.skipColumnId();
      grammar.primaries.indirection();
    } while (cursor.accept(TokenKind.COMMA));
  }

  /** {@code OVERRIDING USER|SYSTEM VALUE} or nothing. */
  boolean overriding() {
    if (!cursor.accept(Keyword.OVERRIDING)) {
      return false;
    }
    if (!cursor.accept(Keyword.USER)) {
      cursor.expect(Keyword.SYSTEM);
    }
    cursor.expect(Keyword.VALUE);
    return true;
  }

  /** returning_clause; true if there is one. */
  private boolean returning() {
    if (!cursor.accept(Keyword.RETURNING)) {
      return false;
    }
    int with = cursor.position();
    if (cursor.accept(Keyword.WITH)) {
      cursor.requireVersion(18, with, "RETURNING WITH");
      cursor.expect(TokenKind.OPEN_PARENTHESIS);
      do {
        if (!cursor.accept(Keyword.OLD)) {
          cursor.expect(Keyword.NEW);
        }
        cursor.expect(Keyword.AS);
        cursor.skipColumnId();
      } while (cursor.accept(TokenKind.COMMA));
      cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    }
    grammar.selects.targets();
    return true;
  }

  // ---- UPDATE and DELETE

  private Statement update(int start, boolean with) {
    cursor.expect(Keyword.UPDATE);
    RelationReference table = grammar.names.relation();
    Optional<String> alias = alias();
    cursor.expect(Keyword.SET);
    List<String> columns = assignments();
    boolean from = cursor.accept(Keyword.FROM);
    if (from) {
      grammar.from.list();
    }
    Optional<Expression> where = where();
    boolean returning = returning();
    Query query = query(start);
    return new Update(query.span(), query, table, alias, columns, from, where, returning, with);
  }

  /** The alias of relation_expr_opt_alias; SET is none unless AS stands before it. */
  private Optional<String> alias() {
    if (cursor.accept(Keyword.AS)) {
      return Optional.of(cursor.columnId());
    }
    if (cursor.at(Keyword.SET) || !cursor.atColumnId()) {
      return Optional.empty();
    }
    return Optional.of(cursor.columnId());
  }

  /** set_clause_list; the columns that get a value. */
  List<String> assignments() {
    List<String> columns = new ArrayList<>(4);
    do {
      if (cursor.accept(TokenKind.OPEN_PARENTHESIS)) {
        do {
          assigned(columns);
        } while (cursor.accept(TokenKind.COMMA));
        cursor.expect(TokenKind.CLOSE_PARENTHESIS);
      } else {
        assigned(columns);
      }
      cursor.expect(TokenKind.EQUALS);
      grammar.expressions.expression();
    } while (cursor.accept(TokenKind.COMMA));
    return columns;
  }

  private void assigned(List<String> columns) {
    columns.add(cursor.columnId());
    grammar.primaries.indirection();
  }

  /** where_or_current_clause. */
  private Optional<Expression> where() {
    if (!cursor.accept(Keyword.WHERE)) {
      return Optional.empty();
    }
    int start = cursor.position();
    if (cursor.accept(Keyword.CURRENT, Keyword.OF)) {
      cursor.skipColumnId();
      return Optional.of(cursor.expressionFrom(start));
    }
    return Optional.of(grammar.expressions.readExpression());
  }

  private Statement delete(int start, boolean with) {
    cursor.expect(Keyword.DELETE);
    cursor.expect(Keyword.FROM);
    RelationReference table = grammar.names.relation();
    Optional<String> alias = alias();
    boolean using = cursor.accept(Keyword.USING);
    if (using) {
      grammar.from.list();
    }
    Optional<Expression> where = where();
    boolean returning = returning();
    Query query = query(start);
    return new Delete(query.span(), query, table, alias, using, where, returning, with);
  }

  // ---- MERGE

  private Statement merge(int start, boolean with) {
    cursor.requireVersion(15, cursor.position(), "MERGE");
    cursor.expect(Keyword.MERGE);
    cursor.expect(Keyword.INTO);
    RelationReference table = grammar.names.relation();
    alias();
    cursor.expect(Keyword.USING);
    grammar.from.table();
    cursor.expect(Keyword.ON);
    grammar.expressions.expression();
    mergeActions.read();
    int token = cursor.position();
    if (cursor.at(Keyword.RETURNING)) {
      cursor.requireVersion(17, token, "RETURNING in MERGE");
      returning();
    }
    Query query = query(start);
    return new Merge(query.span(), query, table, with);
  }
}
