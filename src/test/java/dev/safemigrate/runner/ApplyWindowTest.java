package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApplyWindowTest {

  /** In Berlin it is an hour later in winter, two in summer; 2026-11-02 is a Monday. */
  @ParameterizedTest
  @CsvSource({
    "Mon-Thu 01:00-05:00 Europe/Berlin, 2026-11-02T00:00:00Z, true",
    "Mon-Thu 01:00-05:00 Europe/Berlin, 2026-11-01T23:59:59Z, false",
    "Mon-Thu 01:00-05:00 Europe/Berlin, 2026-11-02T03:59:59Z, true",
    "Mon-Thu 01:00-05:00 Europe/Berlin, 2026-11-02T04:00:00Z, false",
    "Mon-Thu 01:00-05:00 Europe/Berlin, 2026-07-05T23:00:00Z, true",
    "Mon-Thu 01:00-05:00 Europe/Berlin, 2026-11-06T02:00:00Z, false",
    "Sat 22:00-04:00 UTC, 2026-11-07T22:00:00Z, true",
    "Sat 22:00-04:00 UTC, 2026-11-08T03:59:00Z, true",
    "Sat 22:00-04:00 UTC, 2026-11-07T03:59:00Z, false",
    "Sat 22:00-04:00 UTC, 2026-11-08T22:00:00Z, false",
    "Sun 00:00-24:00 UTC, 2026-11-08T23:59:59Z, true",
    "Fri-Mon 02:00-03:00 UTC, 2026-11-02T02:30:00Z, true",
    "Fri-Mon 02:00-03:00 UTC, 2026-11-03T02:30:00Z, false",
  })
  void isOpenByTheClockOfItsZone(String window, Instant moment, boolean open) {
    assertThat(ApplyWindow.parse(window).contains(moment)).isEqualTo(open);
  }

  @Test
  void readsListsOfDaysAndTellsTheNextOpening() {
    ApplyWindow window = ApplyWindow.parse("tue,Thu 1:30-5:00 Europe/Berlin");
    assertThat(window).hasToString("Tue,Thu 01:30-05:00 Europe/Berlin");
    assertThat(window.nextOpening(Instant.parse("2026-11-03T10:00:00Z")))
        .isEqualTo("Thu 2026-11-05 01:30 Europe/Berlin");
    assertThat(window.nextOpening(Instant.parse("2026-11-05T10:00:00Z")))
        .isEqualTo("Tue 2026-11-10 01:30 Europe/Berlin");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "at night|is not a window: expected days, hours and time zone",
        "Mon 01:00-05:00|is not a window: expected days, hours and time zone",
        "Mondays 01:00-05:00 UTC|'Mondays' is not a day, expected one of Mon, Tue",
        "Mon-Wed-Fri 01:00-05:00 UTC|'Mon-Wed-Fri' is not a range of days",
        "Mon 01:00-25:00 UTC|'25:00' is not a time of day",
        "Mon 01:60-05:00 UTC|'01:60' is not a time of day",
        "Mon 05:00-05:00 UTC|has no hours",
        "Mon 01:00-05:00 Berlin|'Berlin' is not a time zone, expected one as in Europe/Berlin",
      })
  void saysWhatIsWrong(String text, String message) {
    assertThatThrownBy(() -> ApplyWindow.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
