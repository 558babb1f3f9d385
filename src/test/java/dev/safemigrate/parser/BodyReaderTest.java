package dev.safemigrate.parser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.ast.Delete;
import dev.safemigrate.ast.FunctionBody;
import dev.safemigrate.ast.Insert;
import dev.safemigrate.ast.Opaque;
import dev.safemigrate.ast.Select;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Update;
import dev.safemigrate.text.Chunk;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.Span;
import dev.safemigrate.text.Tokens;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BodyReaderTest {

  /** Gives every statement back as its tokens, so that the cuts are seen and not their meaning. */
  private final BodyReader reader = new BodyReader(BodyReaderTest::wordsOf);

  private static Statement wordsOf(Tokens tokens, Chunk chunk) {
    String words =
        IntStream.range(chunk.firstToken(), chunk.endToken())
            .mapToObj(tokens::textOf)
            .collect(Collectors.joining(" "));
    if (tokens.is(chunk.firstToken(), Keyword.SELECT)) {
      return BodyReader.select(chunk.span(), words);
    }
    return new Opaque(chunk.span(), words, false);
  }

  private List<String> plpgsql(String body) {
    String source = "DO $$" + body + "$$";
    Span span = new Span(5, 5 + body.length());
    return told(reader.statements(source, "plpgsql", new FunctionBody(span, body, false)), source);
  }

  private static List<String> told(List<Statement> statements, String source) {
    return statements.stream().map(statement -> told(statement, source)).toList();
  }

  private static String told(Statement statement, String source) {
    if (statement instanceof Select select) {
      return select.query().text();
    }
    Opaque opaque = (Opaque) statement;
    return opaque.dynamic() ? "dynamic: " + opaque.span().of(source) : opaque.reason();
  }

  @Test
  void statementsBetweenControlFlowAreFound() {
    assertThat(
            plpgsql(
                """
                <<top>> DECLARE
                  n constant integer NOT NULL := count_of('x');
                  c CURSOR (k int) FOR SELECT a FROM t WHERE b = k;
                BEGIN
                  IF EXISTS (SELECT FROM a) AND CASE WHEN n > 1 THEN true ELSE false END THEN
                    ALTER TABLE a ADD b integer;
                  ELSIF n = 2 THEN
                    DROP TABLE c;
                  ELSE
                    NULL;
                  END IF;
                  CASE n WHEN 1 THEN DELETE FROM d; ELSE UPDATE e SET x = 1; END CASE;
                EXCEPTION WHEN unique_violation OR others THEN
                  RAISE NOTICE 'failed %', reason_of(n) USING HINT = 'none';
                  ROLLBACK;
                END top;
                """))
        .containsExactly(
            "SELECT count_of('x')",
            "SELECT a FROM t WHERE b = k",
            "SELECT EXISTS (SELECT FROM a) AND CASE WHEN n > 1 THEN true ELSE false END",
            "ALTER TABLE a ADD b integer",
            "DROP TABLE c",
            "DELETE FROM d",
            "UPDATE e SET x = 1",
            "SELECT reason_of(n)",
            "ROLLBACK");
  }

  @Test
  void loopsGiveTheirQueriesAndBodies() {
    assertThat(
            plpgsql(
                """
                BEGIN
                  FOR r IN SELECT * FROM a LOOP DELETE FROM b WHERE id = r.id; END LOOP;
                  FOR i IN REVERSE 1..size_of(a) BY 2 LOOP i := i; END LOOP;
                  FOR r IN EXECUTE 'SELECT * FROM d' LOOP NULL; END LOOP;
                  FOREACH x SLICE 1 IN ARRAY list_of(y) LOOP CONTINUE WHEN is_old(x); END LOOP;
                  WHILE any_left() LOOP COMMIT; EXIT; END LOOP;
                  OPEN c FOR SELECT 1 FROM e;
                  FETCH c INTO x;
                  RETURN QUERY SELECT a FROM f;
                  RETURN next_of(g);
                END
                """))
        .containsExactly(
            "SELECT * FROM a",
            "DELETE FROM b WHERE id = r . id",
            "SELECT size_of(a)",
            "SELECT * FROM d",
            "SELECT list_of(y)",
            "SELECT is_old(x)",
            "SELECT any_left()",
            "COMMIT",
            "SELECT 1 FROM e",
            "SELECT a FROM f",
            "SELECT next_of(g)");
  }

  @Test
  void variablesBehindIntoAreNoPartOfTheStatement() {
    assertThat(
            plpgsql(
                """
                BEGIN
                  SELECT a, b INTO STRICT x, y.z FROM t WHERE c;
                  SELECT a FROM t INTO x;
                  INSERT INTO t (a) VALUES (1) RETURNING id INTO x[1];
                  PERFORM f(a) FROM t;
                  x.y[2] := (SELECT max(a) FROM t);
                  x = 1;
                  GET DIAGNOSTICS n = ROW_COUNT;
                END
                """))
        .containsExactly(
            "SELECT a, b FROM t WHERE c",
            "SELECT a FROM t",
            "INSERT INTO t ( a ) VALUES ( 1 ) RETURNING id",
            "SELECT f(a) FROM t",
            "SELECT (SELECT max(a) FROM t)");
  }

  @Test
  void executeIsReadAsFarAsItsLiteralsTell() {
    assertThat(
            plpgsql(
                """
                BEGIN
                  EXECUTE 'ALTER TABLE a ALTER b SET DEFAULT ''it''''s''; DROP TABLE c';
                  EXECUTE 'DROP TABLE ' || quote_ident('x') || '_old CASCADE' USING y;
                  EXECUTE format('ALTER TABLE %I.%2$I ADD CHECK (a <> %L) -- 100%%', s, t, v) INTO x;
                  EXECUTE $q$VACUUM t$q$;
                  EXECUTE E'SELECT \\'a\\\\b\\'';
                  EXECUTE statement;
                END
                """))
        .containsExactly(
            // Blanks fill up inside the literal: places matter more than its value.
            "ALTER TABLE a ALTER b SET DEFAULT 'it''  s'",
            "DROP TABLE c",
            "DROP TABLE " + "％".repeat(" || quote_ident('x') || ".length() + 2) + "_old CASCADE",
            "dynamic: 'DROP TABLE ' || quote_ident('x') || '_old CASCADE'",
            "ALTER TABLE ％％ . ％％％％ ADD CHECK ( a <> '' )",
            "dynamic: format('ALTER TABLE %I.%2$I ADD CHECK (a <> %L) -- 100%%', s, t, v)",
            "VACUUM t",
            "SELECT 'a \\b '",
            "dynamic: statement");
  }

  @Test
  void placesAreThoseOfTheFileInQuotedBodiesToo() {
    String source =
        "CREATE FUNCTION f() RETURNS text AS '\nSELECT ''a'' ; DELETE FROM t' LANGUAGE sql";
    int start = source.indexOf('\n');
    int end = source.indexOf("' LANGUAGE");
    FunctionBody body =
        new FunctionBody(
            new Span(start, end), source.substring(start, end).replace("''", "'"), false);

    List<Statement> statements = reader.statements(source, "SQL", body);

    assertThat(told(statements, source)).containsExactly("SELECT 'a'", "DELETE FROM t");
    assertThat(statements.get(1).span().of(source)).isEqualTo("DELETE FROM t");
  }

  @Test
  void bodiesOfTheStandardAreRead() {
    assertThat(standard("RETURN a + b")).isEmpty();
    assertThat(standard("RETURN (SELECT max(a) FROM t)"))
        .containsExactly("SELECT (SELECT max(a) FROM t)");
    assertThat(standard("BEGIN ATOMIC INSERT INTO t SELECT CASE WHEN a THEN 1 END; SELECT 1; END"))
        .containsExactly("INSERT INTO t SELECT CASE WHEN a THEN 1 END", "SELECT 1");
  }

  private List<String> standard(String body) {
    FunctionBody function = new FunctionBody(new Span(0, body.length()), body, true);
    return told(reader.statements(body, "sql", function), body);
  }

  @Test
  void otherLanguagesAreOpaque() {
    FunctionBody body = new FunctionBody(new Span(0, 4), "pass", false);
    assertThat(reader.statements("pass", "plpython3u", body))
        .containsExactly(new Opaque(new Span(0, 4), "a body in plpython3u", false));
  }

  @Test
  void brokenBodiesAreReadToTheirEnd() {
    assertThat(plpgsql("BEGIN IF a THEN; LOOP (; CASE; FOR x; EXECUTE; SELECT 1 INTO"))
        .containsExactly("(", "SELECT 1");
    assertThat(plpgsql("")).isEmpty();
    assertThat(plpgsql("DECLARE")).isEmpty();
    assertThat(plpgsql("<<a")).isEmpty();
  }

  @Test
  void queriesLoseTheVariablesInTheirWordsToo() {
    BodyReader real = new BodyReader(new SqlParser(ServerVersion.NEWEST_PROVEN));
    String body =
        "BEGIN INSERT INTO t (a) VALUES (1) RETURNING id INTO x; UPDATE t SET a = 1 WHERE b"
            + " RETURNING a INTO y; DELETE FROM t RETURNING a INTO z, w; END";
    List<Statement> statements =
        real.statements(body, "plpgsql", new FunctionBody(new Span(0, body.length()), body, false));

    assertThat(statements).hasSize(3);
    assertThat(((Insert) statements.get(0)).query().text())
        .isEqualTo("INSERT INTO t (a) VALUES (1) RETURNING id");
    assertThat(((Update) statements.get(1)).query().text())
        .isEqualTo("UPDATE t SET a = 1 WHERE b RETURNING a");
    assertThat(((Delete) statements.get(2)).query().text()).isEqualTo("DELETE FROM t RETURNING a");
  }
}
