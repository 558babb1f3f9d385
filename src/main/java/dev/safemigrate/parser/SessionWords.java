package dev.safemigrate.parser;

import dev.safemigrate.ast.QualifiedName;
import java.util.Locale;
import java.util.Map;

/** Words that call a function without parentheses (manual 9.9.5 and 9.27), and folding. */
final class SessionWords {

  private static final Map<String, String> FUNCTIONS =
      Map.ofEntries(
          Map.entry("current_timestamp", "now"),
          Map.entry("current_time", "now"),
          Map.entry("current_date", "now"),
          Map.entry("localtime", "now"),
          Map.entry("localtimestamp", "now"),
          Map.entry("current_user", "current_user"),
          Map.entry("current_role", "current_role"),
          Map.entry("current_catalog", "current_catalog"),
          Map.entry("current_schema", "current_schema"),
          Map.entry("session_user", "session_user"),
          Map.entry("system_user", "system_user"),
          Map.entry("user", "user"));

  private SessionWords() {}

  static boolean isOne(String word) {
    return FUNCTIONS.containsKey(word.toLowerCase(Locale.ROOT));
  }

  /** The function that such a word calls; any other word is its own. */
  static QualifiedName function(String word) {
    String folded = word.toLowerCase(Locale.ROOT);
    return QualifiedName.of(FUNCTIONS.getOrDefault(folded, folded));
  }

  /** The name that an identifier stands for: without its quotes, or folded. */
  static String fold(String identifier) {
    boolean quoted = identifier.length() > 1 && identifier.startsWith("\"");
    return quoted
        ? identifier.substring(1, identifier.length() - 1).replace("\"\"", "\"")
        : identifier.toLowerCase(Locale.ROOT);
  }
}
