package dev.safemigrate.parser;

import dev.safemigrate.ast.CreateIndex;
import dev.safemigrate.ast.CreateStatistics;
import dev.safemigrate.ast.CreateView;
import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.IndexColumn;
import dev.safemigrate.ast.Option;
import dev.safemigrate.ast.PersistenceKind;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Query;
import dev.safemigrate.ast.RefreshMaterializedView;
import dev.safemigrate.ast.RelationReference;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Views, indexes and extended statistics: what stands on tables. */
final class ViewParser {

  private final TokenCursor cursor;
  private final Clauses clauses;
  private final IndexElements elements;
  private final ConstraintParser constraints;
  private final CreateTableParser tables;

  ViewParser(Clauses clauses, ConstraintParser constraints, CreateTableParser tables) {
    this.cursor = clauses.cursor();
    this.clauses = clauses;
    this.elements = new IndexElements(clauses);
    this.constraints = constraints;
    this.tables = tables;
  }

  /** From behind VIEW. */
  Statement view(int start, boolean replace, PersistenceKind persistence, boolean recursive) {
    QualifiedName name = clauses.names().qualifiedName();
    if (recursive && !cursor.at(TokenKind.OPEN_PARENTHESIS)) {
      throw cursor.fail();
    }
    List<String> columns = clauses.names().optionalColumnList();
    List<Option> options = clauses.options.withOptions();
    cursor.expect(Keyword.AS);
    Query query = clauses.query();
    int check = cursor.position();
    Optional<String> checkOption = checkOption();
    if (recursive && checkOption.isPresent()) {
      throw cursor.fail(check, "WITH CHECK OPTION not supported on recursive views");
    }
    return new CreateView(
        cursor.spanFrom(start),
        name,
        replace,
        persistence,
        recursive,
        columns,
        options,
        query,
        checkOption);
  }

  private Optional<String> checkOption() {
    boolean check =
        cursor.keyword(1) != Keyword.ORDINALITY
            && cursor.keyword(1) != Keyword.TIME
            && cursor.accept(Keyword.WITH);
    if (!check) {
      return Optional.empty();
    }
    boolean local = cursor.accept(Keyword.LOCAL);
    if (!local) {
      cursor.accept(Keyword.CASCADED);
    }
    cursor.expect(Keyword.CHECK);
    cursor.expect(Keyword.OPTION);
    return Optional.of(local ? "LOCAL" : "CASCADED");
  }

  /** From behind REFRESH. */
  Statement refresh(int start) {
    cursor.expect(Keyword.MATERIALIZED);
    cursor.expect(Keyword.VIEW);
    boolean concurrently = cursor.accept(Keyword.CONCURRENTLY);
    QualifiedName name = clauses.names().qualifiedName();
    boolean withData = tables.withData();
    return new RefreshMaterializedView(cursor.spanFrom(start), name, concurrently, withData);
  }

  /** From behind INDEX. */
  Statement index(int start, boolean unique) {
    boolean concurrently = cursor.accept(Keyword.CONCURRENTLY);
    boolean ifNotExists = clauses.ifNotExists();
    Optional<String> name =
        ifNotExists || cursor.atColumnId() ? Optional.of(cursor.columnId()) : Optional.empty();
    cursor.expect(Keyword.ON);
    RelationReference table = clauses.names().relation();
    String method = cursor.accept(Keyword.USING) ? cursor.columnId() : "btree";
    List<IndexColumn> columns = elements.list();
    List<IndexColumn> include = cursor.accept(Keyword.INCLUDE) ? elements.list() : List.of();
    boolean nullsNotDistinct = constraints.nullsNotDistinct();
    List<Option> options = clauses.options.withOptions();
    Optional<String> tablespace =
        cursor.accept(Keyword.TABLESPACE) ? Optional.of(cursor.columnId()) : Optional.empty();
    Optional<Expression> where =
        cursor.accept(Keyword.WHERE) ? Optional.of(clauses.expression()) : Optional.empty();
    return new CreateIndex(
        cursor.spanFrom(start),
        name,
        table,
        unique,
        concurrently,
        ifNotExists,
        method,
        columns,
        include,
        nullsNotDistinct,
        options,
        tablespace,
        where);
  }

  /** From behind CREATE STATISTICS. */
  Statement statistics(int start) {
    boolean ifNotExists = clauses.ifNotExists();
    Optional<QualifiedName> name =
        ifNotExists || cursor.atColumnId()
            ? Optional.of(clauses.names().anyName())
            : Optional.empty();
    List<String> kinds = clauses.names().optionalColumnList();
    cursor.expect(Keyword.ON);
    List<IndexColumn> keys = new ArrayList<>();
    do {
      keys.add(elements.statisticsKey());
    } while (cursor.accept(TokenKind.COMMA));
    cursor.expect(Keyword.FROM);
    List<QualifiedName> relations = clauses.fromList();
    return new CreateStatistics(cursor.spanFrom(start), name, ifNotExists, kinds, keys, relations);
  }
}
