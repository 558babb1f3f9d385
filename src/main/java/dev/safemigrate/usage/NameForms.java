package dev.safemigrate.usage;

import java.util.Locale;
import java.util.Set;

/**
 * The spellings in which code names an object: {@code order_total} is {@code orderTotal} in a field
 * (the naming strategies of Hibernate and Spring), {@code ORDER_TOTAL} in jOOQ, {@code
 * getOrderTotal} or {@code findByOrderTotal} in methods.
 */
final class NameForms {

  /** A shorter name inside a longer word is chance. */
  private static final int SHORTEST_PART = 3;

  private final String plain;
  private final String camel;

  NameForms(String name) {
    this.plain = plain(name);
    this.camel = camel(name);
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
    if (plain(word).equals(plain)) {
      return true;
    }
    return camel.length() >= SHORTEST_PART && hasPart(word);
  }

  private boolean hasPart(String word) {
    int at = word.indexOf(camel);
    while (at >= 0) {
      int end = at + camel.length();
      if (end == word.length() || !Character.isLowerCase(word.charAt(end))) {
        return true;
      }
      at = word.indexOf(camel, at + 1);
    }
    return false;
  }

  private static String plain(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }

  private static String camel(String name) {
    StringBuilder result = new StringBuilder();
    boolean upper = true;
    for (char c : name.toCharArray()) {
      if (c == '_') {
        upper = true;
      } else {
        result.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return result.toString();
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
