package dev.safemigrate.plan;

import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.Table;
import dev.safemigrate.text.Lexer;
import dev.safemigrate.text.TokenKind;
import dev.safemigrate.text.Tokens;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ranges of a table that becomes partitioned: what it holds today lies below the first bound.
 *
 * @param bounds literals, each above the one before
 */
record PartitionRanges(Table table, String column, List<String> bounds) {

  /** Refuses bounds that do not ascend, or that mean another instant in another session. */
  static PartitionRanges of(Table table, Column column, List<String> bounds) {
    for (int i = 0; i < bounds.size(); i++) {
      Tokens tokens = Lexer.read(bounds.get(i));
      boolean zoned = SqlType.of(column).base().filter("timestamptz"::equals).isPresent();
      if (zoned
          && !tokens.string(0).matches(".*:\\d\\d(\\.\\d+)? ?([+-]\\d\\d(:?\\d\\d)?|Z|UTC)")) {
        throw new Refusal(
            "The bound %s has no zone, so it is another instant in another session: '2027-01-01 00:00+00'."
                .formatted(bounds.get(i)));
      }
      if (i > 0 && !ascends(bounds.get(i - 1), bounds.get(i))) {
        throw new Refusal(
            "The bounds must ascend: %s is not above %s."
                .formatted(bounds.get(i), bounds.get(i - 1)));
      }
    }
    return new PartitionRanges(table, column.name(), List.copyOf(bounds));
  }

  private static boolean ascends(String lower, String upper) {
    Tokens low = Lexer.read(lower);
    Tokens high = Lexer.read(upper);
    boolean words = low.is(0, TokenKind.STRING);
    if (words != high.is(0, TokenKind.STRING)) {
      return false;
    }
    return words
        ? low.string(0).compareTo(high.string(0)) < 0
        : new BigDecimal(lower).compareTo(new BigDecimal(upper)) < 0;
  }

  /** The table of today, when it is a partition. */
  String first() {
    return Names.join(table.name().name(), "before", words(bounds.get(0)));
  }

  /** The new partitions: how they are bound, by their names. */
  Map<String, String> behind() {
    Map<String, String> partitions = new LinkedHashMap<>();
    for (int i = 0; i + 1 < bounds.size(); i++) {
      partitions.put(
          Names.join(table.name().name(), "from", words(bounds.get(i))),
          "FOR VALUES FROM (%s) TO (%s)".formatted(bounds.get(i), bounds.get(i + 1)));
    }
    partitions.put(Names.join(table.name().name(), "default"), "DEFAULT");
    return partitions;
  }

  List<String> names() {
    List<String> names = new ArrayList<>(List.of(first()));
    names.addAll(behind().keySet());
    return names;
  }

  String firstBound() {
    return "FOR VALUES FROM (MINVALUE) TO (%s)".formatted(bounds.get(0));
  }

  String checkName() {
    return Names.join(table.name().name(), column, "bound");
  }

  /** What ATTACH asks of every row (manual, section 5.12.2.2), so that it need not read them. */
  Unvalidated check() {
    String name = Names.sql(column);
    return new Unvalidated(
        checkName(),
        "CHECK (%s IS NOT NULL AND %s < %s)".formatted(name, name, bounds.get(0)),
        false);
  }

  private static String words(String bound) {
    String words = bound.replaceAll("[^0-9A-Za-z]+", "_");
    return words.replaceAll("^_|_$|_00_00(_00)?_00_$", "");
  }
}
