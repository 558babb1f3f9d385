package dev.safemigrate.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Unparsed;
import dev.safemigrate.text.Chunk;
import dev.safemigrate.text.Lexer;
import dev.safemigrate.text.StatementSplitter;
import dev.safemigrate.text.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every text, whatever it is. */
class SqlParserPropertyTest {

  private static final ServerVersion NEWEST = ServerVersion.NEWEST_PROVEN;

  /** Statements with everything in which a scanner can lose its way; the fuzz starts here. */
  private static final List<String> SEEDS =
      List.of(
          "SELECT a, b AS \"B\"\"c\" FROM t WHERE x = 'it''s' AND y LIKE E'a\\'b' ORDER BY 1",
          "SELECT $1::int[] || ARRAY[[1,2],[3,4]], $tag$ ; $$ $tag$, U&'d\\0061' UESCAPE '!'",
          "/* a /* nested */ comment */ SELECT 1 -- to the end",
          "INSERT INTO t (a, b) VALUES (1, DEFAULT) ON CONFLICT (a) DO UPDATE SET b = excluded.b",
          "UPDATE ONLY a.b AS c SET (x, y) = (SELECT 1, 2), z[1] = 3 FROM d WHERE c.i = d.i",
          "WITH RECURSIVE r AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) DELETE FROM t USING r",
          "MERGE INTO t USING s ON t.i = s.i WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN"
              + " INSERT VALUES (1)",
          "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN true THEN 1"
              + " END; SELECT 2; END",
          "CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2)",
          "COPY t FROM stdin;\n1\t;'\n\\.\nSELECT 1",
          "\\restrict abc\nSELECT 0x1F, 1_000, 1.5e-3, B'01', X'ff', N'x', a @> b, -1 +-2",
          "SELECT sum(x) FILTER (WHERE y) OVER (PARTITION BY z ROWS BETWEEN 1 PRECEDING AND CURRENT"
              + " ROW) FROM a LEFT JOIN (b CROSS JOIN c) USING (i), LATERAL f(x) AS g(h int)",
          "SELECT * FROM JSON_TABLE(j, '$' COLUMNS (a int PATH '$.a' DEFAULT 1 ON EMPTY)) x",
          "CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY, CHECK (id > 0))",
          "ALTER TABLE t ADD COLUMN a int NOT NULL DEFAULT 1, DROP COLUMN b");

  private static final String NOISE = "'\"$\\;()[]-/*:.,xE \n\r\t\0\u00e9\ud83d&U0_=<>!`{}";

  @Provide
  Arbitrary<String> scripts() {
    Arbitrary<String> mutated =
        Arbitraries.of(SEEDS)
            .list()
            .ofMinSize(1)
            .ofMaxSize(4)
            .flatMap(
                seeds ->
                    Arbitraries.longs()
                        .map(seed -> mutated(String.join(";\n", seeds), new Random(seed))));
    Arbitrary<String> anything = Arbitraries.strings().all().ofMaxLength(60);
    Arbitrary<String> noise = Arbitraries.strings().withChars(NOISE.toCharArray()).ofMaxLength(60);
    return Arbitraries.oneOf(mutated, anything, noise);
  }

