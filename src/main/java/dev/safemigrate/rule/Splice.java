package dev.safemigrate.rule;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes the words of a statement at its head. The rest stays as the user wrote it. */
final class Splice {

  private Splice() {}

  /** The words with {@code insertion} behind what {@code head} matches at their beginning. */
  static Optional<String> after(String sql, Pattern head, String insertion) {
    Matcher matcher = head.matcher(sql);
    return matcher.lookingAt()
        ? Optional.of(sql.substring(0, matcher.end()) + insertion + sql.substring(matcher.end()))
        : Optional.empty();
  }
}
