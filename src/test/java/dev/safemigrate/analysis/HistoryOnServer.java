package dev.safemigrate.analysis;

import dev.safemigrate.ast.TransactionControl;
import dev.safemigrate.catalog.CanonicalSchema;
import dev.safemigrate.catalog.CatalogOptions;
import dev.safemigrate.catalog.SchemaReader;
import dev.safemigrate.embedded.PostgresServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.OptionalInt;

/** Runs the files of a fixture on a server, in the transactions that the analysis expects. */
final class HistoryOnServer {

  private HistoryOnServer() {}

  /**
   * The schema that they leave behind in a database of their own.
   *
   * @param prelude runs first: tables that were there before the history began
   */
  static CanonicalSchema schemaBehind(List<String> prelude, Fixture fixture) throws SQLException {
    PostgresServers servers = PostgresServers.get(fixture.version().major());
    String database = servers.newDatabase();
    try (Connection connection = servers.connect(database)) {
      for (String sql : prelude) {
        execute(connection, sql);
      }
      run(connection, fixture);
      return SchemaReader.read(connection, CatalogOptions.everything());
    } finally {
      servers.server().dropDatabase(database);
    }
  }

  /** What a query answers behind them. */
  static String answer(Fixture fixture, String query) throws SQLException {
    PostgresServers servers = PostgresServers.get(fixture.version().major());
    String database = servers.newDatabase();
    try (Connection connection = servers.connect(database);
        Statement statement = connection.createStatement()) {
      run(connection, fixture);
      try (ResultSet row = statement.executeQuery(query)) {
        row.next();
        return row.getString(1);
      }
    } finally {
      servers.server().dropDatabase(database);
    }
  }

  private static void run(Connection connection, Fixture fixture) throws SQLException {
    for (AnalysedMigration migration : fixture.analyse().migrations()) {
      OptionalInt open = OptionalInt.empty();
      for (AnalysedStatement statement : migration.statements()) {
        if (!statement.transaction().equals(open)) {
          end(connection, open);
          begin(connection, statement.transaction());
          open = statement.transaction();
        }
        if (!(statement.statement() instanceof TransactionControl)) {
          execute(connection, statement.sql());
        }
      }
      end(connection, open);
      execute(connection, "RESET ALL");
    }
  }

  private static void begin(Connection connection, OptionalInt transaction) throws SQLException {
    if (transaction.isPresent()) {
      execute(connection, "BEGIN");
    }
  }

  private static void end(Connection connection, OptionalInt transaction) throws SQLException {
    if (transaction.isPresent()) {
      execute(connection, "COMMIT");
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new SQLException(failure.getMessage() + "\n  in: " + sql, failure.getSQLState());
    }
  }
}
