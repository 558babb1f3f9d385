package dev.safemigrate.effect;

import java.util.List;
import java.util.Set;

/** EXPLAIN without ANALYZE: locks of planning, nothing is run. */
final class Explains {

  private Explains() {}

  static boolean isOff(String value) {
    return Set.of("false", "off", "0").contains(value.toLowerCase(java.util.Locale.ROOT));
  }

  static Effects planned(Effects run) {
    return new Effects(
        run.locks(),
        Set.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        run.transaction(),
        run.failure(),
        List.of(),
        List.of(),
        run.notes(),
        run.assumed(),
        run.unknown());
  }
}
