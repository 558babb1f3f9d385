package dev.safemigrate.parser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.ServerVersion;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchReaderTest {

  private final BatchReader reader =
      new BatchReader(ServerVersion.NEWEST_PROVEN, new JSqlParserQueryReader());

  private BatchedStatement read(String sql) {
    BatchReader.Result result = reader.read(sql, Optional.empty(), false);
    assertThat(result).isInstanceOf(BatchReader.Readable.class);
    return ((BatchReader.Readable) result).statement();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "UPDATE t SET a = 1 RETURNING a|RETURNING",
        "MERGE INTO t USING u ON true WHEN MATCHED THEN DO NOTHING|only UPDATE, DELETE and INSERT",
        "TRUNCATE t|only UPDATE, DELETE and INSERT",
        "UPDATE t SET a = 1 LIMIT 5|cannot be read",
        "UPDATE t SET a = 1; UPDATE t SET a = 2|2 statements",
        "DELETE FROM t WHERE CURRENT OF c|cursor",
        "WITH d AS (DELETE FROM u RETURNING id) UPDATE t SET a = 1 FROM d|WITH changes data",
        "UPDATE t SET a = p.a FROM t p WHERE p.id = t.up|reads t a second time",
        "UPDATE s.t SET a = (SELECT max(a) FROM t)|reads s.t a second time",
        "DELETE FROM t USING t d WHERE t.mail = d.mail AND t.id > d.id|reads t a second time",
        "WITH x AS (SELECT id FROM t LIMIT 9) UPDATE t SET a = 1 FROM x WHERE x.id = t.id"
            + "|reads t a second time",
        "INSERT INTO t SELECT a FROM t|reads t a second time",
        "INSERT INTO t VALUES (1)|only INSERT ... SELECT",
        "INSERT INTO t SELECT 1|no FROM",
        "INSERT INTO t SELECT DISTINCT a FROM u|DISTINCT",
        "INSERT INTO t SELECT a, count(*) FROM u GROUP BY a|GROUP needs",
        "INSERT INTO t SELECT a FROM u LIMIT 5|LIMIT needs",
        "INSERT INTO t SELECT a FROM u FOR UPDATE SKIP LOCKED|SKIP LOCKED leaves",
        "INSERT INTO t SELECT row_number() OVER () FROM u|OVER needs",
        "INSERT INTO t SELECT a FROM u TABLESAMPLE SYSTEM (5)|TABLESAMPLE needs",
        "INSERT INTO t SELECT a FROM u UNION ALL SELECT a FROM v|UNION",
        "INSERT INTO t SELECT a FROM u RIGHT JOIN v ON true|outer join",
        "INSERT INTO t SELECT a FROM u FULL OUTER JOIN v ON true|outer join",
        "INSERT INTO t SELECT a FROM (SELECT 1) u|does not begin with a table",
        "INSERT INTO t SELECT a FROM generate_series(1, 9) u (a)|does not begin with a table",
        "INSERT INTO t SELECT x FROM u AS v (x)|not a table with its own columns",
        "WITH u AS (SELECT 1) INSERT INTO t SELECT * FROM u|not a table with its own columns",
      })
  void whatNeedsAllRowsAtOnceIsRefused(String sql, String reason) {
    BatchReader.Result result = reader.read(sql, Optional.empty(), false);
    assertThat(result).isInstanceOf(BatchReader.Refused.class);
    assertThat(((BatchReader.Refused) result).reason()).contains(reason);
  }

  @Test
  void targetAndAliasAreFound() {
    BatchedStatement update =
        read("UPDATE ONLY s.\"T 1\" AS x SET a = u.b FROM u WHERE u.id = x.id");
    assertThat(update.walked()).isEqualTo(QualifiedName.of("s", "T 1"));
    assertThat(update.only()).isTrue();
    assertThat(update.qualifier()).isEqualTo("x");
    assertThat(update.assigned()).containsExactly("a");
    assertThat(read("DELETE FROM t").qualifier()).isEqualTo("t");
  }

  @Test
  void rowsOfASelectMayBeLocked() {
    BatchedStatement insert =
        read("INSERT INTO t SELECT a FROM u FOR NO KEY UPDATE ON CONFLICT (a) DO NOTHING");
    assertThat(insert.walked()).isEqualTo(QualifiedName.of("u"));
  }

  @Test
  void firstTableOfTheSelectIsWalkedUnlessAnotherIsNamed() {
    String sql =
        "INSERT INTO t SELECT u.a FROM u JOIN s.v AS w ON w.id = u.id ON CONFLICT DO NOTHING";
    assertThat(read(sql).walked()).isEqualTo(QualifiedName.of("u"));
    BatchReader.Result other = reader.read(sql, Optional.of("w"), false);
    BatchedStatement walksOther = ((BatchReader.Readable) other).statement();
    assertThat(walksOther.walked()).isEqualTo(QualifiedName.of("s", "v"));
    assertThat(walksOther.qualifier()).isEqualTo("w");
    assertThat(walksOther.written()).isEqualTo(QualifiedName.of("t"));
    assertThat(read("INSERT INTO t SELECT u.a FROM u LEFT JOIN v ON true").walked())
        .isEqualTo(QualifiedName.of("u"));
    assertThat(
            reader.read(
                "INSERT INTO t SELECT u.a FROM u LEFT JOIN v ON true", Optional.of("v"), false))
        .isInstanceOf(BatchReader.Refused.class);
    assertThat(reader.read(sql, Optional.of("z"), false)).isInstanceOf(BatchReader.Refused.class);
  }

  @Test
  void functionsOfTheSelectListAreTold() {
    assertThat(
            read("INSERT INTO t SELECT f(g(a)), (SELECT max(b) FROM v), count (*) FROM u").calls())
        .contains("f", "g", "count")
        .doesNotContain("max");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "UPDATE t SET a = b WHERE a IS NULL|true",
        "UPDATE t x SET a = b, c = 2 WHERE d > 1 AND x.a IS NULL|true",
        "UPDATE t SET a = lower(b) WHERE a IS DISTINCT FROM lower(b)|true",
        "UPDATE t SET a = lower(b) WHERE a IS DISTINCT FROM upper(b)|false",
        "UPDATE t SET a = a + 1 WHERE a IS NOT NULL|false",
        "UPDATE t SET a = 1 WHERE b IS NULL|false",
        "UPDATE t SET a = 1 WHERE a IS NULL OR b|false",
        "UPDATE t SET a = 1|false",
        "DELETE FROM t WHERE old|true",
        "DELETE FROM t|false",
      })
  void rowsLeftCanBeToldFromDoneOnes(String sql, boolean told) {
    assertThat(read(sql).skipsDoneRows()).isEqualTo(told);
  }

  @Test
  void readingTheOwnTableCanBeVouchedFor() {
    assertThat(
            reader.read("UPDATE t SET n = p.m FROM t p WHERE p.id = t.up", Optional.empty(), true))
        .isInstanceOf(BatchReader.Readable.class);
  }
}
