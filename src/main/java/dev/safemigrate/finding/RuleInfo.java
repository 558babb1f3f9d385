package dev.safemigrate.finding;

import java.util.List;

/**
 * A rule's identity.
 *
 * @param id what users type, as in {@code blocking-index-build}
 * @param title a few words without full stop
 * @param worst the worst class that a finding of the rule has
 * @param aliases earlier ids, still accepted wherever an id is
 * @param since the plugin version that had it first
 * @param optional true for questions of style, which are off unless asked for
 */
public record RuleInfo(
    String id,
    String title,
    Classification worst,
    List<String> aliases,
    String since,
    boolean optional) {

  public RuleInfo {
    aliases = List.copyOf(aliases);
    if (!id.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException("not a rule id: " + id);
    }
  }

  /** A rule of the first version without other names. */
  public RuleInfo(String id, String title, Classification worst) {
    this(id, title, worst, List.of(), "0.1.0", false);
  }

  /** A question of style. */
  public static RuleInfo style(String id, String title) {
    return new RuleInfo(id, title, Classification.SAFE, List.of(), "0.1.0", true);
  }

  /** Whether the rule is or was called so. */
  public boolean answersTo(String name) {
    return id.equals(name) || aliases.contains(name);
  }
}
