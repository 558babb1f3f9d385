package dev.safemigrate.parser;

import dev.safemigrate.ast.CreateTable;
import dev.safemigrate.ast.CreateTableAs;
import dev.safemigrate.ast.Option;
import dev.safemigrate.ast.PartitionBound;
import dev.safemigrate.ast.PartitionSpecification;
import dev.safemigrate.ast.PersistenceKind;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Query;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.TableElement;
import dev.safemigrate.ast.TypeName;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** CREATE TABLE, CREATE FOREIGN TABLE and CREATE TABLE AS. */
final class CreateTableParser {

  private final TokenCursor cursor;
  private final Clauses clauses;
  private final ColumnParser columns;
  private final ConstraintParser constraints;
  private final PartitionParser partitions;

  CreateTableParser(Clauses clauses, ColumnParser columns, ConstraintParser constraints) {
    this.cursor = clauses.cursor();
    this.clauses = clauses;
    this.columns = columns;
    this.constraints = constraints;
    this.partitions = new PartitionParser(clauses);
  }

  /** From behind TABLE. */
  Statement table(int start, PersistenceKind persistence) {
    boolean ifNotExists = clauses.ifNotExists();
    QualifiedName name = clauses.names().qualifiedName();
    if (cursor.accept(Keyword.OF)) {
      TypeName type = clauses.namedType();
      List<TableElement> elements = typedElements();
      Tail tail = tail();
      return table(start, name, persistence, ifNotExists, elements, List.of(), tail)
          .with(Optional.of(type), Optional.empty(), Optional.empty())
          .build();
    }
    if (cursor.accept(Keyword.PARTITION)) {
      cursor.expect(Keyword.OF);
      QualifiedName parent = clauses.names().qualifiedName();
      List<TableElement> elements = typedElements();
      PartitionBound bound = partitions.bound();
      Tail tail = tail();
      return table(start, name, persistence, ifNotExists, elements, List.of(), tail)
          .with(Optional.empty(), Optional.of(parent), Optional.of(bound))
          .build();
    }
    if (isTableAs()) {
      return tableAs(start, name, persistence, ifNotExists);
    }
    List<TableElement> elements = elements();
    List<QualifiedName> parents = inherits();
    Tail tail = tail();
    return table(start, name, persistence, ifNotExists, elements, parents, tail).build();
  }

  /** A column list tells CREATE TABLE AS from the first name on: no type follows it. */
  private boolean isTableAs() {
    if (cursor.kind() != TokenKind.OPEN_PARENTHESIS) {
      return cursor.at(Keyword.AS)
          || cursor.at(Keyword.USING)
          || cursor.at(Keyword.WITH)
          || cursor.at(Keyword.WITHOUT)
          || cursor.at(Keyword.ON)
          || cursor.at(Keyword.TABLESPACE);
    }
    TokenKind second = cursor.kind(2);
    return cursor.isColumnId(1)
        && (second == TokenKind.COMMA || second == TokenKind.CLOSE_PARENTHESIS);
  }

  /** What may follow the elements of a table. */
  private record Tail(
      Optional<PartitionSpecification> partitionBy,
      Optional<String> accessMethod,
      List<Option> options,
      Optional<String> onCommit,
      Optional<String> tablespace) {}

  private Tail tail() {
    Optional<PartitionSpecification> partitionBy = partitions.optionalSpecification();
    return tail(partitionBy);
  }

  private Tail tail(Optional<PartitionSpecification> partitionBy) {
    Optional<String> accessMethod = optionalName(Keyword.USING);
    List<Option> options = optionsOrWithoutOids();
    Optional<String> onCommit = onCommit();
    Optional<String> tablespace = optionalName(Keyword.TABLESPACE);
    return new Tail(partitionBy, accessMethod, options, onCommit, tablespace);
  }

  private Optional<String> optionalName(Keyword keyword) {
    return cursor.accept(keyword) ? Optional.of(cursor.columnId()) : Optional.empty();
  }

  /** OptWith. */
  private List<Option> optionsOrWithoutOids() {
    if (cursor.accept(Keyword.WITHOUT)) {
      cursor.expect(Keyword.OIDS);
      return List.of();
    }
    return clauses.options.withOptions();
  }

