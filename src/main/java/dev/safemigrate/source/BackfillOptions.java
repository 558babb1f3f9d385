package dev.safemigrate.source;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@code -- migrate:backfill} directive says about its batches; what it leaves open the
 * runner decides.
 *
 * @param text as it was written
 * @param table of INSERT ... SELECT, the table or alias whose rows are divided; folded
 * @param key the columns to walk by, folded; empty for the primary key
 * @param batch how many rows the first batch has
 * @param most how many rows a batch has at most
 * @param target how long a batch should take; zero for batches of one size
 * @param pause how long to rest between two batches at least
 * @param duty percent of the time that batches may take
 * @param readsOwnTable whether the statement may read the table that it changes
 */
public record BackfillOptions(
    String text,
    Optional<String> table,
    List<String> key,
    OptionalInt batch,
    OptionalInt most,
    Optional<Duration> target,
    Optional<Duration> pause,
    OptionalInt duty,
    boolean readsOwnTable) {

  /** A directive that leaves everything open. */
  public static final BackfillOptions NONE =
      new BackfillOptions(
          "",
          Optional.empty(),
          List.of(),
          OptionalInt.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          false);

  private static final String EXPECTED =
      "table, key, batch, max, target, pause, duty or reads-own-table";

  private static final Pattern OPTION =
      Pattern.compile("([a-z-]+)=((?:\"(?:[^\"]|\"\")*\"|[^\\s\"])+)");
  private static final Pattern NAME = Pattern.compile("\"((?:[^\"]|\"\")+)\"|([^\",]+)");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|min)?");

  public BackfillOptions {
    key = List.copyOf(key);
  }

  /** An option that cannot be read; its message names it and what is expected. */
  static final class Unreadable extends Exception {

    private static final long serialVersionUID = 1;

    Unreadable(String message) {
      super(message);
    }
  }

  /**
   * Reads the words behind {@code migrate:backfill}.
   *
   * @throws Unreadable when one of them is no option
   */
  static BackfillOptions read(String text) throws Unreadable {
    Reader reader = new Reader();
    Set<String> seen = new LinkedHashSet<>();
    Matcher option = OPTION.matcher(text);
    int end = 0;
    while (option.find()) {
      requireBlank(text.substring(end, option.start()));
      if (!seen.add(option.group(1))) {
        throw new Unreadable("backfill has the option " + option.group(1) + " twice");
      }
      reader.take(option.group(1), option.group(2));
      end = option.end();
    }
    requireBlank(text.substring(end));
    return reader.options(text);
  }

  private static void requireBlank(String between) throws Unreadable {
    if (!between.isBlank()) {
      throw new Unreadable(
          "'%s' is not an option of backfill, expected name=value with %s"
              .formatted(between.strip(), EXPECTED));
    }
  }

  /** Collects options one by one. */
  private static final class Reader {

    private Optional<String> table = Optional.empty();
    private List<String> key = List.of();
    private OptionalInt batch = OptionalInt.empty();
    private OptionalInt most = OptionalInt.empty();
    private Optional<Duration> target = Optional.empty();
    private Optional<Duration> pause = Optional.empty();
    private OptionalInt duty = OptionalInt.empty();
    private boolean readsOwnTable;

    void take(String name, String value) throws Unreadable {
      switch (name) {
        case "table" -> table = Optional.of(names(name, value, '.').get(0));
        case "key" -> key = names(name, value, ',');
        case "batch" -> batch = OptionalInt.of(rows(name, value));
        case "max" -> most = OptionalInt.of(rows(name, value));
        case "target" -> target = Optional.of(duration(name, value));
        case "pause" -> pause = Optional.of(duration(name, value));
        case "duty" -> duty = OptionalInt.of(percent(name, value));
        case "reads-own-table" -> {
          if (!value.equals("ok")) {
            throw wrong(name, value, "ok");
          }
          readsOwnTable = true;
        }
        default -> throw new Unreadable("'" + name + "' is not an option, expected " + EXPECTED);
      }
    }

    BackfillOptions options(String text) {
      return new BackfillOptions(text, table, key, batch, most, target, pause, duty, readsOwnTable);
    }

    private static List<String> names(String option, String value, char separator)
        throws Unreadable {
      List<String> names = new ArrayList<>();
      Matcher name = NAME.matcher(value);
      int end = 0;
      while (name.find()) {
        String between = value.substring(end, name.start());
        if (!between.equals(names.isEmpty() ? "" : ",")) {
          throw wrong(option, value, "names separated by commas");
        }
        names.add(
            name.group(1) == null
                ? name.group(2).toLowerCase(Locale.ROOT)
                : name.group(1).replace("\"\"", "\""));
        end = name.end();
      }
      if (end != value.length() || (separator == '.' && names.size() != 1)) {
        throw wrong(option, value, separator == '.' ? "one name" : "names separated by commas");
      }
      return names;
    }

    private static int rows(String option, String value) throws Unreadable {
      if (!value.matches("\\d{1,7}") || Integer.parseInt(value) == 0) {
        throw wrong(option, value, "a number of rows from 1 to 9999999");
      }
      return Integer.parseInt(value);
    }

    private static int percent(String option, String value) throws Unreadable {
      if (!value.matches("[1-9]\\d?%?|100%?")) {
        throw wrong(option, value, "percent of the time, from 1% to 100%");
      }
      return Integer.parseInt(value.replace("%", ""));
    }

    private static Duration duration(String option, String value) throws Unreadable {
      Matcher duration = DURATION.matcher(value);
      if (!duration.matches()) {
        throw wrong(option, value, "a time such as 500ms or 2s");
      }
      long number = Long.parseLong(duration.group(1));
      String unit = duration.group(2) == null ? "ms" : duration.group(2);
      return switch (unit) {
        case "s" -> Duration.ofSeconds(number);
        case "min" -> Duration.ofMinutes(number);
        default -> Duration.ofMillis(number);
      };
    }

    private static Unreadable wrong(String option, String value, String expected) {
      return new Unreadable(
          "'%s' is not a value of %s, expected %s".formatted(value, option, expected));
    }
  }
}
