package dev.safemigrate.rehearsal;

import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.rehearsal.TableShape.Column;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.util.Optional;

/**
 * Values that look like what a column may hold: another one for each number, the same for the same
 * number. Numbers begin high, so that they do not meet the keys that migrations insert themselves.
 */
final class GeneratedValue {

  private static final int FIRST_KEY = 1_000_000;
  private static final int FIRST_SMALL = 10_000;
  private static final LocalDateTime START = LocalDateTime.of(2020, 1, 1, 0, 0);

  private GeneratedValue() {}

  /**
   * The value as an SQL expression of the column's type; empty for types of which nothing is known.
   */
  static Optional<String> of(Column column, int number) {
    return words(column, number).map(words -> Identifiers.string(words) + "::" + column.type());
  }

  private static Optional<String> words(Column column, int number) {
    if (column.kind().equals("e")) {
      int count = column.labels().size();
      return count == 0 ? Optional.empty() : Optional.of(column.labels().get(number % count));
    }
    if (column.category().equals("A")) {
      return Optional.of("{}");
    }
    if (column.kind().equals("r")) {
      return Optional.of("empty");
    }
    return Optional.ofNullable(
        switch (column.base()) {
          case "bool" -> number % 2 == 0 ? "true" : "false";
          case "int2" -> String.valueOf(FIRST_SMALL + number % FIRST_SMALL);
          case "int4", "int8", "oid", "xid8", "money" -> String.valueOf(FIRST_KEY + number);
          case "float4", "float8" -> number + ".5";
          case "numeric" -> numeric(column.modifier(), number);
          case "text", "citext", "name" -> String.valueOf(FIRST_KEY + number);
          case "varchar", "bpchar" -> text(column.modifier() - 4, number);
          case "char" -> "x";
          case "uuid" -> "00000000-0000-4000-8000-%012x".formatted(FIRST_KEY + number);
          case "date" -> START.toLocalDate().plusDays(number).toString();
          case "timestamp", "timestamptz" -> START.plusMinutes(number) + "Z";
          case "time", "timetz" -> "%02d:%02d:00".formatted(number / 60 % 24, number % 60);
          case "interval" -> number + " minutes";
          case "json", "jsonb" -> "{\"generated\": %d}".formatted(number);
          case "bytea" -> "\\x%08x".formatted(FIRST_KEY + number);
          case "xml" -> "<generated>%d</generated>".formatted(number);
          case "inet", "cidr" ->
              "10.%d.%d.%d".formatted(number >> 16 & 255, number >> 8 & 255, number & 255);
          case "macaddr" ->
              "02:00:00:%02x:%02x:%02x"
                  .formatted(number >> 16 & 255, number >> 8 & 255, number & 255);
          case "bit" -> bits(column.modifier(), number);
          case "varbit" -> Integer.toBinaryString(number);
          case "point" -> "(%d,%d)".formatted(number, number);
          case "tsvector", "tsquery", "ltree" -> "generated" + number;
          case "hstore" -> "generated=>" + number;
          case "pg_lsn" -> "0/%X".formatted(FIRST_KEY + number);
          default -> null;
        });
  }

  /** The modifier holds precision and scale (the manual, "Arbitrary Precision Numbers"). */
  private static String numeric(int modifier, int number) {
    if (modifier < 4) {
      return String.valueOf(FIRST_KEY + number);
    }
    int digits = (modifier - 4 >> 16 & 0xffff) - (modifier - 4 & 0x7ff);
    return digits <= 0
        ? "0"
        : BigInteger.valueOf(number + 1L).mod(BigInteger.TEN.pow(digits)).toString();
  }

  /** Digits, because what is kept as text is often read as JSON or as a number later. */
  private static String text(int length, int number) {
    String digits = String.valueOf(FIRST_KEY + number);
    if (length < 1 || digits.length() <= length) {
      return digits;
    }
    String few = Integer.toString(number, 36);
    String padded = "0".repeat(Math.max(0, length - few.length())) + few;
    return padded.substring(padded.length() - length);
  }

  private static String bits(int length, int number) {
    int width = Math.max(1, length);
    String bits = Integer.toBinaryString(number);
    return bits.length() >= width
        ? bits.substring(bits.length() - width)
        : "0".repeat(width - bits.length()) + bits;
  }
}
