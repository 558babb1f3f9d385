package dev.safemigrate.effect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.parser.JSqlParserQueryReader;
import dev.safemigrate.parser.SqlParser;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.SchemaFold;
import dev.safemigrate.schema.SchemaState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** One measured statement with its setup and what each server version did. */
final class MeasuredCase {

  /** What the measuring session found in the database, as the README of the cases tells. */
  static final String SURROUNDINGS =
      """
      CREATE SCHEMA app; CREATE SCHEMA app2; SET search_path = app, public; SET timezone = 'UTC';
      """;

  private final JsonNode node;

  MeasuredCase(JsonNode node) {
    this.node = node;
  }

  String id() {
    return node.get("id").asText();
  }

  Map<String, JsonNode> results() {
    Map<String, JsonNode> results = new LinkedHashMap<>();
    node.get("results")
        .fields()
        .forEachRemaining(
            result -> {
              if (!result.getValue().has("skipped")) {
                results.put(result.getKey(), result.getValue());
              }
            });
    return results;
  }

  /** Counts what is right and returns what is not. */
  List<String> compare(ServerVersion version, JsonNode result, ConformanceScore score) {
    return compare(predict(version), result, score);
  }

  /** Counts what of the effects is as measured and returns what is not. */
  static List<String> compare(Effects effects, JsonNode result, ConformanceScore score) {
    List<String> mismatches = new ArrayList<>();
    Optional<String> predicted = refusal(effects, result);
    if (!result.get("ok").asBoolean()) {
      String sqlstate = sqlstate(result.get("error"));
      boolean right = predicted.filter(sqlstate::equals).isPresent();
      score.count(ConformanceScore.Aspect.REFUSALS, right);
      if (!right) {
        mismatches.add("refused " + result.get("error") + ", predicted " + effects.failure());
      }
      return mismatches;
    }
    score.succeeded(predicted.isPresent());
    if (predicted.isPresent()) {
      mismatches.add("false alarm " + effects.failure());
    }
    boolean lowerBound = result.path("locks_are_lower_bound").asBoolean();
    compareLocks(effects, result.get("locks"), lowerBound, score, mismatches);
    compare(
        ConformanceScore.Aspect.REWRITES,
        names(effects.rewrites()),
        strings(result.get("rewrites")),
        Set.of(),
        score,
        mismatches);
    Set<RelationName> rebuilt = new HashSet<>(effects.indexBuilds());
    rebuilt.removeAll(effects.createdIndexes());
    compare(
        ConformanceScore.Aspect.INDEX_REBUILDS,
        names(rebuilt),
        strings(result.get("index_rebuilds")),
        Set.of(),
        score,
        mismatches);
    compare(
        ConformanceScore.Aspect.SCANS,
        names(effects.scans()),
        strings(result.get("scanned")),
        strings(result.get("scanned_zero_rows")),
        score,
        mismatches);
    return mismatches;
  }

  private Effects predict(ServerVersion version) {
    JSqlParserQueryReader reader = new JSqlParserQueryReader();
    SchemaFold fold = new SchemaFold(version, reader);
    EffectModel model = new EffectModel(reader);
    SchemaState state = SchemaState.empty();
    state = fold.applyAll(state, statements(SURROUNDINGS, version));
    state = fold.applyAll(state, statements(node.get("setup").asText(), version));
    for (String setting : texts("session")) {
      state = fold.applyAll(state, statements(setting, version));
    }
    TransactionState transaction = TransactionState.OPENED;
    for (String before : texts("in_tx_before")) {
      for (Statement statement : statements(before, version)) {
        Effects effects = model.predict(statement, state, transaction, version);
        transaction = transaction.after(statement, effects, state);
        state = fold.apply(state, statement).state();
      }
    }
    Statement statement = statements(node.get("statement").asText(), version).get(0);
    return model.predict(statement, state, transaction, version);
  }

  private List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    node.path(field).forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static List<Statement> statements(String sql, ServerVersion version) {
    return SqlParser.parse(sql, version).statements();
  }

  /** The SQLSTATE that the server is predicted to answer in a transaction. */
  private static Optional<String> refusal(Effects effects, JsonNode result) {
    boolean ranInTransaction = result.path("in_transaction").asBoolean(true);
    // PreventInTransactionBlock() comes before anything is looked up.
    boolean words =
        effects.failure().filter(f -> f.sqlstate().equals(Prediction.SYNTAX_ERROR)).isPresent();
    if (effects.transaction() == TransactionNeed.FORBIDDEN && ranInTransaction && !words) {
      return Optional.of("25001");
    }
    return effects.failure().map(Failure::sqlstate);
  }

  private static String sqlstate(JsonNode error) {
    return error.isObject() ? error.get("sqlstate").asText() : error.asText().substring(0, 5);
  }

  private static void compareLocks(
      Effects effects,
      JsonNode measured,
      boolean lowerBound,
      ConformanceScore score,
      List<String> mismatches) {
    Map<String, LockMode> predicted = new TreeMap<>();
    for (RelationLock lock : effects.locks()) {
      predicted.merge(name(lock.relation()), lock.mode(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }
    Map<String, LockMode> seen = new TreeMap<>();
    measured
        .fields()
        .forEachRemaining(
            entry -> {
              boolean toast = entry.getKey().startsWith("pg_toast");
              if (!toast && !entry.getKey().startsWith("pg_temp")) {
                seen.put(entry.getKey(), mode(entry.getValue().get(0).asText()));
              }
            });
    predicted.keySet().removeIf(name -> name.startsWith("pg_temp"));
    boolean right =
        lowerBound
            ? seen.entrySet().stream()
                .allMatch(
                    e ->
                        predicted.containsKey(e.getKey())
                            && predicted.get(e.getKey()).compareTo(e.getValue()) >= 0)
            : seen.equals(predicted);
    score.count(ConformanceScore.Aspect.LOCKS, right);
    if (!right) {
      mismatches.add("locks " + seen + ", predicted " + predicted);
    }
  }

  private static LockMode mode(String name) {
    String words = name.replaceAll("Lock$", "").replaceAll("(?<=[a-z])(?=[A-Z])", "_");
    return LockMode.valueOf(words.toUpperCase(java.util.Locale.ROOT));
  }

  private static void compare(
      ConformanceScore.Aspect aspect,
      Set<String> predicted,
      Set<String> seen,
      Set<String> allowed,
      ConformanceScore score,
      List<String> mismatches) {
    Set<String> most = new TreeSet<>(seen);
    most.addAll(allowed);
    boolean right = predicted.containsAll(seen) && most.containsAll(predicted);
    score.count(aspect, right);
    if (!right) {
      mismatches.add(
          aspect.name().toLowerCase(java.util.Locale.ROOT)
              + " "
              + seen
              + ", predicted "
              + predicted);
    }
  }

  /** Without the schema that the search path has first. */
  private static String name(RelationName relation) {
    return relation.schema().equals("app") ? relation.name() : relation.toString();
  }

  private static Set<String> names(Set<RelationName> relations) {
    Set<String> names = new TreeSet<>();
    relations.stream()
        .map(MeasuredCase::name)
        .filter(n -> !n.startsWith("pg_temp"))
        .forEach(names::add);
    return names;
  }

  private static Set<String> strings(JsonNode list) {
    Set<String> strings = new TreeSet<>();
    if (list != null) {
      list.forEach(text -> strings.add(text.asText()));
    }
    strings.removeIf(name -> name.startsWith("pg_toast") || name.startsWith("pg_temp"));
    return strings;
  }
}