  private Optional<String> onCommit() {
    if (!cursor.accept(Keyword.ON)) {
      return Optional.empty();
    }
    cursor.expect(Keyword.COMMIT);
    if (cursor.accept(Keyword.DROP)) {
      return Optional.of("DROP");
    }
    boolean delete = cursor.accept(Keyword.DELETE);
    if (!delete) {
      cursor.expect(Keyword.PRESERVE);
    }
    cursor.expect(Keyword.ROWS);
    return Optional.of(delete ? "DELETE ROWS" : "PRESERVE ROWS");
  }

  private List<QualifiedName> inherits() {
    List<QualifiedName> parents = new ArrayList<>();
    if (cursor.accept(Keyword.INHERITS)) {
      cursor.expect(TokenKind.OPEN_PARENTHESIS);
      do {
        parents.add(clauses.names().qualifiedName());
      } while (cursor.accept(TokenKind.COMMA));
      cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    }
    return parents;
  }

  private List<TableElement> elements() {
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    List<TableElement> elements = new ArrayList<>();
    if (!cursor.at(TokenKind.CLOSE_PARENTHESIS)) {
      do {
        elements.add(element());
      } while (cursor.accept(TokenKind.COMMA));
    }
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    return elements;
  }

  private TableElement element() {
    if (constraints.isHere()) {
      return new TableElement.TableConstraint(constraints.tableConstraint());
    }
    return cursor.at(Keyword.LIKE) ? like() : new TableElement.Column(columns.definition());
  }

  /** TableLikeClause. */
  private TableElement like() {
    int start = cursor.position();
    cursor.expect(Keyword.LIKE);
    QualifiedName source = clauses.names().qualifiedName();
    List<TableElement.LikeOption> options = new ArrayList<>();
    while (cursor.at(Keyword.INCLUDING) || cursor.at(Keyword.EXCLUDING)) {
      boolean including = cursor.keyword() == Keyword.INCLUDING;
      cursor.advance();
      options.add(new TableElement.LikeOption(including, likeOption()));
    }
    return new TableElement.Like(cursor.spanFrom(start), source, options);
  }

  private String likeOption() {
    Keyword word = cursor.keyword();
    switch (word) {
      case COMMENTS,
          COMPRESSION,
          CONSTRAINTS,
          DEFAULTS,
          IDENTITY,
          GENERATED,
          INDEXES,
          STATISTICS,
          STORAGE,
          ALL -> {
        cursor.advance();
        return word.name();
      }
      default ->
          throw cursor.failExpecting(
              "COMMENTS, COMPRESSION, CONSTRAINTS, DEFAULTS, IDENTITY, GENERATED, INDEXES,"
                  + " STATISTICS, STORAGE or ALL");
    }
  }

  /** OptTypedTableElementList. */
  private List<TableElement> typedElements() {
    List<TableElement> elements = new ArrayList<>();
    if (!cursor.accept(TokenKind.OPEN_PARENTHESIS)) {
      return elements;
    }
    do {
      elements.add(
          constraints.isHere()
              ? new TableElement.TableConstraint(constraints.tableConstraint())
              : new TableElement.Column(columns.options()));
    } while (cursor.accept(TokenKind.COMMA));
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    return elements;
  }

  /** From behind FOREIGN TABLE. */
  Statement foreignTable(int start) {
    boolean ifNotExists = clauses.ifNotExists();
    QualifiedName name = clauses.names().qualifiedName();
    if (cursor.accept(Keyword.PARTITION)) {
      cursor.expect(Keyword.OF);
      QualifiedName parent = clauses.names().qualifiedName();
      List<TableElement> elements = typedElements();
      PartitionBound bound = partitions.bound();
      return foreign(start, name, ifNotExists, elements, List.of())
          .with(Optional.empty(), Optional.of(parent), Optional.of(bound))
          .build();
    }
    List<TableElement> elements = elements();
    List<QualifiedName> parents = inherits();
    return foreign(start, name, ifNotExists, elements, parents).build();
  }

