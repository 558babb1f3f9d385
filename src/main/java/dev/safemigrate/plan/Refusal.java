package dev.safemigrate.plan;

/** Carries the reason why there is no plan from where it is found to {@link Planners}. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Refusal(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
