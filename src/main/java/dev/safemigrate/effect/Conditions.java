package dev.safemigrate.effect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Simple conditions on one column: {@code k >= 5}, {@code k IN (1, 2)}, {@code NOT (...)}. */
final class Conditions {

  private static final String VALUE =
      "(-?\\d+(?:\\.\\d+)?|(?:date|timestamp|timestamptz)?\\s*'[^']*')(?:\\s*::[\\w ]+)?";

  private final Pattern comparison;
  private final Pattern between;
  private final Pattern list;

  Conditions(String column) {
    String name = "\"?(?:\\w+\\s*\\.\\s*)?" + Pattern.quote(column) + "\"?";
    this.comparison = Pattern.compile(name + "\\s*(>=|<=|=|>|<)\\s*" + VALUE);
    this.between = Pattern.compile(name + "\\s+between\\s+" + VALUE + "\\s+and\\s+" + VALUE);
    this.list = Pattern.compile(name + "\\s+in\\s*\\((.*)\\)");
  }

  /** The range of values for which the condition can be true. */
  Optional<ValueRange> range(String conjunct) {
    String text = unwrap(conjunct);
    Matcher matcher = comparison.matcher(text);
    if (matcher.matches()) {
      return Optional.of(ValueRange.of(matcher.group(1), Literal.of(matcher.group(2))));
    }
    Matcher range = between.matcher(text);
    if (range.matches()) {
      return Optional.of(
          ValueRange.of(">=", Literal.of(range.group(1)))
              .and(ValueRange.of("<=", Literal.of(range.group(2)))));
    }
    return Optional.empty();
  }

  /** The values to which the condition restricts the column. */
  Optional<List<Literal>> values(String conjunct) {
    String text = unwrap(conjunct);
    Matcher matcher = comparison.matcher(text);
    if (matcher.matches() && matcher.group(1).equals("=")) {
      return Optional.of(List.of(Literal.of(matcher.group(2))));
    }
    Matcher in = list.matcher(text);
    if (!in.matches()) {
      return Optional.empty();
    }
    List<Literal> values = new ArrayList<>();
    for (String value : in.group(1).split(",")) {
      values.add(Literal.of(value));
    }
    return Optional.of(values);
  }

  /** Whether the condition keeps every value of the range out. */
  boolean excludes(String conjunct, ValueRange range) {
    return negated(conjunct)
        .map(
            inner -> {
              ValueRange kept = ValueRange.EVERYTHING;
              for (String part : inner.split(" and ")) {
                if (part.contains(" is not null")) {
                  continue;
                }
                Optional<ValueRange> own = range(part);
                if (own.isEmpty()) {
                  return false;
                }
                kept = kept.and(own.get());
              }
              return kept.contains(range);
            })
        .orElseGet(() -> alternativesExclude(conjunct, range));
  }

  /** {@code k < 5 OR k >= 9}: every alternative must lie outside. */
  private boolean alternativesExclude(String conjunct, ValueRange range) {
    String[] alternatives = unwrap(conjunct).split(" or ");
    if (alternatives.length < 2) {
      return false;
    }
    for (String alternative : alternatives) {
      boolean outside =
          range(alternative).filter(own -> !own.overlaps(range)).isPresent()
              || unwrap(alternative).endsWith(" is null");
      if (!outside) {
        return false;
      }
    }
    return true;
  }

  boolean excludes(String conjunct, List<Literal> wanted) {
    Optional<List<Literal>> refused = negated(conjunct).flatMap(this::values);
    if (refused.isPresent()) {
      return refused.get().containsAll(wanted);
    }
    return values(conjunct).filter(kept -> wanted.stream().noneMatch(kept::contains)).isPresent();
  }

  private static Optional<String> negated(String conjunct) {
    String text = unwrap(conjunct);
    return text.startsWith("not ") || text.startsWith("not(")
        ? Optional.of(unwrap(text.substring(3)))
        : Optional.empty();
  }

  private static String unwrap(String conjunct) {
    String text = lower(conjunct.trim());
    while (text.startsWith("(") && closing(text) == text.length() - 1) {
      text = text.substring(1, text.length() - 1).trim();
    }
    return text;
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

  /** In lower case, but for what stands in quotes. */
  private static String lower(String text) {
    StringBuilder result = new StringBuilder();
    boolean quoted = false;
    for (char c : text.toCharArray()) {
      quoted ^= c == '\'';
      result.append(quoted ? c : String.valueOf(c).toLowerCase(Locale.ROOT));
    }
    return result.toString();
  }
}
