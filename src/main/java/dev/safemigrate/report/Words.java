package dev.safemigrate.report;

import dev.safemigrate.effect.LockHold;
import dev.safemigrate.effect.LockMode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How reports word numbers, durations and locks. */
final class Words {

  private Words() {}

  /** {@code 1 row}, {@code 1,200 rows}. */
  static String count(long number, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? one : many);
  }

  /** The last part of a path. */
  static String fileName(String path) {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }

  /** The first names, and how many more there are. */
  static String named(List<String> names, int atMost) {
    String first = names.stream().limit(atMost).collect(Collectors.joining(", "));
    int more = names.size() - atMost;
    return more > 0 ? String.format(Locale.ROOT, "%s and %,d more", first, more) : first;
  }

  /** The path as URIs and other systems have it. */
  static String slashes(String path) {
    return path.replace('\\', '/');
  }

  /** The path without {@code .} and, as far as there is a folder before it, without {@code ..}. */
  static String withoutDots(String path) {
    Deque<String> kept = new ArrayDeque<>();
    for (String part : path.split("/", -1)) {
      if (part.equals("..") && !kept.isEmpty() && !kept.getLast().equals("..")) {
        kept.removeLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        kept.addLast(part);
      }
    }
    return String.join("/", kept);
  }

  /** {@code 40 ms}, {@code 12 s}, {@code 3 min}, {@code 2.5 h}. */
  static String duration(double seconds) {
    if (seconds < 1) {
      return Math.round(seconds * 1000) + " ms";
    }
    if (seconds < 120) {
      return rounded(seconds) + " s";
    }
    return seconds < 7200 ? rounded(seconds / 60) + " min" : rounded(seconds / 3600) + " h";
  }

  private static String rounded(double value) {
    String text = String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** {@code 12 s to 3 min}. */
  static String range(double low, double high) {
    String from = duration(low);
    String to = duration(high);
    return from.equals(to) ? from : from + " to " + to;
  }

  /** Who cannot go on while the lock is held. */
  static String whoWaits(LockMode mode) {
    if (mode.blocksReads()) {
      return "readers and writers wait";
    }
    return mode.blocksWrites() ? "writers wait" : "readers and writers go on";
  }

  /** How long a statement keeps its lock busy. */
  static String howLong(LockHold hold) {
    return switch (hold) {
      case INSTANT -> "for an instant";
      case ROWS -> "as long as its rows take";
      case WAIT -> "as long as it waits for others";
      case SCAN -> "as long as reading the table takes";
      case BUILD -> "as long as building the index takes";
      case REWRITE -> "as long as writing the table anew takes";
    };
  }
}
