package dev.safemigrate.usage;

import java.util.Locale;
import java.util.Set;

/**
 * The spellings in which code names an object: {@code order_total} is {@code orderTotal} in a field
 * (the naming strategies of Hibernate and Spring), {@code ORDER_TOTAL} in jOOQ, {@code
 * getOrderTotal} or {@code findByOrderTotal} in methods.
 */
final class NameForms {

  /** A shorter name inside a longer word is chance, but behind words that methods begin with. */
  private static final int SHORTEST_PART = 3;

  private static final Set<String> BEFORE_PROPERTY = Set.of("get", "set", "is", "has", "with");

  private final String plain;

  NameForms(String name) {
    this.plain = plain(name);
  }

  /** The same for a table, of which the class is often the singular. */
  static Set<NameForms> ofTable(String name) {
    String singular = singular(name);
    return singular.equals(name)
        ? Set.of(new NameForms(name))
        : Set.of(new NameForms(name), new NameForms(singular));
  }

  /**
   * Whether a word of letters, digits and underscores is the name, or has it as one of its parts.
   */
  boolean isNamedBy(String word) {
    if (word.length() < plain.length()) {
      return false;
    }
    return isPlain(word) || hasPart(word);
  }

  /** Equal but for underscores and case. */
  private boolean isPlain(String word) {
    int at = 0;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == '_') {
        continue;
      }
      if (at == plain.length() || Character.toLowerCase(c) != plain.charAt(at)) {
        return false;
      }
      at++;
    }
    return at == plain.length();
  }

  /** Whether a part that begins with a capital and ends before the next one is the name. */
  private boolean hasPart(String word) {
    for (int start = 0; start + plain.length() <= word.length(); start++) {
      int end = start + plain.length();
      if (Character.isUpperCase(word.charAt(start))
          && (end == word.length() || !Character.isLowerCase(word.charAt(end)))
          && word.regionMatches(true, start, plain, 0, plain.length())
          && (plain.length() >= SHORTEST_PART || isProperty(word.substring(0, start)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isProperty(String before) {
    return BEFORE_PROPERTY.contains(before) || before.endsWith("By") || before.endsWith("And");
  }

  private static String plain(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }

  private static String singular(String name) {
    if (name.endsWith("ies")) {
      return name.substring(0, name.length() - 3) + "y";
    }
    if (name.endsWith("sses") || name.endsWith("xes") || name.endsWith("ches")) {
      return name.substring(0, name.length() - 2);
    }
    boolean plural = name.endsWith("s") && !name.endsWith("ss") && name.length() > SHORTEST_PART;
    return plural ? name.substring(0, name.length() - 1) : name;
  }
}
