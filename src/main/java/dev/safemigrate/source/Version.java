package dev.safemigrate.source;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The version of a migration.
 *
 * <p>Numbers are ordered as Flyway orders them: split at dots and underscores and compared part by
 * part as numbers of any length, missing parts counting as zero, so that 1, 1.0 and 01 are the same
 * version. Labels (Prisma's folder names, Alembic's revisions) are ordered as text, behind all
 * numbers; where one begins with the other (a time with and without its fraction), the longer comes
 * first, as their folders do, whose names go on with an underscore.
 */
public final class Version implements Comparable<Version> {

  private final String text;
  private final List<BigInteger> parts;

  private Version(String text, List<BigInteger> parts) {
    this.text = text;
    this.parts = parts;
  }

  /**
   * Reads a version made of numbers.
   *
   * @param text digits in parts that dots or underscores separate, as in {@code 2_1} or {@code 2.1}
   * @return empty when the text is anything else
   */
  public static Optional<Version> ofNumbers(String text) {
    List<BigInteger> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      boolean separator = i == text.length() || text.charAt(i) == '.' || text.charAt(i) == '_';
      if (!separator && !isDigit(text.charAt(i))) {
        return Optional.empty();
      }
      if (separator) {
        if (start == i) {
          return Optional.empty();
        }
        parts.add(new BigInteger(text.substring(start, i)));
        start = i + 1;
      }
    }
    while (parts.size() > 1 && parts.get(parts.size() - 1).signum() == 0) {
      parts.remove(parts.size() - 1);
    }
    return Optional.of(new Version(text.replace('_', '.'), List.copyOf(parts)));
  }

  /** A version whose tool compares it as text. */
  public static Version ofLabel(String text) {
    return new Version(text, List.of());
  }

  /**
   * Reads the text as the tool of another version does: a label of nothing but digits cannot be
   * told from a number by itself.
   */
  public Version readLike(Version model) {
    return model.parts.isEmpty() == parts.isEmpty()
        ? this
        : model.parts.isEmpty() ? ofLabel(text) : ofNumbers(text).orElse(this);
  }

  /** The version as Flyway writes it into its history: with dots, leading zeros kept. */
  public String text() {
    return text;
  }

  @Override
  public int compareTo(Version other) {
    if (parts.isEmpty() || other.parts.isEmpty()) {
      int labelsLast = Boolean.compare(parts.isEmpty(), other.parts.isEmpty());
      return labelsLast != 0 ? labelsLast : label().compareTo(other.label());
    }
    int common = Math.min(parts.size(), other.parts.size());
    for (int i = 0; i < common; i++) {
      int difference = parts.get(i).compareTo(other.parts.get(i));
      if (difference != 0) {
        return difference;
      }
    }
    return Integer.compare(parts.size(), other.parts.size());
  }

  private String label() {
    return text + "_";
  }

  /** Whether both are the same version to the tool that orders them. */
  @Override
  public boolean equals(Object object) {
    return object instanceof Version other && compareTo(other) == 0;
  }

  @Override
  public int hashCode() {
    return parts.isEmpty() ? text.hashCode() : parts.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
