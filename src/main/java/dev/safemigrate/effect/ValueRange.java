package dev.safemigrate.effect;

import dev.safemigrate.ast.Expression;
import java.util.Locale;
import java.util.Optional;

/**
 * The values between two ends; an absent end is open.
 *
 * @param low least value
 * @param lowIncluded whether it belongs to the range
 * @param high greatest value
 * @param highIncluded whether it belongs to the range
 */
record ValueRange(
    Optional<Literal> low, boolean lowIncluded, Optional<Literal> high, boolean highIncluded) {

  static final ValueRange EVERYTHING =
      new ValueRange(Optional.empty(), false, Optional.empty(), false);

  /** FROM is in the range, TO is not. */
  static Optional<ValueRange> between(Expression from, Expression to) {
    return Optional.of(new ValueRange(end(from, "minvalue"), true, end(to, "maxvalue"), false));
  }

  private static Optional<Literal> end(Expression value, String open) {
    boolean isOpen = value.text().trim().toLowerCase(Locale.ROOT).equals(open);
    return isOpen ? Optional.empty() : Optional.of(Literal.of(value));
  }

  static ValueRange of(String operator, Literal value) {
    return switch (operator) {
      case ">" -> new ValueRange(Optional.of(value), false, Optional.empty(), false);
      case ">=" -> new ValueRange(Optional.of(value), true, Optional.empty(), false);
      case "<" -> new ValueRange(Optional.empty(), false, Optional.of(value), false);
      case "<=" -> new ValueRange(Optional.empty(), false, Optional.of(value), true);
      default -> new ValueRange(Optional.of(value), true, Optional.of(value), true);
    };
  }

  /** The values in both ranges. */
  ValueRange and(ValueRange other) {
    boolean otherLow = lowBelow(other);
    boolean otherHigh = other.highBelow(this);
    return new ValueRange(
        otherLow ? other.low : low,
        otherLow ? other.lowIncluded : lowIncluded,
        otherHigh ? other.high : high,
        otherHigh ? other.highIncluded : highIncluded);
  }

  boolean contains(ValueRange other) {
    return !other.lowBelowStrictly(this) && !highBelowStrictly(other);
  }

  boolean overlaps(ValueRange other) {
    return !endsBefore(other) && !other.endsBefore(this);
  }

  private boolean endsBefore(ValueRange other) {
    if (high.isEmpty() || other.low.isEmpty()) {
      return false;
    }
    int order = high.get().compareTo(other.low.get());
    return order < 0 || order == 0 && !(highIncluded && other.lowIncluded);
  }

  /** Whether this range begins at or below the other. */
  private boolean lowBelow(ValueRange other) {
    if (other.low.isEmpty()) {
      return false;
    }
    if (low.isEmpty()) {
      return true;
    }
    int order = low.get().compareTo(other.low.get());
    return order < 0 || order == 0 && lowIncluded;
  }

  private boolean lowBelowStrictly(ValueRange other) {
    if (other.low.isEmpty()) {
      return false;
    }
    if (low.isEmpty()) {
      return true;
    }
    int order = low.get().compareTo(other.low.get());
    return order < 0 || order == 0 && lowIncluded && !other.lowIncluded;
  }

  private boolean highBelow(ValueRange other) {
    if (high.isEmpty()) {
      return false;
    }
    if (other.high.isEmpty()) {
      return true;
    }
    int order = high.get().compareTo(other.high.get());
    return order < 0 || order == 0 && other.highIncluded;
  }

  private boolean highBelowStrictly(ValueRange other) {
    if (high.isEmpty()) {
      return false;
    }
    if (other.high.isEmpty()) {
      return true;
    }
    int order = high.get().compareTo(other.high.get());
    return order < 0 || order == 0 && !highIncluded && other.highIncluded;
  }
}
