package dev.safemigrate.runner;

import java.sql.SQLException;

/** A statement of a migration that the server refused; its message tells place and reason. */
final class FailedStatement extends SQLException {

  private static final long serialVersionUID = 1;

  FailedStatement(String description, SQLException cause) {
    super(description, cause.getSQLState(), cause.getErrorCode(), cause);
  }
}
