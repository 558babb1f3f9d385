package dev.safemigrate.runner;

/** A password that does not show itself in a log. */
public final class Secret {

  private final String value;

  public Secret(String value) {
    this.value = value;
  }

  /** The password itself, for the driver only. */
  String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
