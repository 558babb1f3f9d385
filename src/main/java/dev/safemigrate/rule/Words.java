package dev.safemigrate.rule;

import dev.safemigrate.effect.LockHold;
import dev.safemigrate.effect.LockMode;
import dev.safemigrate.effect.RelationLock;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The phrases that messages of several rules share. */
final class Words {

  private Words() {}

  /** What waits for a lock: {@code reads and writes}, {@code writes}, {@code other DDL}. */
  static String blocked(LockMode mode) {
    if (mode.blocksReads()) {
      return "reads and writes";
    }
    return mode.blocksWrites() ? "writes" : "other DDL";
  }

  /** For how long a lock is busy, behind a verb. */
  static String duration(LockHold hold) {
    return switch (hold) {
      case INSTANT -> "for an instant";
      case SCAN -> "while the whole table is read";
      case REWRITE -> "while the whole table is written anew";
      case BUILD -> "until the index is built";
      case WAIT -> "while it waits for other transactions";
      case ROWS -> "while rows are changed";
    };
  }

  /** {@code blocks writes to public.orders until the index is built (SHARE lock)}. */
  static String blocks(RelationLock lock) {
    return "blocks %s of %s %s (%s lock)"
        .formatted(
            blocked(lock.mode()), lock.relation(), duration(lock.hold()), lock.mode().sqlName());
  }

  /** {@code a}, {@code a and b}, {@code a, b and c}, {@code a, b and 4 others}. */
  static String list(Collection<?> items) {
    List<String> names = items.stream().map(String::valueOf).toList();
    if (names.size() < 2) {
      return String.join("", names);
    }
    if (names.size() > 4) {
      return "%s, %s and %d others".formatted(names.get(0), names.get(1), names.size() - 2);
    }
    return String.join(", ", names.subList(0, names.size() - 1))
        + " and "
        + names.get(names.size() - 1);
  }

  /** A reason as a part of a sentence: without full stop and capital. */
  static String clause(String reason) {
    String open = reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason;
    return open.substring(0, 1).toLowerCase(Locale.ROOT) + open.substring(1);
  }
}
