package dev.safemigrate.effect;

import dev.safemigrate.ast.ExpressionFacts;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Volatility;
import dev.safemigrate.schema.FunctionDefinition;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How volatile an expression is once the planner has simplified it.
 *
 * <p>Follows contain_volatile_functions_after_planning() and inline_function() of clauses.c: a SQL
 * function whose body is one simple expression is replaced by that expression, whatever volatility
 * it was declared with.
 */
final class ExpressionVolatility {

  /** How deep functions are inlined; deeper ones count as they were declared. */
  private static final int DEEPEST = 8;

  /** SQL's own functions, which have a grammar and no entry in pg_proc under that name. */
  private static final Set<String> STABLE_WORDS =
      Set.of(
          "current_date",
          "current_time",
          "current_timestamp",
          "localtime",
          "localtimestamp",
          "current_role",
          "current_user",
          "session_user",
          "user",
          "current_catalog",
          "current_schema");

  private static final Set<String> IMMUTABLE_WORDS =
      Set.of(
          "coalesce",
          "greatest",
          "least",
          "nullif",
          "array",
          "row",
          "cast",
          "extract",
          "position",
          "overlay",
          "substring",
          "trim",
          "xmlelement",
          "xmlforest",
          "json_object",
          "json_array",
          "json_scalar",
          "grouping");

  private final Prediction prediction;

  ExpressionVolatility(Prediction prediction) {
    this.prediction = prediction;
  }

  /** True for a word of SQL's own that calls a stable function, as CURRENT_DATE. */
  static boolean isStableWord(String name) {
    return STABLE_WORDS.contains(name);
  }

  /** The volatility of an expression; what cannot be read counts as volatile. */
  Volatility of(String expression) {
    return of(prediction.reader().expression(expression), 0);
  }

  private Volatility of(ExpressionFacts facts, int depth) {
    if (facts.opaque()) {
      prediction.out().assume();
      return Volatility.VOLATILE;
    }
    Volatility most = Volatility.IMMUTABLE;
    for (QualifiedName function : facts.functions()) {
      most = more(most, of(function, depth));
    }
    return most;
  }

  private Volatility of(QualifiedName function, int depth) {
    String name = function.name().toLowerCase(Locale.ROOT);
    List<FunctionDefinition> own = prediction.schema().functions(function);
    if (own.isEmpty()) {
      return builtIn(name);
    }
    return own.stream()
        .map(definition -> declaredOrInlined(definition, depth))
        .reduce(Volatility.IMMUTABLE, ExpressionVolatility::more);
  }

  private Volatility builtIn(String name) {
    if (STABLE_WORDS.contains(name)) {
      return Volatility.STABLE;
    }
    if (IMMUTABLE_WORDS.contains(name)) {
      return Volatility.IMMUTABLE;
    }
    Set<Volatility> possible = prediction.types().volatilities(name);
    if (possible.isEmpty()) {
      prediction.out().assume();
      return Volatility.VOLATILE;
    }
    return possible.stream().reduce(Volatility.IMMUTABLE, ExpressionVolatility::more);
  }

  private Volatility declaredOrInlined(FunctionDefinition function, int depth) {
    boolean declaredHarmless = function.volatility() != Volatility.VOLATILE;
    if (declaredHarmless || !function.language().equals("sql") || depth >= DEEPEST) {
      return function.volatility();
    }
    if (function.returnsSet() || function.kind() != FunctionDefinition.Kind.FUNCTION) {
      return function.volatility();
    }
    return function
        .body()
        .flatMap(body -> SqlFunctionBody.expression(body.text(), body.sqlStandard()))
        .map(expression -> prediction.reader().expression(expression))
        .filter(facts -> !facts.opaque() && !facts.subquery())
        .map(facts -> of(facts, depth + 1))
        .orElse(function.volatility());
  }

  private static Volatility more(Volatility one, Volatility other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
