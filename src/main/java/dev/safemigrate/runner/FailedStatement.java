package dev.safemigrate.runner;

import java.sql.SQLException;

/** A statement of a migration that the server refused; its message tells place and reason. */
final class FailedStatement extends SQLException {

  private static final long serialVersionUID = 1;

  /** What the server said, and where: of a statement, or of a place when no statement failed. */
  static String reason(String place, SQLException failure) {
    return failure instanceof FailedStatement
        ? String.valueOf(failure.getMessage())
        : place + ": " + StatementFailure.message(failure);
  }

  FailedStatement(String description, SQLException cause) {
    super(description, cause.getSQLState(), cause.getErrorCode(), cause);
  }
}
