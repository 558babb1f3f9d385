package dev.safemigrate.rehearsal;

import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.rehearsal.TableShape.Column;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values that may make a condition true: those that it names, their neighbours, strings of the
 * lengths that it names, and what such conditions usually ask for.
 */
final class CheckCandidates {

  private static final Pattern STRING = Pattern.compile("'((?:[^']|'')*)'");
  private static final Pattern NUMBER = Pattern.compile("(?<![\\w.'])-?\\d{1,15}(?:\\.\\d+)?");
  private static final List<String> USUAL =
      List.of(
          "0",
          "1",
          "-1",
          "10",
          "100",
          "true",
          "false",
          "a",
          "A",
          "ab",
          "AB",
          "ABC",
          "{}",
          "[]",
          "a@b.example",
          "https://example.com",
          "2020-01-01",
          "{\"a\": 1}",
          "");
  private static final int LONGEST = 200;

  private CheckCandidates() {}

  /** SQL expressions of the column's type; some may be no values of it. */
  static Set<String> of(Column column, String definition) {
    Set<String> words = new LinkedHashSet<>();
    Matcher strings = STRING.matcher(definition);
    while (strings.find()) {
      words.add(strings.group(1).replace("''", "'"));
    }
    Matcher numbers = NUMBER.matcher(definition);
    while (numbers.find()) {
      words.add(numbers.group());
      if (!numbers.group().contains(".")) {
        long number = Long.parseLong(numbers.group());
        words.add(String.valueOf(number + 1));
        words.add(String.valueOf(number - 1));
        if (number > 0 && number <= LONGEST) {
          words.add("a".repeat((int) number));
          words.add("A".repeat((int) number));
          words.add("0".repeat((int) number));
        }
      }
    }
    words.addAll(USUAL);
    Set<String> values = new LinkedHashSet<>();
    if (!column.notNull()) {
      values.add("NULL");
    }
    words.forEach(word -> values.add(Identifiers.string(word) + "::" + column.type()));
    return values;
  }
}
