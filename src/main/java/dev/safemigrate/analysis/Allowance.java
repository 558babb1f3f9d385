package dev.safemigrate.analysis;

import dev.safemigrate.finding.Acknowledgement;
import dev.safemigrate.rule.Rules;
import java.util.regex.Pattern;

/**
 * An acknowledgement of the configuration: the findings of one rule in the files of a pattern.
 *
 * @param rule an id, or {@code *} for all
 * @param path a glob over the file's path with slashes; {@code **} crosses folders
 * @param acknowledgement why, and until when
 */
public record Allowance(String rule, String path, Acknowledgement acknowledgement) {

  /** Whether it speaks about that finding. */
  boolean covers(String ruleId, String file) {
    boolean sameRule =
        rule.equals("*")
            || rule.equals(ruleId)
            || Rules.named(ruleId).filter(known -> known.info().answersTo(rule)).isPresent();
    return sameRule && speaksOf(file);
  }

  /** Whether it speaks about that file, whatever the rule. */
  boolean speaksOf(String file) {
    return pattern().matcher(file).matches();
  }

  private Pattern pattern() {
    StringBuilder regex = new StringBuilder("(?:.*/)?");
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '*' && i + 1 < path.length() && path.charAt(i + 1) == '*') {
        boolean folder = i + 2 < path.length() && path.charAt(i + 2) == '/';
        regex.append(folder ? "(?:.*/)?" : ".*");
        i += folder ? 2 : 1;
      } else if (c == '*') {
        regex.append("[^/]*");
      } else if (c == '?') {
        regex.append("[^/]");
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString());
  }
}
