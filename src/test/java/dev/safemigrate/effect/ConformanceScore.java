package dev.safemigrate.effect;

import java.util.ArrayList;
import java.util.List;

/** How many predictions were right on one server version. */
final class ConformanceScore {

  private final int[] right = new int[5];
  private final int[] of = new int[5];
  private int falseAlarms;
  private int succeeded;

  /** What is counted. */
  enum Aspect {
    LOCKS,
    REWRITES,
    INDEX_REBUILDS,
    SCANS,
    REFUSALS
  }

  void count(Aspect aspect, boolean isRight) {
    of[aspect.ordinal()]++;
    right[aspect.ordinal()] += isRight ? 1 : 0;
  }

  void succeeded(boolean falseAlarm) {
    succeeded++;
    falseAlarms += falseAlarm ? 1 : 0;
  }

  /** The targets that are missed. */
  List<String> problems() {
    return problems(0.80);
  }

  /** The same where fewer refusals can be known from the schema. */
  List<String> problems(double refusals) {
    List<String> problems = new ArrayList<>();
    atLeast(Aspect.LOCKS, 0.99, problems);
    atLeast(Aspect.REWRITES, 0.99, problems);
    atLeast(Aspect.INDEX_REBUILDS, 0.99, problems);
    atLeast(Aspect.SCANS, 0.97, problems);
    atLeast(Aspect.REFUSALS, refusals, problems);
    if (falseAlarms > 0.01 * succeeded) {
      problems.add("%d false alarms in %d".formatted(falseAlarms, succeeded));
    }
    return problems;
  }

  private void atLeast(Aspect aspect, double share, List<String> problems) {
    int index = aspect.ordinal();
    if (right[index] < share * of[index]) {
      problems.add("%s %d of %d".formatted(aspect, right[index], of[index]));
    }
  }

  @Override
  public String toString() {
    return "locks %d of %d, rewrites %d of %d, index rebuilds %d of %d, scans %d of %d, refusals predicted %d of %d (false alarms %d)"
        .formatted(
            right[0],
            of[0],
            right[1],
            of[1],
            right[2],
            of[2],
            right[3],
            of[3],
            right[4],
            of[4],
            falseAlarms);
  }
}
