package dev.safemigrate.effect;

import dev.safemigrate.ast.ExpressionFacts;
import dev.safemigrate.ast.QueryReader;
import dev.safemigrate.ast.TypeName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A column behind casts: {@code x::text::varchar(20)}, {@code CAST (x AS text)}. */
final class CastChain {

  private CastChain() {}

  /**
   * The column that is left when all casts are taken off.
   *
   * @param casts gets the types, innermost first
   */
  static Optional<String> strip(String text, QueryReader reader, List<TypeName> casts) {
    String expression = unwrap(text.trim());
    ExpressionFacts facts = reader.expression(expression);
    if (facts.bareColumn().isPresent()) {
      return facts.bareColumn();
    }
    if (facts.cast().isEmpty() || !facts.functions().isEmpty()) {
      return Optional.empty();
    }
    Optional<String> column = operand(expression).flatMap(inner -> strip(inner, reader, casts));
    if (column.isPresent()) {
      casts.add(facts.cast().get());
    }
    return column;
  }

  private static Optional<String> operand(String expression) {
    int colons = lastTopLevel(expression, "::");
    if (colons > 0) {
      return Optional.of(expression.substring(0, colons));
    }
    String lower = expression.toLowerCase(Locale.ROOT);
    if (lower.startsWith("cast") && expression.endsWith(")")) {
      String inside = expression.substring(expression.indexOf('(') + 1, expression.length() - 1);
      int as = lastTopLevel(inside.toLowerCase(Locale.ROOT), " as ");
      return as > 0 ? Optional.of(inside.substring(0, as)) : Optional.empty();
    }
    return Optional.empty();
  }

  private static int lastTopLevel(String text, String wanted) {
    int depth = 0;
    int found = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '(' || c == '[') {
        depth++;
      } else if (c == ')' || c == ']') {
        depth--;
      } else if (depth == 0 && text.startsWith(wanted, i)) {
        found = i;
      }
    }
    return found;
  }

  private static String unwrap(String text) {
    String bare = text;
    while (bare.startsWith("(") && closing(bare) == bare.length() - 1) {
      bare = bare.substring(1, bare.length() - 1).trim();
    }
    return bare;
  }

  private static int closing(String text) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '(') {
        depth++;
      } else if (text.charAt(i) == ')' && --depth == 0) {
        return i;
      }
    }
    return -1;
  }
}
