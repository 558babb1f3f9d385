package dev.safemigrate.parser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.ast.ServerVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PredicateSplicerTest {

  private final PredicateSplicer splicer = new PredicateSplicer(ServerVersion.NEWEST_PROVEN);

  private String spliced(String sql) {
    PredicateSplicer.Result result = splicer.splice(sql, "id >= $1 AND id < $2");
    assertThat(result).isInstanceOf(PredicateSplicer.Spliced.class);
    return ((PredicateSplicer.Spliced) result).sql();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "UPDATE t SET a = 1;|UPDATE t SET a = 1 WHERE (id >= $1 AND id < $2)",
        "UPDATE t SET a = 1 WHERE b OR c;"
            + "|UPDATE t SET a = 1 WHERE (b OR c) AND (id >= $1 AND id < $2)",
        "update t x set a = (select 1 where true) returning a"
            + "|update t x set a = (select 1 where true) WHERE (id >= $1 AND id < $2) returning a",
        "DELETE FROM ONLY s.t AS x USING u WHERE x.b = u.b RETURNING *"
            + "|DELETE FROM ONLY s.t AS x USING u WHERE (x.b = u.b)"
            + " AND (id >= $1 AND id < $2) RETURNING *",
        "WITH u AS (DELETE FROM v RETURNING b) UPDATE t SET a = $$x'WHERE$$ FROM u"
            + "|WITH u AS (DELETE FROM v RETURNING b) UPDATE t SET a = $$x'WHERE$$ FROM u"
            + " WHERE (id >= $1 AND id < $2)",
        "INSERT INTO t SELECT a FROM u;|INSERT INTO t SELECT a FROM u WHERE (id >= $1 AND id < $2)",
        "INSERT INTO t (a) WITH w AS (SELECT 1 WHERE true) SELECT x IS DISTINCT FROM y AS from"
            + ", u.where FROM u JOIN w ON true ON CONFLICT (a) WHERE b DO NOTHING"
            + "|INSERT INTO t (a) WITH w AS (SELECT 1 WHERE true) SELECT x IS DISTINCT FROM y AS"
            + " from, u.where FROM u JOIN w ON true WHERE (id >= $1 AND id < $2) ON CONFLICT (a)"
            + " WHERE b DO NOTHING",
        "INSERT INTO t SELECT a FROM u WHERE x OR y ON CONFLICT DO NOTHING"
            + "|INSERT INTO t SELECT a FROM u WHERE (x OR y) AND (id >= $1 AND id < $2)"
            + " ON CONFLICT DO NOTHING",
      })
  void predicateJoinsWhatIsDemandedAlready(String sql, String expected) {
    assertThat(spliced(sql)).isEqualTo(expected);
  }

  @Test
  void commentsStayWhereTheyWere() {
    assertThat(
            spliced("-- all of them\nUPDATE t SET a = 1 -- WHERE\nWHERE b -- or\n OR c -- end\n;"))
        .isEqualTo(
            "-- all of them\nUPDATE t SET a = 1 -- WHERE\n"
                + "WHERE (b -- or\n OR c) AND (id >= $1 AND id < $2)");
    assertThat(spliced("DELETE FROM t -- everything"))
        .isEqualTo("DELETE FROM t WHERE (id >= $1 AND id < $2)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO t VALUES (1)",
        "INSERT INTO t DEFAULT VALUES",
        "INSERT INTO t (SELECT a FROM u)",
        "INSERT INTO t SELECT a FROM u UNION SELECT b FROM v",
        "INSERT INTO t SELECT a FROM u ORDER BY a",
        "INSERT INTO t TABLE u",
        "SELECT 1",
        "UPDATE t SET a = 1; DELETE FROM t",
        "UPDATE t SET a = 1 LIMIT 5",
        "DELETE FROM t WHERE CURRENT OF c",
        ""
      })
  void whatCannotBeNarrowedIsRefused(String sql) {
    assertThat(splicer.splice(sql, "id = 1")).isInstanceOf(PredicateSplicer.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"id = 1) OR (true", "id = 1; DROP TABLE t", "id = 1 --", "", "id ="})
  void predicatesThatAreNoExpressionAreRefused(String predicate) {
    assertThat(splicer.splice("UPDATE t SET a = 1", predicate))
        .isInstanceOf(PredicateSplicer.Refused.class);
  }
}
