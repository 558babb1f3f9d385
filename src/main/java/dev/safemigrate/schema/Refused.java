package dev.safemigrate.schema;

/**
 * Ends the fold of one statement that the server is certain to refuse; never leaves the package.
 */
final class Refused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  Refused(String sqlState, String reason) {
    super(reason, null, false, false);
    this.refusal = new Refusal(sqlState, reason);
  }

  Refusal refusal() {
    return refusal;
  }
}
