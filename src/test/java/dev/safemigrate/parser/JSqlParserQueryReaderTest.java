package dev.safemigrate.parser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.ast.ExpressionFacts;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.QueryFacts;
import dev.safemigrate.ast.TypeName;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JSqlParserQueryReaderTest {

  private final JSqlParserQueryReader reader = new JSqlParserQueryReader();

  private static List<String> names(Collection<QualifiedName> names) {
    return names.stream().map(QualifiedName::toString).sorted().toList();
  }

  @Test
  void queryTellsTablesColumnsAndFunctions() {
    QueryFacts facts =
        reader.query(
            """
            WITH recent AS (SELECT * FROM sales.Orders o WHERE o.placed > now())
            SELECT r.id, lower(c."Name"), rank() OVER (PARTITION BY c.region ORDER BY c.since)
            FROM recent r JOIN customers c ON c.id = r.customer_id
            LEFT JOIN LATERAL (SELECT max(price) FROM items i WHERE i.order_id = r.id) m ON true,
              generate_series(1, 3) g
            WHERE EXISTS (SELECT 1 FROM "Blocked" b WHERE b.customer = c.id) AND c.active
            GROUP BY c.kind ORDER BY c.rank_no
            """);

    assertThat(facts.opaque()).isFalse();
    assertThat(names(facts.reads()))
        .containsExactly("Blocked", "customers", "items", "sales.orders");
    assertThat(facts.writes()).isEmpty();
    assertThat(names(facts.functions()))
        .containsExactly("generate_series", "lower", "max", "now", "rank");
    assertThat(facts.columns())
        .contains("Name", "placed", "price", "customer", "active", "region", "since", "kind")
        .contains("rank_no");
    assertThat(facts.where()).isTrue();
    assertThat(facts.whereColumns()).contains("active", "customer");
  }

  @Test
  void dmlTellsWhatItWrites() {
    QueryFacts update =
        reader.query("UPDATE ONLY a.t AS x SET b = u.c, d = f(e) FROM u WHERE x.id = u.id");
    assertThat(names(update.writes())).containsExactly("a.t");
    assertThat(names(update.reads())).containsExactly("u");
    assertThat(update.columns()).contains("b", "c", "d", "e", "id");
    assertThat(update.where()).isTrue();
    assertThat(update.whereColumns()).containsExactly("id");

    QueryFacts delete = reader.query("DELETE FROM t USING u WHERE t.id = u.id");
    assertThat(names(delete.writes())).containsExactly("t");
    assertThat(names(delete.reads())).containsExactly("u");

    QueryFacts insert =
        reader.query(
            "INSERT INTO t (a, b) SELECT c, nextval('s') FROM u ON CONFLICT (a) DO UPDATE SET b ="
                + " 1");
    assertThat(names(insert.writes())).containsExactly("t");
    assertThat(names(insert.reads())).containsExactly("u");
    assertThat(names(insert.functions())).containsExactly("nextval");
    assertThat(insert.where()).isFalse();

    QueryFacts all = reader.query("UPDATE t SET a = 1");
    assertThat(all.where()).isFalse();
    assertThat(all.opaque()).isFalse();
  }

  @Test
  void writesInsideWithAreSeen() {
    QueryFacts facts =
        reader.query(
            "WITH gone AS (DELETE FROM t WHERE a < 1 RETURNING *) INSERT INTO old SELECT * FROM"
                + " gone");
    assertThat(names(facts.writes())).containsExactly("old", "t");
    assertThat(names(facts.reads())).isEmpty();
  }

  @Test
  void whatJSqlParserRefusesIsToldByTokens() {
    QueryFacts facts =
        reader.query(
            """
            WITH x AS MATERIALIZED (SELECT a FROM s.t)
            UPDATE only u SET b = c @@@ d #>> '{e}' FROM x, v, f(g) WHERE extract(day FROM h) = 1
            RETURNING OLD.i ~~~~ WITH ORDINALITY
            """);
    assertThat(facts.opaque()).isTrue();
    assertThat(names(facts.reads())).containsExactly("s.t", "v");
    assertThat(names(facts.writes())).containsExactly("u");
    assertThat(names(facts.functions())).contains("extract", "f");
    assertThat(facts.columns()).contains("a", "b", "c", "d", "g", "h");
    assertThat(facts.where()).isTrue();
    assertThat(facts.whereColumns()).contains("h").doesNotContain("a");
  }

  @Test
  void deepAndLongTextsComeBackInTime() {
    String deep = "SELECT " + "(".repeat(5_000) + "a" + ")".repeat(5_000) + " FROM t";
    assertThat(reader.query(deep).opaque()).isTrue();
    assertThat(names(reader.query(deep).reads())).containsExactly("t");
    String wide = "SELECT 1 FROM t WHERE a IN (" + "'x',".repeat(100_000) + "'y')";
    assertThat(names(reader.query(wide).reads())).containsExactly("t");
    JSqlParserQueryReader hasty = new JSqlParserQueryReader(1);
    String nested = "SELECT * FROM t WHERE " + "CASE WHEN f(".repeat(30) + "1" + ")".repeat(30);
    for (int i = 0; i < 20; i++) {
      assertThat(names(hasty.query(nested).reads())).containsExactly("t");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ";", "SELECT", "FROM", "WITH", "\u0000", "'", "UPDATE", "INSERT INTO", "((("})
  void nothingIsThrownForAnyText(String text) {
    assertThat(reader.query(text)).isNotNull();
    assertThat(reader.expression(text)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "-1.5e3",
        "'x'::text",
        "'{}'::jsonb",
        "'{a,b}'::text[]",
        "ARRAY['a', 'b']::character varying(20)[]",
        "interval '1 day'",
        "timestamp with time zone '2020-01-01'",
        "CAST('1' AS numeric(10, 2))",
        "NULL::double precision",
        "(1 + 2) * 3",
        "true",
        "'a' || 'b'",
        "B'101'",
        "'x' COLLATE \"C\"",
        "ROW(1, 2)",
        "'public.s'::regclass"
      })
  void constantsAreConstant(String text) {
    ExpressionFacts facts = reader.expression(text);
    assertThat(facts.constant()).as(text).isTrue();
    assertThat(facts.columns()).isEmpty();
    assertThat(facts.functions()).isEmpty();
    assertThat(facts.opaque()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "now()",
        "CURRENT_TIMESTAMP",
        "nextval('s'::regclass)",
        "(SELECT 1)",
        "$1",
        "gen_random_uuid()",
        "'a' || b",
        "current_user",
        "a.b"
      })
  void whatCanChangeIsNotConstant(String text) {
    assertThat(reader.expression(text).constant()).as(text).isFalse();
  }

  @Test
  void expressionTellsFunctions() {
    assertThat(names(reader.expression("CURRENT_TIMESTAMP").functions())).containsExactly("now");
    assertThat(names(reader.expression("CURRENT_DATE + 1").functions())).containsExactly("now");
    assertThat(names(reader.expression("current_user").functions()))
        .containsExactly("current_user");
    assertThat(names(reader.expression("public.\"F\"(a) + g(b)").functions()))
        .containsExactly("g", "public.F");
    assertThat(reader.expression("public.\"F\"(a) + g(b)").columns())
        .containsExactlyInAnyOrder("a", "b");
    assertThat(names(reader.expression("pg_catalog.now()").functions()))
        .containsExactly("pg_catalog.now");
    assertThat(names(reader.expression("(random() * 10)::int").functions()))
        .containsExactly("random");
    assertThat(reader.expression("(SELECT max(a) FROM t)").subquery()).isTrue();
    assertThat(reader.expression("a > 1").subquery()).isFalse();
  }

  @Test
  void expressionTellsItsShape() {
    assertThat(reader.expression("((A))").bareColumn()).contains("a");
    assertThat(reader.expression("t.\"B\"").bareColumn()).contains("B");
    assertThat(reader.expression("a + 1").bareColumn()).isEmpty();
    assertThat(reader.expression("f(a)").bareColumn()).isEmpty();
    assertThat(reader.expression("NULL").bareColumn()).isEmpty();
    assertThat(reader.expression("(A > 0 AND (b  IS NOT NULL)) AND c BETWEEN 1 AND 2").conjuncts())
        .containsExactly("a > 0", "b is not null", "c between 1 and 2");
    assertThat(reader.expression("a AND b OR c").conjuncts()).containsExactly("a and b or c");
    assertThat(reader.expression("CASE WHEN a AND b THEN c END").conjuncts()).hasSize(1);
    assertThat(
            reader
                .expression("a IS NOT NULL AND (NOT (t.b IS NULL)) AND \"C\" NOTNULL AND d > 1")
                .notNullColumns())
        .containsExactlyInAnyOrder("a", "b", "C");
    assertThat(reader.expression("a IS NOT NULL OR b IS NOT NULL").notNullColumns()).isEmpty();
    assertThat(reader.expression("lower(a) IS NOT NULL").notNullColumns()).isEmpty();
  }

  @Test
  void expressionTellsTheTypeItIsCastTo() {
    assertThat(castOf("a::integer")).isEqualTo("pg_catalog.int4");
    assertThat(castOf("(CAST(a AS varchar(20)))")).isEqualTo("pg_catalog.varchar(20)");
    assertThat(castOf("a::text::timestamp with time zone")).isEqualTo("pg_catalog.timestamptz");
    assertThat(castOf("f(a + 1)::s.kind[]")).isEqualTo("s.kind[]");
    assertThat(castOf("a + b::integer")).isEqualTo("none");
    assertThat(castOf("a")).isEqualTo("none");
  }

  private String castOf(String expression) {
    return reader.expression(expression).cast().map(TypeName::canonical).orElse("none");
  }
}
