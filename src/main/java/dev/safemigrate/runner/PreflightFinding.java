package dev.safemigrate.runner;

/**
 * What the preflight has found.
 *
 * @param blocking whether the run is bound to fail with it, so that it is refused
 * @param what the fact
 * @param why it matters
 * @param todo in the imperative
 */
record PreflightFinding(boolean blocking, String what, String why, String todo) {

  static PreflightFinding blocking(String what, String why, String todo) {
    return new PreflightFinding(true, what, why, todo);
  }

  static PreflightFinding warning(String what, String why, String todo) {
    return new PreflightFinding(false, what, why, todo);
  }

  /** One line. */
  @Override
  public String toString() {
    return "%s: %s. %s.".formatted(what, why, todo);
  }
}
