package dev.safemigrate.parser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.ast.Copy;
import dev.safemigrate.ast.DeclareCursor;
import dev.safemigrate.ast.Delete;
import dev.safemigrate.ast.Explain;
import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.Insert;
import dev.safemigrate.ast.Merge;
import dev.safemigrate.ast.Option;
import dev.safemigrate.ast.PersistenceKind;
import dev.safemigrate.ast.Prepare;
import dev.safemigrate.ast.PsqlCommand;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Select;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Update;
import dev.safemigrate.text.Chunk;
import dev.safemigrate.text.Lexer;
import dev.safemigrate.text.StatementSplitter;
import dev.safemigrate.text.Tokens;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the tree keeps of queries, changes and the statements around them. */
class DmlParserTest {

  private static <T extends Statement> T read(Class<T> type, String sql) {
    List<Statement> statements = SqlParser.parse(sql, ServerVersion.NEWEST_PROVEN).statements();
    assertThat(statements).hasSize(1);
    assertThat(statements.get(0)).isInstanceOf(type);
    return type.cast(statements.get(0));
  }

  @Test
  void anUpdateKeepsTargetColumnsAndCondition() {
    Update update =
        read(
            Update.class,
            "WITH w AS (SELECT 1) UPDATE ONLY s.\"T\" AS x SET a = 1, (b, c[1]) = (1, 2) FROM w"
                + " WHERE x.i = 2 RETURNING x.*;");

    assertThat(update.table().name()).isEqualTo(QualifiedName.of("s", "T"));
    assertThat(update.table().only()).isTrue();
    assertThat(update.alias()).contains("x");
    assertThat(update.columns()).containsExactly("a", "b", "c");
    assertThat(update.where()).map(Expression::text).contains("x.i = 2");
    assertThat(update.from()).isTrue();
    assertThat(update.returning()).isTrue();
    assertThat(update.with()).isTrue();
    assertThat(update.query().text()).startsWith("WITH w").endsWith("x.*");
  }

  @Test
  void setIsNoAlias() {
    Update update = read(Update.class, "UPDATE t SET a = 1");

    assertThat(update.alias()).isEmpty();
    assertThat(update.where()).isEmpty();
  }

  @Test
  void aDeleteKeepsTargetAndCondition() {
    Delete delete = read(Delete.class, "DELETE FROM t d USING u WHERE CURRENT OF c");

    assertThat(delete.alias()).contains("d");
    assertThat(delete.using()).isTrue();
    assertThat(delete.where()).map(Expression::text).contains("CURRENT OF c");
  }

  @Test
  void anInsertKeepsTargetAndConflict() {
    Insert insert =
        read(Insert.class, "INSERT INTO T AS n (a, b) VALUES (1, 2) ON CONFLICT DO NOTHING");

    assertThat(insert.table()).isEqualTo(QualifiedName.of("t"));
    assertThat(insert.alias()).contains("n");
    assertThat(insert.onConflict()).isTrue();
    assertThat(insert.returning()).isFalse();
  }

  @Test
  void aMergeKeepsItsTarget() {
    Merge merge =
        read(Merge.class, "MERGE INTO t USING s ON t.i = s.i WHEN MATCHED THEN DO NOTHING");

    assertThat(merge.table().name()).isEqualTo(QualifiedName.of("t"));
  }

  @Test
  void aSelectIntoNamesTheTableItCreates() {
    Select select = read(Select.class, "SELECT a INTO TEMP TABLE b FROM c");

    assertThat(select.into()).contains(QualifiedName.of("b"));
    assertThat(select.intoPersistence()).isEqualTo(PersistenceKind.TEMPORARY);
    assertThat(read(Select.class, "VALUES (1)").into()).isEmpty();
  }

  @Test
  void aCopyKeepsOptionsAndData() {
    String sql = "COPY s.t (a, b) FROM stdin WITH (FORMAT csv, HEADER) WHERE a > 1;\n1,2\n\\.\n";
    Copy copy = read(Copy.class, sql);

    assertThat(copy.table()).contains(QualifiedName.of("s", "t"));
    assertThat(copy.columns()).containsExactly("a", "b");
    assertThat(copy.from()).isTrue();
    assertThat(copy.file()).isEmpty();
    assertThat(copy.options()).extracting(Option::name).containsExactly("format", "header");
    assertThat(copy.options().get(0).value()).contains("csv");
    assertThat(copy.where()).map(Expression::text).contains("a > 1");
    assertThat(copy.data().orElseThrow().of(sql)).isEqualTo("1,2\n");
  }

  @Test
  void aCopyOfAQueryKeepsTheQuery() {
    Copy copy = read(Copy.class, "COPY (SELECT 1) TO PROGRAM 'gzip' CSV");

    assertThat(copy.query()).get().isInstanceOf(Select.class);
    assertThat(copy.program()).isTrue();
    assertThat(copy.file()).contains("gzip");
  }

  @Test
  void statementsAroundStatementsKeepThem() {
    Explain explain = read(Explain.class, "EXPLAIN (ANALYZE, BUFFERS off) DELETE FROM t");
    assertThat(explain.options()).extracting(Option::name).containsExactly("analyze", "buffers");
    assertThat(explain.statement()).isInstanceOf(Delete.class);

    Prepare prepare = read(Prepare.class, "PREPARE p (int, text) AS SELECT $1");
    assertThat(prepare.name()).isEqualTo("p");

    DeclareCursor cursor = read(DeclareCursor.class, "DECLARE c CURSOR WITH HOLD FOR SELECT 1");
    assertThat(cursor.hold()).isTrue();
    assertThat(cursor.query().text()).isEqualTo("SELECT 1");

    assertThat(read(PsqlCommand.class, "\\set x 1").command()).isEqualTo("\\set x 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int | pg_catalog.int4",
        "INTEGER[] | pg_catalog.int4[]",
        "bigint ARRAY[3] | pg_catalog.int8[]",
        "int4 | int4",
        "double precision | pg_catalog.float8",
        "float(24) | pg_catalog.float4",
        "character varying(20) | pg_catalog.varchar(20)",
        "varchar | pg_catalog.varchar",
        "char | pg_catalog.bpchar(1)",
        "national character (5) | pg_catalog.bpchar(5)",
        "nchar varying(5) | pg_catalog.varchar(5)",
        "bit | pg_catalog.bit(1)",
        "bit varying | pg_catalog.varbit",
        "decimal(10, 2) | pg_catalog.numeric(10,2)",
        "timestamp(3) with time zone | pg_catalog.timestamptz(3)",
        "time without time zone | pg_catalog.time",
        "interval | pg_catalog.interval",
        "interval year to month | pg_catalog.interval(6)",
        "interval day to second(2) | pg_catalog.interval(7176,2)",
        "interval(3) | pg_catalog.interval(32767,3)",
        "s.\"T\"(1)[][] | s.T(1)[][]",
        "boolean | pg_catalog.bool",
        "json | pg_catalog.json",
        "text | text"
      })
  void typesAreResolvedAsTheServerDoes(String spelling, String canonical) {
    Tokens tokens = Lexer.read(spelling);
    TokenCursor cursor = new TokenCursor(tokens, ServerVersion.NEWEST_PROVEN);
    Chunk chunk = StatementSplitter.split(tokens).get(0);
    cursor.start(chunk, -1);

    assertThat(new Grammar(cursor).types.type().canonical()).isEqualTo(canonical);
    assertThat(cursor.atEnd()).isTrue();
  }
}