  private static String mutated(String script, Random random) {
    StringBuilder text = new StringBuilder(script);
    for (int change = random.nextInt(6); change > 0 && text.length() > 1; change--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, NOISE.charAt(random.nextInt(NOISE.length())));
        case 2 -> text.setCharAt(at, NOISE.charAt(random.nextInt(NOISE.length())));
        default -> text.setLength(at);
      }
    }
    return text.toString();
  }

  @Property(tries = 3000)
  void parsingNeverThrowsAndSpansTileTheFile(@ForAll("scripts") String text) {
    ParsedScript script = SqlParser.parse(text, NEWEST);

    int end = 0;
    for (Chunk chunk : StatementSplitter.split(script.tokens())) {
      assertThat(chunk.span().start()).isEqualTo(end);
      end = chunk.span().end();
    }
    assertThat(end).isEqualTo(text.length());

    int covered = 0;
    for (int i = 0; i < script.statements().size(); i++) {
      assertThat(script.span(i).start()).isEqualTo(covered);
      covered = script.span(i).end();
      Statement statement = script.statements().get(i);
      assertThat(statement.span().start()).isBetween(script.span(i).start(), covered);
      assertThat(statement.span().end()).isBetween(statement.span().start(), covered);
    }
    assertThat(covered).isEqualTo(script.statements().isEmpty() ? 0 : text.length());
  }

  @Property(tries = 1000)
  void tokensAreInOrderAndInsideTheText(@ForAll("scripts") String text) {
    Tokens tokens = Lexer.read(text);

    int end = 0;
    for (int i = 0; i < tokens.count(); i++) {
      assertThat(tokens.start(i)).isGreaterThanOrEqualTo(end);
      assertThat(tokens.end(i)).isBetween(tokens.start(i), text.length());
      end = tokens.end(i);
    }
  }

  @Property(tries = 1000)
  void problemsLieInsideTheText(@ForAll("scripts") String text) {
    for (Statement statement : SqlParser.parse(text, NEWEST).statements()) {
      if (statement instanceof Unparsed unparsed) {
        assertThat(unparsed.problem().span().end()).isLessThanOrEqualTo(text.length());
        assertThat(unparsed.problem().message()).isNotBlank();
      }
    }
  }

  @Property(tries = 500)
  void crlfAndLfGiveTheSameStatements(@ForAll("seedScripts") String text) {
    List<Statement> unix = SqlParser.parse(text, NEWEST).statements();
    List<Statement> windows = SqlParser.parse(text.replace("\n", "\r\n"), NEWEST).statements();

    assertThat(windows).hasSameSizeAs(unix);
    for (int i = 0; i < unix.size(); i++) {
      assertThat(shape(windows.get(i))).isEqualTo(shape(unix.get(i)));
    }
  }

  @Provide
  Arbitrary<String> seedScripts() {
    return Arbitraries.of(SEEDS)
        .list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .map(seeds -> String.join(";\n", seeds));
  }

  /** The tree without places and line ends. */
  private static String shape(Statement statement) {
    return statement
        .toString()
        .replaceAll("Span\\[start=\\d+, end=\\d+]", "")
        .replace("\r\n", "\n");
  }

  static Stream<String> nested() {
    return Stream.of(
        "SELECT " + repeat("(") + "1" + repeat(")"),
        "SELECT " + repeat("("),
        "SELECT 1 FROM " + repeat("(") + "a" + repeat(")"),
        repeat("(") + "SELECT 1" + repeat(")"),
        "SELECT " + repeat("CASE WHEN "),
        "SELECT " + repeat("f("),
        "SELECT " + repeat("- "),
        "SELECT " + repeat("NOT "),
        "SELECT ARRAY" + repeat("["),
        "SELECT a" + repeat("[a"),
        "SELECT 1::" + repeat("a("),
        repeat("WITH a AS ("),
        "SELECT 1 FROM a " + repeat("JOIN b "),
        "SELECT 1 GROUP BY " + repeat("GROUPING SETS ("),
        "SELECT 1 IN " + repeat("(1 IN "),
        "SELECT " + repeat("EXISTS (SELECT "),
        "SELECT " + repeat("COALESCE("),
        "SELECT * FROM JSON_TABLE(a, '$' " + repeat("COLUMNS (NESTED PATH '$' "),
        "SELECT " + repeat("sum(1) OVER (ORDER BY "),
        repeat("EXPLAIN "));
  }

  private static String repeat(String text) {
    return text.repeat(10_000);
  }

  @ParameterizedTest
  @MethodSource("nested")
  void tenThousandLevelsGiveAMessage(String sql) throws InterruptedException {
    List<Statement> statements = new java.util.ArrayList<>();
    // Three quarters of the usual stack: the limit must leave room for whoever calls.
    Thread small =
        new Thread(
            null,
            () -> statements.addAll(SqlParser.parse(sql, NEWEST).statements()),
            "small stack",
            768 * 1024);
    small.start();
    small.join();

    assertThat(statements).hasSize(1).first().isInstanceOf(Unparsed.class);
  }

  @Test
  void severalHundredLevelsAreRead() {
    String sql = "SELECT " + "(".repeat(400) + "1" + ")".repeat(400);

    assertThat(SqlParser.parse(sql, NEWEST).statements().get(0)).isNotInstanceOf(Unparsed.class);
  }

  @Test
  void longListsAndChainsAreNoNesting() {
    String sql =
        "SELECT "
            + "a OR b AND c = 1 + ".repeat(20_000)
            + "1 UNION SELECT 2".repeat(5_000)
            + " WHERE x IN ("
            + "1, ".repeat(20_000)
            + "1)";

    assertThat(SqlParser.parse(sql, NEWEST).statements().get(0)).isNotInstanceOf(Unparsed.class);
  }

  /** Steps, not time: what is read again stays a share of what there is. */
  @Test
  void rereadingGrowsNoFasterThanTheText() {
    for (String seed : SEEDS) {
      long small = steps(seed, 10);
      long large = steps(seed, 1_000);

      assertThat(large).as(seed).isLessThanOrEqualTo(110 * Math.max(1, small));
    }
  }

  private static long steps(String seed, int times) {
    String script = Stream.generate(() -> seed).limit(times).collect(Collectors.joining(";\n"));
    Tokens tokens = Lexer.read(script);
    StatementParser parser = new StatementParser(new TokenCursor(tokens, NEWEST));
    for (Chunk chunk : StatementSplitter.split(tokens)) {
      if (chunk.isEmpty()) {
        continue;
      }
      parser.cursor().start(chunk, -1);
      assertThatCode(
              () -> {
                try {
                  parser.statement();
                } catch (SyntaxError refused) {
                  assertThat(parser.cursor().failure().token()).isNotNegative();
                }
              })
          .doesNotThrowAnyException();
    }
    return tokens.count() + parser.cursor().reread();
  }

  /** Texts on which a scanner that goes back takes hours; the time is generous on purpose. */
  @Test
  void hostileMegabytesAreReadOnce() {
    List<String> hostile =
        List.of(
            "$a",
            "'",
            "'x' ",
            "/*",
            "\\ ",
            "COPY t FROM stdin;\n",
            "$a$ $b$ ",
            "(",
            "x.",
            "E'\\",
            "BEGIN ATOMIC ",
            "CREATE RULE (",
            "U&'a' UESCAPE ",
            " /\n",
            "- ",
            "a::");
    Assertions.assertTimeout(
        Duration.ofSeconds(120),
        () -> {
          for (String part : hostile) {
            SqlParser.parse(part.repeat(1_000_000 / part.length()), NEWEST);
          }
        });
  }
}