  private CreateTableBuilder foreign(
      int start,
      QualifiedName name,
      boolean ifNotExists,
      List<TableElement> elements,
      List<QualifiedName> parents) {
    cursor.expect(Keyword.SERVER);
    String server = cursor.columnId();
    List<Option> options = clauses.options.foreignOptions();
    Tail tail =
        new Tail(Optional.empty(), Optional.empty(), options, Optional.empty(), Optional.empty());
    return table(start, name, PersistenceKind.PERMANENT, ifNotExists, elements, parents, tail)
        .onServer(server);
  }

  private CreateTableBuilder table(
      int start,
      QualifiedName name,
      PersistenceKind persistence,
      boolean ifNotExists,
      List<TableElement> elements,
      List<QualifiedName> parents,
      Tail tail) {
    return new CreateTableBuilder(start, name, persistence, ifNotExists, elements, parents, tail);
  }

  /** The forms of CREATE TABLE differ in what stands where; the record has all of it. */
  private final class CreateTableBuilder {
    private final int start;
    private final QualifiedName name;
    private final PersistenceKind persistence;
    private final boolean ifNotExists;
    private final List<TableElement> elements;
    private final List<QualifiedName> parents;
    private final Tail tail;
    private Optional<TypeName> ofType = Optional.empty();
    private Optional<QualifiedName> partitionOf = Optional.empty();
    private Optional<PartitionBound> bound = Optional.empty();
    private Optional<String> server = Optional.empty();

    CreateTableBuilder(
        int start,
        QualifiedName name,
        PersistenceKind persistence,
        boolean ifNotExists,
        List<TableElement> elements,
        List<QualifiedName> parents,
        Tail tail) {
      this.start = start;
      this.name = name;
      this.persistence = persistence;
      this.ifNotExists = ifNotExists;
      this.elements = elements;
      this.parents = parents;
      this.tail = tail;
    }

    CreateTableBuilder with(
        Optional<TypeName> type, Optional<QualifiedName> parent, Optional<PartitionBound> values) {
      ofType = type;
      partitionOf = parent;
      bound = values;
      return this;
    }

    CreateTableBuilder onServer(String serverName) {
      server = Optional.of(serverName);
      return this;
    }

    CreateTable build() {
      return new CreateTable(
          cursor.spanFrom(start),
          name,
          persistence,
          ifNotExists,
          elements,
          parents,
          partitionOf,
          bound,
          tail.partitionBy,
          ofType,
          tail.accessMethod,
          tail.options,
          tail.onCommit,
          tail.tablespace,
          server);
    }
  }

  private Statement tableAs(
      int start, QualifiedName name, PersistenceKind persistence, boolean ifNotExists) {
    List<String> columnNames = clauses.names().optionalColumnList();
    Tail tail = tail(Optional.empty());
    cursor.expect(Keyword.AS);
    Query query = clauses.queryOrExecute();
    boolean withData = withData();
    return new CreateTableAs(
        cursor.spanFrom(start),
        name,
        false,
        persistence,
        ifNotExists,
        columnNames,
        query,
        withData,
        tail.accessMethod,
        tail.options,
        tail.onCommit,
        tail.tablespace);
  }

  /** From behind MATERIALIZED VIEW. */
  Statement materializedView(int start, PersistenceKind persistence) {
    boolean ifNotExists = clauses.ifNotExists();
    QualifiedName name = clauses.names().qualifiedName();
    List<String> columnNames = clauses.names().optionalColumnList();
    Optional<String> accessMethod = optionalName(Keyword.USING);
    List<Option> options = clauses.options.withOptions();
    Optional<String> tablespace = optionalName(Keyword.TABLESPACE);
    cursor.expect(Keyword.AS);
    Query query = clauses.query();
    boolean withData = withData();
    return new CreateTableAs(
        cursor.spanFrom(start),
        name,
        true,
        persistence,
        ifNotExists,
        columnNames,
        query,
        withData,
        accessMethod,
        options,
        Optional.empty(),
        tablespace);
  }

  /** opt_with_data. */
  boolean withData() {
    if (!cursor.accept(Keyword.WITH)) {
      return true;
    }
    boolean with = !cursor.accept(Keyword.NO);
    cursor.expect(Keyword.DATA);
    return with;
  }
}
