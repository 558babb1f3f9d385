package dev.safemigrate.parser;

import dev.safemigrate.ast.CreateTable;
import dev.safemigrate.ast.CreateTableAs;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.KeywordCategory;
import dev.safemigrate.text.TokenKind;
import dev.safemigrate.text.Tokens;

/** Chooses the family of a statement by its first words. */
final class StatementParser {

  private final TokenCursor cursor;
  private final Grammar grammar;
  private final CopyParser copies;
  private final PreparedParser prepared;
  private final CursorParser cursors;
  private final DefinitionParser definitions;

  StatementParser(TokenCursor cursor) {
    this.cursor = cursor;
    this.grammar = new Grammar(cursor);
    this.copies = new CopyParser(grammar);
    this.prepared = new PreparedParser(grammar, this);
    this.cursors = new CursorParser(grammar);
    this.definitions = new DefinitionParser(grammar, this::statement);
  }

  TokenCursor cursor() {
    return cursor;
  }

  Grammar grammar() {
    return grammar;
  }

  /** One statement; what stands behind it is not read. */
  Statement statement() {
    return switch (cursor.keyword()) {
      case SELECT, VALUES, TABLE, WITH, INSERT, UPDATE, DELETE, MERGE -> grammar.dml.preparable();
      case COPY -> copies.copy();
      case EXPLAIN -> prepared.explain();
      case PREPARE ->
          cursor.keyword(1) == Keyword.TRANSACTION && cursor.kind(2) == TokenKind.STRING
              ? definitions.statement()
              : prepared.prepare();
      case EXECUTE -> prepared.execute();
      case DEALLOCATE -> prepared.deallocate();
      case CALL -> prepared.call();
      case DECLARE -> cursors.declare();
      case FETCH, MOVE -> cursors.fetch();
      case CLOSE -> cursors.close();
      default -> {
        if (cursor.kind() == TokenKind.OPEN_PARENTHESIS) {
          yield grammar.dml.preparable();
        }
        yield definitions.statement();
      }
    };
  }

  /** ExplainableStmt. */
  Statement explainable() {
    boolean known =
        switch (cursor.keyword()) {
          case DECLARE, EXECUTE, CREATE, REFRESH -> true;
          default -> grammar.dml.atPreparable();
        };
    if (!known) {
      throw cursor.failExpecting("a query");
    }
    int created = cursor.position() + 1;
    boolean create = cursor.keyword() == Keyword.CREATE;
    Statement statement = statement();
    // Of what is created only the results of queries can be explained.
    if (create && !(statement instanceof CreateTableAs)) {
      cursor.rewind(statement instanceof CreateTable ? notOfQuery(created) : created);
      throw cursor.failExpecting("TABLE or MATERIALIZED VIEW with a query");
    }
    return statement;
  }

  /** The first token that no CREATE TABLE AS has: a type, OF, or the end of no columns. */
  private int notOfQuery(int created) {
    Tokens tokens = cursor.tokens();
    int token = created;
    while (!tokens.is(token, TokenKind.OPEN_PARENTHESIS)) {
      if (tokens.is(token, Keyword.OF) || tokens.is(token, Keyword.PARTITION)) {
        return token;
      }
      token++;
    }
    boolean name =
        tokens.is(token + 1, TokenKind.QUOTED_NAME)
            || tokens.keyword(token + 1).category() == KeywordCategory.UNRESERVED
            || tokens.keyword(token + 1).category() == KeywordCategory.COLUMN_NAME;
    return name && !tokens.is(token + 1, TokenKind.CLOSE_PARENTHESIS) ? token + 2 : token + 1;
  }
}
