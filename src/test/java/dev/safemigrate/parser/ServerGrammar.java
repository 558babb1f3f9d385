package dev.safemigrate.parser;

import dev.safemigrate.embedded.PostgresServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Asks a real server whether its grammar takes a text.
 *
 * <p>The text becomes the body of a polymorphic SQL function: of such a body the server's validator
 * checks the grammar and nothing else (fmgr_sql_validator in src/backend/catalog/pg_proc.c).
 */
public final class ServerGrammar implements AutoCloseable {

  private static final String QUOTE = "$body_of_the_test$";
  private static final String HEAD =
      "CREATE OR REPLACE FUNCTION pg_temp.f(anyelement) RETURNS anyelement LANGUAGE sql AS "
          + QUOTE;

  private final Connection connection;

  /** What the server says against a text; {@code position} counts characters from 0, or is -1. */
  public record Refusal(String sqlState, String message, int position) {}

  public ServerGrammar(int version) throws SQLException {
    PostgresServers servers = PostgresServers.get(version);
    connection = servers.connect(servers.newDatabase());
  }

  /** Empty if the server's grammar takes it. */
  public Optional<Refusal> refusal(String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(HEAD + text + QUOTE);
      return Optional.empty();
    } catch (PSQLException failure) {
      ServerErrorMessage message = failure.getServerErrorMessage();
      if (message == null) {
        throw failure;
      }
      return Optional.of(
          new Refusal(
              failure.getSQLState(),
              String.valueOf(message.getMessage()),
              position(message, text)));
    }
  }

  private static int position(ServerErrorMessage message, String text) {
    if (message.getPosition() > 0) {
      int points = message.getPosition() - 1 - HEAD.length();
      return points < 0 ? -1 : text.offsetByCodePoints(0, points);
    }
    return message.getInternalPosition() > 0
        ? text.offsetByCodePoints(0, message.getInternalPosition() - 1)
        : -1;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
