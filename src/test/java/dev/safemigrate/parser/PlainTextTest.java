package dev.safemigrate.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.Query;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.Lexer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.sf.jsqlparser.parser.CCJSqlParserConstants;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is read without JSqlParser gives the very facts that its tree gives. */
class PlainTextTest {

  private static final Path STATEMENTS = Path.of("..", "shared", "parser", "statements.ndjson");

  private static final String TYPES =
      "int2 int4 int8 float4 float8 bool bpchar text uuid json jsonb xml inet cidr macaddr tsvector"
          + " tsquery varbit oid name serial bigserial smallserial point polygon path circle box"
          + " hstore citext clob blob varbinary nvarchar varchar2 number tinyint mediumint longtext"
          + " raw nclob string int64 long unsigned regclass numeric decimal";

  private final JSqlParserQueryReader quick = new JSqlParserQueryReader();
  private final JSqlParserQueryReader thorough = new JSqlParserQueryReader(20_000, false);

  @Test
  void agreesWithTheTreeOnTheFixtures() throws IOException {
    Texts texts = new Texts();
    try (InputStream in = PlainTextTest.class.getResourceAsStream("/parser/definitions.sql")) {
      texts.read(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
    }
    assertThat(agreed(texts)).isGreaterThan(10);
  }

  @Test
  @Tag("shared")
  void agreesWithTheTreeOnPostgresqlsOwnStatements() throws IOException {
    assumeThat(STATEMENTS).as("statements with PostgreSQL's own trees").exists();
    Texts texts = new Texts();
    ObjectMapper mapper = new ObjectMapper();
    for (String line : Files.readAllLines(STATEMENTS, StandardCharsets.UTF_8)) {
      texts.read(mapper.readTree(line).get("sql").asText());
    }
    assertThat(agreed(texts)).isGreaterThan(1_000);
  }

  /** Every word that either grammar knows, wherever a plain name may stand. */
  @Test
  void wordsThatMeanSomethingAreLeftToTheTree() {
    Stream<String> words =
        Stream.of(
                Arrays.stream(CCJSqlParserConstants.tokenImage)
                    .map(i -> i.replaceAll("[\"<>]|K_", "")),
                Arrays.stream(Keyword.values()).map(Keyword::name),
                Stream.of("date", "datetime", "timestamptz", "timetz", "money", "bytea"),
                Stream.of(TYPES.split(" ")),
                Stream.of(
                    "nextval", "try_cast", "safe_cast", "convert", "ilike", "rlike", "regexp"),
                Stream.of("json_object", "group_concat", "listagg", "next", "prior", "rownum"),
                Stream.of(
                    "days", "years", "quarter", "week", "binary", "signed", "geometry", "d", "t"),
                Stream.of("n", "e", "u", "x", "b", "q", "r", "gen_random_uuid", "now", "lower"))
            .flatMap(all -> all)
            .map(word -> word.toLowerCase(Locale.ROOT))
            .filter(word -> word.matches("[a-z_][a-z_0-9]*"))
            .distinct();
    Texts texts = new Texts();
    words.forEach(
        word -> {
          for (String form :
              new String[] {"%s", "%s > 0", "%s IS NOT NULL", "%s()", "%s('x')", "%s(a, 1)"}) {
            texts.expressions.add(form.formatted(word));
          }
          texts.expressions.add("a = %s AND b <> 'y'".formatted(word));
          texts.queries.add("SELECT %s, a FROM t".formatted(word));
          texts.queries.add("SELECT a FROM %s WHERE b IS NULL".formatted(word));
          texts.queries.add("UPDATE %s SET a = 1".formatted(word));
          texts.queries.add("UPDATE t SET %s = 1 WHERE a = 2".formatted(word));
          texts.queries.add("DELETE FROM s.%s".formatted(word));
        });
    assertThat(agreed(texts)).isGreaterThan(50);
  }

  /** How many texts were plain; all have the same facts both ways. */
  private int agreed(Texts texts) {
    int plain = 0;
    for (String text : texts.expressions) {
      if (PlainText.expression(Lexer.read(text)).isPresent()) {
        assertThat(quick.expression(text)).as(text).isEqualTo(thorough.expression(text));
        plain++;
      }
    }
    for (String text : texts.queries) {
      if (PlainText.query(Lexer.read(text)).isPresent()) {
        assertThat(quick.query(text)).as(text).isEqualTo(thorough.query(text));
        plain++;
      }
    }
    return plain;
  }

  /** The expressions and queries of statements. */
  private static final class Texts {
    final Set<String> expressions = new LinkedHashSet<>();
    final Set<String> queries = new LinkedHashSet<>();

    void read(String sql) {
      for (var statement : SqlParser.parse(sql, ServerVersion.NEWEST_PROVEN).statements()) {
        queries.add(statement.span().of(sql));
        collect(statement);
      }
    }

    private void collect(Object value) {
      if (value instanceof Expression expression) {
        expressions.add(expression.text());
      } else if (value instanceof Query query) {
        queries.add(query.text());
      } else if (value instanceof Collection<?> parts) {
        parts.forEach(this::collect);
      } else if (value instanceof Optional<?> part) {
        part.ifPresent(this::collect);
      } else if (value instanceof Record part) {
        for (RecordComponent component : part.getClass().getRecordComponents()) {
          collect(component(part, component));
        }
      }
    }

    private static Object component(Record part, RecordComponent component) {
      try {
        return component.getAccessor().invoke(part);
      } catch (ReflectiveOperationException e) {
        throw new UncheckedIOException(new IOException(component.toString(), e));
      }
    }
  }
}
