package dev.safemigrate.parser;

import dev.safemigrate.ast.Delete;
import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.Insert;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.QueryFacts;
import dev.safemigrate.ast.QueryReader;
import dev.safemigrate.ast.RelationReference;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Unparsed;
import dev.safemigrate.ast.Update;
import dev.safemigrate.parser.BatchedStatement.Kind;
import dev.safemigrate.text.TokenKind;
import dev.safemigrate.text.Tokens;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says whether a data change may be run for one part of a table after the other with the same
 * outcome, and for which table.
 *
 * <p>It may if what it does to a row depends on no row that an earlier batch has changed, and on no
 * other row of the walked table being in the same batch.
 */
public final class BatchReader {

  private final ServerVersion version;
  private final QueryReader queries;

  public BatchReader(ServerVersion version, QueryReader queries) {
    this.version = version;
    this.queries = queries;
  }

  /** What came of reading. */
  public sealed interface Result {}

  /** It can be run in batches. */
  public record Readable(BatchedStatement statement) implements Result {}

  /**
   * It cannot be run in batches.
   *
   * @param reason why, as a sentence without full stop
   */
  public record Refused(String reason) implements Result {}

  /**
   * Reads one statement.
   *
   * @param sql with or without a semicolon
   * @param table of INSERT ... SELECT, the table or alias to walk; empty for the first behind FROM
   * @param readsOwnTable whether somebody has said that reading the changed table is right
   */
  public Result read(String sql, Optional<String> table, boolean readsOwnTable) {
    ParsedScript script = SqlParser.parse(sql, version);
    if (script.statements().size() != 1) {
      return new Refused("there are " + script.statements().size() + " statements and not one");
    }
    Statement statement = script.statements().get(0);
    if (statement instanceof Unparsed unparsed) {
      return new Refused("the statement cannot be read: " + unparsed.problem().message());
    }
    Optional<String> refusal = whyNot(script.tokens(), statement);
    if (refusal.isPresent()) {
      return new Refused(refusal.get());
    }
    QueryFacts facts = queries.query(sql);
    if (statement instanceof Insert insert) {
      return insert(script, insert, facts, table, readsOwnTable);
    }
    return change(script, statement, facts, readsOwnTable);
  }

  private static Optional<String> whyNot(Tokens tokens, Statement statement) {
    boolean returning =
        (statement instanceof Update update && update.returning())
            || (statement instanceof Delete delete && delete.returning())
            || (statement instanceof Insert insert && insert.returning());
    if (returning) {
      return Optional.of("RETURNING gives rows that nobody would read");
    }
    for (int i = 1; i < tokens.count(); i++) {
      boolean opened = tokens.is(i - 1, TokenKind.OPEN_PARENTHESIS);
      boolean changes =
          switch (tokens.keyword(i)) {
            case INSERT, UPDATE, DELETE, MERGE -> tokens.is(i, TokenKind.WORD);
            default -> false;
          };
      if (opened && changes) {
        return Optional.of("WITH changes data, and would do so in every batch");
      }
    }
    return Optional.empty();
  }

  // ---- UPDATE and DELETE

  private Result change(
      ParsedScript script, Statement statement, QueryFacts facts, boolean readsOwnTable) {
    Kind kind;
    RelationReference table;
    Optional<String> alias;
    Optional<Expression> where;
    boolean others;
    List<String> assigned;
    if (statement instanceof Update update) {
      kind = Kind.UPDATE;
      table = update.table();
      alias = update.alias();
      where = update.where();
      others = update.from() || update.with();
      assigned = update.columns();
    } else if (statement instanceof Delete delete) {
      kind = Kind.DELETE;
      table = delete.table();
      alias = delete.alias();
      where = delete.where();
      others = delete.using() || delete.with();
      assigned = List.of();
    } else {
      return new Refused("only UPDATE, DELETE and INSERT ... SELECT can be run in batches");
    }
    if (where.map(PredicateSplicer::isCursor).orElse(false)) {
      return new Refused("WHERE CURRENT OF reads its row from a cursor");
    }
    QualifiedName name = table.name();
    if (!readsOwnTable && readsAgain(script.tokens(), facts, name)) {
      return new Refused(rereads(name));
    }
    String qualifier = alias.orElse(name.name());
    Optional<String> left =
        where
            .filter(
                condition ->
                    kind == Kind.DELETE
                        || new DoneRows(queries)
                            .excluded(script.tokens(), condition, assigned, qualifier))
            .map(Expression::text);
    return new Readable(
        new BatchedStatement(
            kind,
            name,
            table.only(),
            qualifier,
            name,
            assigned,
            facts.reads(),
            !facts.opaque(),
            Set.of(),
            left,
            !others));
  }

