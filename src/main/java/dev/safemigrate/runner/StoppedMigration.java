package dev.safemigrate.runner;

import java.sql.SQLException;
import java.util.OptionalInt;

/** A migration in several parts that failed: tells how many of its parts stand. */
final class StoppedMigration extends SQLException {

  private static final long serialVersionUID = 1;

  private final SQLException failure;
  private final int done;
  private final boolean begun;

  private StoppedMigration(SQLException failure, boolean begun, int done) {
    super(failure.getMessage(), failure.getSQLState(), failure.getErrorCode(), failure);
    this.failure = failure;
    this.begun = begun;
    this.done = done;
  }

  /** In the transaction that begins it. */
  static StoppedMigration atItsBeginning(SQLException failure) {
    return new StoppedMigration(failure, false, 0);
  }

  /** Behind so many parts. */
  static StoppedMigration behind(int parts, SQLException failure) {
    return new StoppedMigration(failure, true, parts);
  }

  /** What happened. */
  SQLException failure() {
    return failure;
  }

  /** How many parts stand; empty when it was not begun. */
  OptionalInt parts() {
    return begun ? OptionalInt.of(done) : OptionalInt.empty();
  }
}
