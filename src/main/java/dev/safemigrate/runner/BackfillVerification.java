package dev.safemigrate.runner;

import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.parser.BatchedStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/** Asks at the end of a backfill whether it has done what it was to do. */
final class BackfillVerification {

  private static final int COUNTED = 1000;

  private final Connection connection;

  BackfillVerification(Connection connection) {
    this.connection = connection;
  }

  /** Whether anything can be asked of the statement itself. */
  static boolean canAsk(BatchedStatement statement) {
    return statement.leftCanBeAsked() && statement.left().isPresent();
  }

  /**
   * Asks the file's own queries, or without one for rows that the statement would still change.
   *
   * @param queries of the file
   * @return what is wrong, as a sentence without full stop; empty when all is well
   * @throws RunException when a query cannot be understood as a yes or no
   */
  Optional<String> failure(BatchedStatement statement, List<String> queries)
      throws SQLException, RunException {
    for (String query : queries) {
      if (!holds(query)) {
        return Optional.of("the verification does not hold: " + query);
      }
    }
    if (!queries.isEmpty() || !canAsk(statement)) {
      return Optional.empty();
    }
    long left = rowsLeft(statement);
    return left == 0
        ? Optional.empty()
        : Optional.of(
            "%s%d rows of %s still fulfil its WHERE"
                .formatted(
                    left > COUNTED ? "more than " : "",
                    Math.min(left, COUNTED),
                    statement.walked()));
  }

  static String rowsLeftQuery(BatchedStatement statement) {
    boolean alias = !statement.qualifier().equals(statement.walked().name());
    return "SELECT count(*) FROM (SELECT FROM %s%s%s WHERE %s\nLIMIT %d) AS rows_left"
        .formatted(
            statement.only() ? "ONLY " : "",
            Identifiers.quote(statement.walked()),
            alias ? " AS " + Identifiers.quote(statement.qualifier()) : "",
            statement.left().orElseThrow(),
            COUNTED + 1);
  }

  private long rowsLeft(BatchedStatement statement) throws SQLException {
    try (Statement jdbc = connection.createStatement()) {
      jdbc.setEscapeProcessing(false);
      try (ResultSet row = jdbc.executeQuery(rowsLeftQuery(statement))) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private boolean holds(String query) throws SQLException, RunException {
    try (Statement jdbc = connection.createStatement()) {
      jdbc.setEscapeProcessing(false);
      try (ResultSet row = jdbc.executeQuery(query)) {
        boolean yesOrNo =
            row.getMetaData().getColumnCount() == 1
                && row.getMetaData().getColumnTypeName(1).equals("bool")
                && row.next();
        if (!yesOrNo) {
          throw new RunException(
              RunException.Kind.REFUSED,
              "A verification must give one row with true or false, as in -- migrate:verify SELECT"
                  + " count(*) = 0 FROM ...; this does not: "
                  + query);
        }
        return row.getBoolean(1);
      }
    }
  }
}