  private static String rereads(QualifiedName name) {
    return ("it reads %s a second time, and would see there what earlier batches have done; if that"
            + " makes no difference, say so: -- migrate:backfill reads-own-table=ok")
        .formatted(name);
  }

  private static boolean readsAgain(Tokens tokens, QueryFacts facts, QualifiedName table) {
    if (facts.opaque()) {
      return namedAgain(tokens, table.name());
    }
    return facts.reads().stream().anyMatch(read -> same(read, table));
  }

  /** Cautious: a column of the same name counts. */
  private static boolean namedAgain(Tokens tokens, String name) {
    int found = 0;
    for (int i = 0; i < tokens.count(); i++) {
      boolean word = tokens.is(i, TokenKind.WORD) || tokens.is(i, TokenKind.QUOTED_NAME);
      boolean qualifies = tokens.is(i + 1, TokenKind.DOT);
      if (word && !qualifies && tokens.name(i).equals(name)) {
        found++;
      }
    }
    return found > 1;
  }

  private static boolean same(QualifiedName one, QualifiedName other) {
    boolean otherSchema =
        one.schema().isPresent()
            && other.schema().isPresent()
            && !one.schema().equals(other.schema());
    return one.name().equals(other.name()) && !otherSchema;
  }

  // ---- INSERT ... SELECT

  private Result insert(
      ParsedScript script,
      Insert insert,
      QueryFacts facts,
      Optional<String> table,
      boolean readsOwnTable) {
    SelectShape shape = SelectShape.of(script.tokens(), script.chunks().get(0));
    Optional<String> undivided = shape.whyNotDivided();
    if (undivided.isPresent()) {
      return new Refused(undivided.get());
    }
    List<SelectShape.Item> tables = shape.tables();
    boolean first = table.isEmpty();
    Optional<SelectShape.Item> chosen =
        first
            ? tables.stream().findFirst().filter(item -> shape.beginsWithTable())
            : tables.stream()
                .filter(item -> item.qualifier().equals(table.get()) || named(item, table.get()))
                .findFirst();
    if (chosen.isEmpty()) {
      return new Refused(
          first
              ? "the SELECT does not begin with a table; name the one to walk with table=..."
              : "the SELECT names no table " + table.get());
    }
    SelectShape.Item item = chosen.get();
    boolean leading = item.equals(tables.get(0)) && shape.beginsWithTable();
    if (shape.joinsFromTheRight() || (shape.hasOuterJoin() && !leading)) {
      return new Refused(
          "an outer join gives rows that belong to no row of %s".formatted(item.table()));
    }
    if (item.renamed() || isCommonTable(shape, item.table())) {
      return new Refused("%s is not a table with its own columns".formatted(item.qualifier()));
    }
    boolean rereads =
        facts.opaque()
            ? namedAgain(script.tokens(), insert.table().name())
            : facts.reads().stream().anyMatch(read -> same(read, insert.table()));
    if (!readsOwnTable && rereads) {
      return new Refused(rereads(insert.table()));
    }
    return new Readable(
        new BatchedStatement(
            Kind.INSERT,
            item.table(),
            item.only(),
            item.qualifier(),
            insert.table(),
            List.of(),
            facts.reads(),
            !facts.opaque(),
            shape.calls(),
            Optional.empty(),
            false));
  }

  private static boolean named(SelectShape.Item item, String table) {
    return item.table().toString().equals(table) || item.table().name().equals(table);
  }

  private static boolean isCommonTable(SelectShape shape, QualifiedName table) {
    return table.schema().isEmpty() && shape.commonTables().contains(table.name());
  }
}
