package dev.safemigrate.effect;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The expression that a SQL function is made of, when it is nothing else. */
final class SqlFunctionBody {

  /** What makes a SELECT more than an expression (inline_function() of clauses.c). */
  private static final Pattern CLAUSE =
      Pattern.compile(
          "\\b(from|where|group|having|window|union|intersect|except|order|limit|offset|fetch|for"
              + "|with|distinct|into)\\b",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern SELECT =
      Pattern.compile("\\s*select\\s+(.*?)\\s*;?\\s*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern RETURN =
      Pattern.compile("\\s*return\\s+(.*?)\\s*;?\\s*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private SqlFunctionBody() {}

  static Optional<String> expression(String body, boolean sqlStandard) {
    Matcher matcher = (sqlStandard ? RETURN : SELECT).matcher(body);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String expression = matcher.group(1);
    boolean simple = !expression.contains(";") && !CLAUSE.matcher(expression).find();
    return simple ? Optional.of(expression) : Optional.empty();
  }
}
