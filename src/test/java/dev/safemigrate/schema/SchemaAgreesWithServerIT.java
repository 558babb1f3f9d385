package dev.safemigrate.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.safemigrate.ast.PsqlCommand;
import dev.safemigrate.ast.QueryReader;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.embedded.PostgresServers;
import dev.safemigrate.parser.JSqlParserQueryReader;
import dev.safemigrate.parser.ParsedScript;
import dev.safemigrate.parser.SqlParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Folds SQL, runs the same on a server, and compares what is there afterwards, fact by fact. */
@DisplayName("The folded schema")
class SchemaAgreesWithServerIT {

  private static final Path CORPUS = Path.of("../shared/corpus");
  private static final Path CASES = Path.of("../shared/locks/cases.ndjson");
  private static final int NEWEST = 18;

  /** What dynamic SQL in DO blocks does is out of reach; the rest must agree. */
  private static final double LEAST_SHARE = 0.96;

  private final QueryReader reader = new JSqlParserQueryReader();

  /** What came out of one script or project. */
  private static final class Tally {
    int facts;
    int agreed;
    int statements;
    final List<String> differences = new ArrayList<>();
    final List<String> falseAlarms = new ArrayList<>();
    final List<String> unforeseen = new ArrayList<>();

    double share() {
      return facts == 0 ? 1 : (double) agreed / facts;
    }
  }

  static Stream<String> projects() throws IOException {
    if (!Files.exists(CORPUS)) {
      return Stream.of("none");
    }
    try (Stream<Path> folders = Files.list(CORPUS)) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          // Oracle's SQL.
          .filter(name -> !name.equals("navikt__fp-sak"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("projects")
  void isTheServersAfterAProjectsMigrations(String project) throws Exception {
    assumeTrue(Files.exists(CORPUS), "../shared/corpus does not exist");
    PostgresServers servers = PostgresServers.get(NEWEST);
    Tally tally = new Tally();
    try (Connection connection = servers.connect(servers.newDatabase())) {
      SchemaState state = SchemaState.empty();
      Path root = CORPUS.resolve(project);
      for (String file : Files.readAllLines(root.resolve(".order/main.up.txt"), UTF_8)) {
        String sql = Files.readString(root.resolve(file), UTF_8);
        state = run(connection, state, upHalf(sql), NEWEST, tally);
      }
      compare(project, SchemaPrinter.print(state), ServerCatalog.lines(connection), tally);
    }
    report(project, tally);
    assertThat(tally.share()).isGreaterThan(LEAST_SHARE);
  }

  @Tag("thorough")
  @Test
  void isTheServersAfterEveryMeasuredCase() throws Exception {
    assumeTrue(Files.exists(CASES), "../shared/locks/cases.ndjson does not exist");
    PostgresServers servers = PostgresServers.get(NEWEST);
    Tally tally = new Tally();
    Set<String> seen = new LinkedHashSet<>();
    String database = servers.newDatabase();
    ObjectMapper json = new ObjectMapper();
    for (String line : Files.readAllLines(CASES, UTF_8)) {
      JsonNode one = json.readTree(line);
      JsonNode result = one.path("results").path(Integer.toString(NEWEST));
      boolean runs = result.path("ok").asBoolean() && result.path("in_transaction").asBoolean();
      String sql =
          one.path("setup").asText()
              + ";\n"
              + (runs ? one.path("in_tx_before").asText("") + ";\n" : "")
              + (runs ? one.path("statement").asText() : "");
      if (seen.add(sql)) {
        try (Connection connection = servers.connect(database)) {
          clean(connection);
          SchemaState state = run(connection, SchemaState.empty(), sql, NEWEST, tally);
          String id = one.path("id").asText();
          compare(id, SchemaPrinter.print(state), ServerCatalog.lines(connection), tally);
        }
      }
    }
    report("cases", tally);
    assertThat(tally.share()).isGreaterThan(LEAST_SHARE);
  }

  /** Markers of goose and sql-migrate stand between the way up and the way down. */
  private static String upHalf(String sql) {
    int down = sql.length();
    for (String marker : List.of("-- +goose Down", "-- +migrate Down")) {
      int at = sql.indexOf(marker);
      down = at >= 0 ? Math.min(down, at) : down;
    }
    return sql.substring(0, down);
  }

  /** Runs every statement by itself; what the server refuses changes neither side. */
  private SchemaState run(
      Connection connection, SchemaState before, String sql, int version, Tally tally)
      throws SQLException {
    ServerVersion serverVersion = new ServerVersion(version);
    SchemaFold fold = new SchemaFold(serverVersion, reader);
    ParsedScript script = SqlParser.parse(sql, serverVersion);
    SchemaState state = before;
    for (int i = 0; i < script.statements().size(); i++) {
      Statement statement = script.statements().get(i);
      if (statement instanceof PsqlCommand) {
        continue;
      }
      String text = statement.span().of(sql);
      tally.statements++;
      Outcome outcome = fold.apply(state, statement);
      try (java.sql.Statement jdbc = connection.createStatement()) {
        jdbc.setEscapeProcessing(false);
        jdbc.execute(text);
        outcome
            .refusal()
            .ifPresent(r -> tally.falseAlarms.add(r.sqlState() + " " + r.reason() + ": " + text));
        state = outcome.state();
      } catch (SQLException refused) {
        if (outcome.refusal().isEmpty()) {
          tally.unforeseen.add(refused.getSQLState() + " " + refused.getMessage() + ": " + text);
        }
      }
    }
    return state;
  }

  private static void compare(String name, List<String> ours, List<String> servers, Tally tally) {
    Set<String> onlyOurs = new TreeSet<>(ours);
    servers.forEach(onlyOurs::remove);
    Set<String> onlyServers = new TreeSet<>(servers);
    ours.forEach(onlyServers::remove);
    tally.facts += servers.size() + onlyOurs.size();
    tally.agreed += servers.size() - onlyServers.size();
    onlyOurs.forEach(line -> tally.differences.add(name + ": ours    " + line));
    onlyServers.forEach(line -> tally.differences.add(name + ": server  " + line));
  }

  private static void report(String name, Tally tally) {
    System.out.printf(
        "%s: %d statements, %d of %d facts agree (%.2f %%), %d false alarms, %d refusals"
            + " unforeseen%n",
        name,
        tally.statements,
        tally.agreed,
        tally.facts,
        100 * tally.share(),
        tally.falseAlarms.size(),
        tally.unforeseen.size());
    tally.differences.stream().limit(200).forEach(line -> System.out.println("  " + line));
    tally.falseAlarms.stream().limit(40).forEach(line -> System.out.println("  alarm " + line));
    tally.unforeseen.stream()
        .limit(40)
        .forEach(line -> System.out.println("  unforeseen " + line.replace('\n', ' ')));
  }

  private static void clean(Connection connection) throws SQLException {
    List<String> drops = new ArrayList<>();
    try (java.sql.Statement jdbc = connection.createStatement()) {
      try (ResultSet rows =
          jdbc.executeQuery(
              """
              select 'drop schema ' || quote_ident(nspname) || ' cascade' from pg_namespace
              where nspname !~ '^pg_' and nspname <> 'information_schema'
              union all select 'drop publication ' || quote_ident(pubname) from pg_publication
              union all select 'drop event trigger ' || quote_ident(evtname) from pg_event_trigger
              """)) {
        while (rows.next()) {
          drops.add(rows.getString(1));
        }
      }
      for (String drop : drops) {
        jdbc.execute(drop);
      }
      jdbc.execute("create schema public");
    }
  }
}
