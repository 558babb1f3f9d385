package dev.safemigrate.runner;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The hours of the week in which risky migrations may be applied, by the wall clock of a zone.
 *
 * @param days on which it opens
 * @param from the minute of the day at which it opens
 * @param to the minute of the day at which it closes; on the next day where it is not behind {@code
 *     from}
 * @param zone whose clock counts
 */
public record ApplyWindow(Set<DayOfWeek> days, int from, int to, ZoneId zone) {

  private static final int DAY = 24 * 60;
  private static final Pattern SHAPE =
      Pattern.compile("(\\S+)\\s+(\\d\\d?):(\\d\\d)-(\\d\\d?):(\\d\\d)\\s+(\\S+)");
  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm VV", Locale.ROOT);

  public ApplyWindow {
    days = Set.copyOf(days);
  }

  /**
   * Reads a window as users write it: {@code Mon-Thu 01:00-05:00 Europe/Berlin}, {@code Sat,Sun
   * 22:00-04:00 UTC}.
   *
   * @throws IllegalArgumentException that says what is wrong with which part
   */
  public static ApplyWindow parse(String text) {
    Matcher parts = SHAPE.matcher(text.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'%s' is not a window: expected days, hours and time zone, as in 'Mon-Thu 01:00-05:00 Europe/Berlin'"
              .formatted(text));
    }
    int from = minute(parts.group(2), parts.group(3));
    int to = minute(parts.group(4), parts.group(5));
    if (from == to || from == DAY) {
      throw new IllegalArgumentException(
          "'%s' has no hours: the whole day is 00:00-24:00".formatted(text));
    }
    return new ApplyWindow(days(parts.group(1)), from, to, zone(parts.group(6)));
  }

  /** Whether it is open at that moment. */
  boolean contains(Instant moment) {
    ZonedDateTime local = moment.atZone(zone);
    int minute = local.getHour() * 60 + local.getMinute();
    if (from < to) {
      return days.contains(local.getDayOfWeek()) && minute >= from && minute < to;
    }
    return (days.contains(local.getDayOfWeek()) && minute >= from)
        || (days.contains(local.getDayOfWeek().minus(1)) && minute < to);
  }

  /** When it opens next, as a user reads it. */
  String nextOpening(Instant moment) {
    ZonedDateTime now = moment.atZone(zone);
    for (int i = 0; i <= 7; i++) {
      ZonedDateTime opening =
          now.toLocalDate().plusDays(i).atTime(LocalTime.ofSecondOfDay(from * 60L)).atZone(zone);
      if (days.contains(opening.getDayOfWeek()) && opening.isAfter(now)) {
        return SHOWN.format(opening);
      }
    }
    throw new IllegalStateException("a window without days");
  }

  @Override
  public String toString() {
    String names =
        Arrays.stream(DayOfWeek.values())
            .filter(days::contains)
            .map(ApplyWindow::name)
            .collect(Collectors.joining(","));
    return String.format(
        Locale.ROOT,
        "%s %02d:%02d-%02d:%02d %s",
        names,
        from / 60,
        from % 60,
        to / 60,
        to % 60,
        zone);
  }

  private static int minute(String hour, String minute) {
    int minutes = Integer.parseInt(hour) * 60 + Integer.parseInt(minute);
    if (minutes > DAY || Integer.parseInt(minute) > 59) {
      throw new IllegalArgumentException(
          "'%s:%s' is not a time of day, expected 00:00 to 24:00".formatted(hour, minute));
    }
    return minutes;
  }

  private static Set<DayOfWeek> days(String text) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String range : text.split(",", -1)) {
      String[] ends = range.split("-", -1);
      if (ends.length > 2) {
        throw new IllegalArgumentException(
            "'%s' is not a range of days, expected one as in Mon-Thu".formatted(range));
      }
      DayOfWeek day = day(ends[0]);
      DayOfWeek last = day(ends[ends.length - 1]);
      days.add(day);
      while (day != last) {
        day = day.plus(1);
        days.add(day);
      }
    }
    return days;
  }

  private static DayOfWeek day(String text) {
    return Arrays.stream(DayOfWeek.values())
        .filter(day -> name(day).equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'%s' is not a day, expected one of Mon, Tue, Wed, Thu, Fri, Sat, Sun"
                        .formatted(text)));
  }

  private static String name(DayOfWeek day) {
    return day.getDisplayName(TextStyle.SHORT, Locale.ROOT);
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'%s' is not a time zone, expected one as in Europe/Berlin or UTC".formatted(text), e);
    }
  }
}
