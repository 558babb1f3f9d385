package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.Position;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Tells which statement of which file the server refused, and in which words. */
final class StatementFailure {

  private StatementFailure() {}

  /** Several lines: place and message, then detail, hint and context where the server gave them. */
  static String describe(
      MigrationScript script, AnalysedStatement statement, SQLException exception) {
    Optional<ServerErrorMessage> server = serverMessage(exception);
    int offset =
        statement.statement().span().start()
            + server
                .map(ServerErrorMessage::getPosition)
                .filter(p -> p > 0)
                .map(p -> p - 1)
                .orElse(0);
    Position place = script.sql().position(offset);
    StringBuilder text = new StringBuilder();
    text.append(script.path())
        .append(':')
        .append(place.line())
        .append(':')
        .append(place.column())
        .append(": ")
        .append(message(exception, server))
        .append(" (SQLSTATE ")
        .append(exception.getSQLState())
        .append(')');
    server.ifPresent(
        words -> {
          append(text, "detail", words.getDetail());
          append(text, "hint", words.getHint());
          append(text, "where", words.getWhere());
        });
    return text.toString();
  }

  /** The server's own first line. */
  static String message(SQLException exception) {
    return message(exception, serverMessage(exception));
  }

  private static String message(SQLException exception, Optional<ServerErrorMessage> server) {
    return server
        .map(ServerErrorMessage::getMessage)
        .orElseGet(() -> String.valueOf(exception.getMessage()));
  }

  private static Optional<ServerErrorMessage> serverMessage(SQLException exception) {
    return exception instanceof PSQLException postgres
        ? Optional.ofNullable(postgres.getServerErrorMessage())
        : Optional.empty();
  }

  private static void append(StringBuilder text, String name, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      text.append("\n  ").append(name).append(": ").append(value.strip());
    }
  }
}
