package dev.safemigrate.runner;

import java.sql.Connection;
import java.sql.SQLException;

/** One transaction of the working session: committed as a whole, or rolled back. */
final class WorkerTransaction {

  private WorkerTransaction() {}

  /** What is done in it; it may send the COMMIT itself, with its last statement. */
  @FunctionalInterface
  interface Body {
    void run() throws SQLException, RunException;
  }

  static void run(Connection connection, Body body) throws SQLException, RunException {
    connection.setAutoCommit(false);
    try {
      body.run();
      connection.commit();
    } catch (SQLException | RunException e) {
      rollBack(connection, e);
      throw e;
    }
    connection.setAutoCommit(true);
  }

  /** A lost connection has rolled back already; the failure that led here is the one to tell. */
  private static void rollBack(Connection connection, Exception failure) {
    try {
      if (!connection.isClosed()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException further) {
      failure.addSuppressed(further);
    }
  }
}
