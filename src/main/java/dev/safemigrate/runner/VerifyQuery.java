package dev.safemigrate.runner;

import dev.safemigrate.source.Directive;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.Position;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks the queries of {@code -- migrate:verify}: each has one row with one column that is true. */
final class VerifyQuery {

  private final Connection connection;

  /**
   * @param connection in autocommit mode
   */
  VerifyQuery(Connection connection) {
    this.connection = connection;
  }

  static boolean has(MigrationScript script) {
    return script.directives().stream().anyMatch(Directive.Verify.class::isInstance);
  }

  /**
   * Asks all queries of a migration, in transactions that cannot write.
   *
   * @return what does not hold, each with its place; empty when all is true
   */
  List<String> failures(MigrationScript script) throws SQLException {
    List<String> failures = new ArrayList<>();
    for (Directive directive : script.directives()) {
      if (directive instanceof Directive.Verify verify) {
        Position place = script.sql().position(verify.span().start());
        failure(verify.query())
            .map(
                words ->
                    "%s:%d: %s: %s"
                        .formatted(
                            script.path(),
                            place.line(),
                            words,
                            verify.query().replaceAll("\\s+", " ").strip()))
            .ifPresent(failures::add);
      }
    }
    return failures;
  }

  private Optional<String> failure(String query) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute("SET TRANSACTION READ ONLY");
      if (!statement.execute(query)) {
        return Optional.of("gives no rows because it is not a query");
      }
      try (ResultSet rows = statement.getResultSet()) {
        return judged(rows);
      }
    } catch (SQLException e) {
      if (ConnectionProblem.isLostConnection(e)) {
        throw e;
      }
      return Optional.of("fails (%s)".formatted(StatementFailure.message(e)));
    } finally {
      if (!connection.isClosed()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }

  private static Optional<String> judged(ResultSet rows) throws SQLException {
    int columns = rows.getMetaData().getColumnCount();
    if (columns != 1) {
      return Optional.of("has %d columns, not one".formatted(columns));
    }
    int type = rows.getMetaData().getColumnType(1);
    if (type != Types.BIT && type != Types.BOOLEAN) {
      return Optional.of(
          "is of type %s, not boolean".formatted(rows.getMetaData().getColumnTypeName(1)));
    }
    if (!rows.next()) {
      return Optional.of("has no row");
    }
    boolean value = rows.getBoolean(1);
    if (rows.wasNull()) {
      return Optional.of("is null");
    }
    if (rows.next()) {
      return Optional.of("has more than one row");
    }
    return value ? Optional.empty() : Optional.of("is false");
  }
}
