package dev.safemigrate.ast;

import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.KeywordCategory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The one place where names and strings are quoted for SQL. */
public final class Identifiers {

  /** Roles that are key words and mean another role in every session. */
  private static final Set<String> ROLE_WORDS =
      Set.of("CURRENT_USER", "CURRENT_ROLE", "SESSION_USER");

  /** Unreserved key words may stand wherever a name may, the others not everywhere. */
  private static final Set<String> QUOTED_WORDS =
      Arrays.stream(Keyword.values())
          .filter(keyword -> keyword.category() != KeywordCategory.UNRESERVED)
          .map(keyword -> keyword.name().toLowerCase(Locale.ROOT))
          .collect(Collectors.toUnmodifiableSet());

  private Identifiers() {}

  /**
   * A name as SQL must write it: in double quotes when it has other characters than lower-case
   * letters, digits, underscores and dollar signs, or is a key word that not every place accepts as
   * a name (manual, sections 4.1.1 and appendix C).
   */
  public static String quote(String name) {
    return isPlain(name) && !QUOTED_WORDS.contains(name)
        ? name
        : '"' + name.replace("\"", "\"\"") + '"';
  }

  /** The parts of a name, each quoted when it must be, joined by dots. */
  public static String quote(QualifiedName name) {
    return name.parts().stream().map(Identifiers::quote).collect(Collectors.joining("."));
  }

  /** A role as the tree keeps it: CURRENT_USER and its like stand for themselves. */
  public static String quoteRole(String role) {
    return ROLE_WORDS.contains(role) ? role : quote(role);
  }

  /** A string constant; with backslashes in it an escape string, which no setting changes. */
  public static String string(String value) {
    String doubled = value.replace("'", "''");
    return doubled.indexOf('\\') < 0
        ? "'" + doubled + "'"
        : "E'" + doubled.replace("\\", "\\\\") + "'";
  }

  private static boolean isPlain(String name) {
    if (name.isEmpty() || !isStart(name.charAt(0))) {
      return false;
    }
    for (int i = 1; i < name.length(); i++) {
      char character = name.charAt(i);
      if (!isStart(character) && !(character >= '0' && character <= '9') && character != '$') {
        return false;
      }
    }
    return true;
  }

  private static boolean isStart(char character) {
    return character >= 'a' && character <= 'z' || character == '_';
  }
}
