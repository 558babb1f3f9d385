package dev.safemigrate.source;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Versions behind the last one, spelled as it is: points in time go on with the time of today,
 * numbers count on in their last part and keep their leading zeros.
 */
final class NextVersions {

  private static final List<DateTimeFormatter> TIMES =
      List.of(
          DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT),
          DateTimeFormatter.ofPattern("uuuuMMddHHmm", Locale.ROOT),
          DateTimeFormatter.ofPattern("uuuu-MM-dd-HHmmss", Locale.ROOT));

  private static final Pattern LAST_NUMBER = Pattern.compile("(.*?)(\\d+)");

  private NextVersions() {}

  /**
   * The next versions.
   *
   * @param last the last one as its file spells it; empty where there is none
   * @param first what a folder of the style begins with
   * @param now the time of today
   */
  static List<String> after(Optional<String> last, String first, LocalDateTime now, int count) {
    List<String> versions = new ArrayList<>();
    Optional<String> current = last;
    while (versions.size() < count) {
      String next = current.map(version -> next(version, now)).orElse(first);
      versions.add(next);
      current = Optional.of(next);
    }
    return versions;
  }

  private static String next(String last, LocalDateTime now) {
    for (DateTimeFormatter format : TIMES) {
      Optional<LocalDateTime> time = time(last, format);
      if (time.isPresent()) {
        boolean minutes = last.length() == 12;
        LocalDateTime behind = minutes ? time.get().plusMinutes(1) : time.get().plusSeconds(1);
        return format.format(behind.isAfter(now) ? behind : now);
      }
    }
    Matcher number = LAST_NUMBER.matcher(last);
    if (!number.matches()) {
      return last + "_1";
    }
    String digits = number.group(2);
    String counted = new java.math.BigInteger(digits).add(java.math.BigInteger.ONE).toString();
    return number.group(1) + "0".repeat(Math.max(0, digits.length() - counted.length())) + counted;
  }

  private static Optional<LocalDateTime> time(String version, DateTimeFormatter format) {
    try {
      return Optional.of(LocalDateTime.parse(version, format));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
