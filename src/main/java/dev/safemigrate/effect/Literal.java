package dev.safemigrate.effect;

import dev.safemigrate.ast.Expression;
import java.math.BigDecimal;
import java.util.Optional;

/** A constant of a partition bound or a CHECK; numbers compare as such, all else as text. */
record Literal(Optional<BigDecimal> number, String text) implements Comparable<Literal> {

  static Literal of(Expression expression) {
    return of(expression.text());
  }

  static Literal of(String source) {
    String text = source.trim();
    int cast = text.indexOf("::");
    if (cast > 0) {
      text = text.substring(0, cast).trim();
    }
    while (text.startsWith("(") && text.endsWith(")")) {
      text = text.substring(1, text.length() - 1).trim();
    }
    int quote = text.indexOf('\'');
    if (quote >= 0 && text.endsWith("'") && text.length() > quote + 1) {
      text = text.substring(quote + 1, text.length() - 1);
    }
    try {
      BigDecimal number = new BigDecimal(text).stripTrailingZeros();
      return new Literal(Optional.of(number), number.toPlainString());
    } catch (NumberFormatException e) {
      return new Literal(Optional.empty(), text);
    }
  }

  @Override
  public int compareTo(Literal other) {
    if (number.isPresent() && other.number.isPresent()) {
      return number.get().compareTo(other.number.get());
    }
    return text.compareTo(other.text);
  }
}
