package dev.safemigrate.parser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Unparsed;
import dev.safemigrate.text.LineIndex;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, where, and in which words. The places are those of PostgreSQL 18. */
class SyntaxProblemTest {

  private static Unparsed refused(String sql, int version) {
    List<Statement> statements = SqlParser.parse(sql, new ServerVersion(version)).statements();
    assertThat(statements).first().isInstanceOf(Unparsed.class);
    return (Unparsed) statements.get(0);
  }

  private static String place(String sql, Unparsed refused) {
    LineIndex lines = new LineIndex(sql);
    int start = refused.problem().span().start();
    return lines.line(start) + ":" + lines.column(start);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT a FORM t WHERE b | 1:15 | found 't', expected INTO, FROM, WHERE",
        "DELETE FORM t | 1:8 | found 'FORM', expected FROM",
        "UPDATE t SET a 1 | 1:16 | found '1', expected '.', '[', '='",
        "SELECT a < b < c | 1:14 | found '<', expected '.', '['",
        "SELECT (1 + 2 | 1:14 | found the end of the statement, expected ',', ')'",
        "INSERT INTO t VALUES (1) 123 | 1:26 | found '123'",
        "SELECT DISTINCT FROM t | 1:17 | found 'FROM', expected ON, an expression, '*'",
        "SELECT * FROM t WHERE | 1:22 | found the end of the statement, expected an expression",
        "SELECT f(x)[1] | 1:12 | found '['",
        "SELECT 1 FROM (a) | 1:17 | found ')', expected AS, a name, TABLESAMPLE, CROSS",
        "SELECT 'abc | 1:8 | unterminated quoted string",
        "SELECT U&'a\\00g1' | 1:12 | invalid Unicode escape",
        "SELECT U&'a!D83D' UESCAPE '!' | 1:17 | invalid Unicode surrogate pair",
        "SELECT JSON_OBJECT(a = b VALUE c) | 1:26 | found 'VALUE'",
        "SELECT a.*.b FROM t | 1:14 | improper use of \"*\"",
        "SELECT a IS NOT IN (b) | 1:13 | found 'NOT'",
        "EXPLAIN CREATE TABLE t (c int) | 1:27 | found 'int'",
        "CREATE TABLE t (LIKE) | 1:21 | found ')'",
        "SELECT 1 LIMIT 1, 2 | 1:10 | LIMIT #,# syntax is not supported",
        "MERGE INTO t USING s ON true WHEN MATCHED THEN INSERT VALUES (1) | 1:48 | found 'INSERT'",
        "(SELECT 1 ORDER BY 1) ORDER BY 2 | 1:32 | multiple ORDER BY clauses not allowed",
        "SELECT 1 FETCH FIRST 1 ROW WITH TIES | 1:28 | WITH TIES cannot be specified without"
      })
  void pointsAtTheTokenThatFitsNowhere(String sql, String place, String message) {
    Unparsed refused = refused(sql, 18);

    assertThat(place(sql, refused)).isEqualTo(place);
    assertThat(refused.problem().message()).startsWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "UPDATE t SET a = 1 WHERE b LIMIT 10 | PostgreSQL has no UPDATE ... LIMIT. In batches:",
        "DELETE FROM t WHERE b ORDER BY c LIMIT 10 | PostgreSQL has no DELETE ... LIMIT. In"
            + " batches:",
        "SELECT `a` FROM t | Backticks are MySQL's",
        "SELECT [a] FROM t | Names in brackets are SQL Server's",
        "SELECT * FROM t WHERE a = :name | :name is a variable of psql",
        "SELECT ${a} | A placeholder was not replaced",
        "SELECT 1 LIMIT 1, 2 | Write LIMIT count OFFSET start.",
        "REPLACE INTO t VALUES (1) | REPLACE INTO is MySQL's",
        "CREATE TABLE t (id int AUTO_INCREMENT) | AUTO_INCREMENT is MySQL's",
        "CREATE TABLE `t` (id int) | Backticks are MySQL's",
        "CREATE TABLE t (id int unsigned) | UNSIGNED is MySQL's",
        "CREATE TABLE t (id int) ENGINE=InnoDB | Table options such as ENGINE= are MySQL's",
        "ALTER TABLE t MODIFY a varchar2(3) | MODIFY is MySQL's and Oracle's",
        "# a comment | Comments begin with --",
        "SELECT a FROM b MINUS SELECT a FROM c | MINUS is Oracle's",
        "INSERT INTO t VALUES (1) ON CONFLICT DO SELECT | ON CONFLICT DO SELECT needs PostgreSQL 19"
      })
  void frequentMistakesHaveWordsOfTheirOwn(String sql, String hint) {
    assertThat(refused(sql, 18).problem().hint()).get().asString().startsWith(hint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/\nSELECT 1;", "GO\nSELECT 1;"})
  void separatorsOfOtherDatabasesAreNamedAndTheNextStatementIsRead(String sql) {
    List<Statement> statements = SqlParser.parse(sql, new ServerVersion(18)).statements();

    assertThat(statements).hasSize(2);
    assertThat(((Unparsed) statements.get(0)).problem().hint()).isPresent();
    assertThat(statements.get(1)).isNotInstanceOf(Unparsed.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "14 | MERGE INTO t USING s ON true WHEN MATCHED THEN DELETE | MERGE needs PostgreSQL 15",
        "16 | MERGE INTO t USING s ON true WHEN NOT MATCHED BY SOURCE THEN DELETE | WHEN NOT"
            + " MATCHED",
        "16 | SELECT * FROM JSON_TABLE(a, '$' COLUMNS (b int)) c | This syntax needs PostgreSQL 17",
        "15 | SELECT a IS JSON FROM t | IS JSON needs PostgreSQL 16",
        "15 | SELECT * FROM (SELECT 1) | A subquery in FROM without an alias needs PostgreSQL 16",
        "17 | DELETE FROM t RETURNING WITH (OLD AS o) o.a | RETURNING WITH needs PostgreSQL 18",
        "16 | SELECT now() AT LOCAL | AT LOCAL needs PostgreSQL 17"
      })
  void newerGrammarIsNamedWithItsVersion(int version, String sql, String hint) {
    assertThat(refused(sql, version).problem().hint()).get().asString().startsWith(hint);
    assertThat(SqlParser.parse(sql, new ServerVersion(18)).statements().get(0))
        .isNotInstanceOf(Unparsed.class);
  }

  @Test
  void theNextStatementIsReadBehindAMistake() {
    List<Statement> statements =
        SqlParser.parse("SELECT (1; SELECT 2; SELECT FROM WHERE; SELECT 3", new ServerVersion(18))
            .statements();

    assertThat(statements).hasSize(4);
    assertThat(statements.get(0)).isInstanceOf(Unparsed.class);
    assertThat(statements.get(1)).isNotInstanceOf(Unparsed.class);
    assertThat(statements.get(2)).isInstanceOf(Unparsed.class);
    assertThat(statements.get(3)).isNotInstanceOf(Unparsed.class);
  }
}
