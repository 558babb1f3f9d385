package dev.safemigrate.parser;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The answers about the texts asked for last, so that no text is read twice in a row. */
final class RecentAnswers<T> {

  /** Longer texts are rare and would keep much memory. */
  private static final int LONGEST_KEPT = 20_000;

  private final Map<String, T> answers;

  /**
   * @param most answers kept; the one not asked for longest goes first
   */
  RecentAnswers(int most) {
    answers =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
            return size() > most;
          }
        };
  }

  /** The answer about a text, read if it is not known. Two threads may both read it. */
  T of(String text, Function<String, T> reading) {
    @Nullable T known;
    synchronized (answers) {
      known = answers.get(text);
    }
    if (known != null) {
      return known;
    }
    T read = reading.apply(text);
    if (text.length() <= LONGEST_KEPT) {
      synchronized (answers) {
        answers.put(text, read);
      }
    }
    return read;
  }
}
