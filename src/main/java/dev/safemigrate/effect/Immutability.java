package dev.safemigrate.effect;

import dev.safemigrate.ast.ExpressionFacts;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Volatility;
import dev.safemigrate.schema.FunctionDefinition;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Expressions of indexes, predicates and generated columns may only call immutable functions
 * (manual, CREATE INDEX, Notes; CheckMutability() of indexcmds.c).
 */
final class Immutability {

  private static final Pattern ONE_ARGUMENT =
      Pattern.compile(
          "\\b(?:to|plainto|phraseto|websearch_to)_ts(?:vector|query)\\s*"
              + "\\(\\s*(?:\\w+\\.)?(?:\\w+|\"[^\"]+\"|'[^']*')\\s*\\)",
          Pattern.CASE_INSENSITIVE);

  private final Prediction prediction;

  Immutability(Prediction prediction) {
    this.prediction = prediction;
  }

  /** Fails where no function of a name that is called is immutable. */
  void require(String expression, String place) {
    ExpressionFacts facts = prediction.reader().expression(expression);
    if (facts.opaque()) {
      return;
    }
    // The configuration of a text search is a setting unless it is given.
    if (ONE_ARGUMENT.matcher(expression).find()) {
      prediction.fail(
          Prediction.INVALID_OBJECT_DEFINITION,
          "functions in %s must be marked IMMUTABLE: name the text search configuration",
          place);
      return;
    }
    for (QualifiedName function : facts.functions()) {
      if (isNeverImmutable(function)) {
        prediction.fail(
            Prediction.INVALID_OBJECT_DEFINITION,
            "functions in %s must be marked IMMUTABLE, and %s() is not",
            place,
            function.name());
        return;
      }
    }
  }

  private boolean isNeverImmutable(QualifiedName function) {
    List<FunctionDefinition> own = prediction.schema().functions(function);
    if (!own.isEmpty()) {
      // A SQL function that is inlined counts as what it becomes.
      return own.stream()
          .allMatch(
              definition ->
                  definition.volatility() != Volatility.IMMUTABLE
                      && !definition.language().equals("sql"));
    }
    String name = function.name().toLowerCase(Locale.ROOT);
    if (ExpressionVolatility.isStableWord(name)) {
      return true;
    }
    Set<Volatility> possible = prediction.types().volatilities(name);
    return !possible.isEmpty() && !possible.contains(Volatility.IMMUTABLE);
  }
}
