package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.ast.Copy;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.text.Span;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Sends single statements of a script, word for word. */
final class StatementSender {

  private final Connection connection;
  private final MigrationScript script;
  private final RunListener listener;

  StatementSender(Connection connection, MigrationScript script, RunListener listener) {
    this.connection = connection;
    this.script = script;
    this.listener = listener;
  }

  /**
   * Sends the statement and waits for its end.
   *
   * @throws SQLException as the server refuses it
   */
  void send(AnalysedStatement statement) throws SQLException {
    if (statement.statement() instanceof Copy copy && copy.data().isPresent()) {
      copyIn(statement, copy);
      return;
    }
    execute(text(statement));
  }

  /** The statement's words with placeholders replaced, without the lines that COPY reads. */
  private String text(AnalysedStatement statement) {
    return text(script, statement);
  }

  static String text(MigrationScript script, AnalysedStatement statement) {
    if (statement.statement() instanceof Copy copy && copy.data().isPresent()) {
      Span data = copy.data().get();
      return script.sql().text().substring(copy.span().start(), data.start()).strip();
    }
    return statement.sql().strip();
  }

  /** Sends SQL of the runner's own. */
  void execute(String sql) throws SQLException {
    try (Statement jdbc = connection.createStatement()) {
      jdbc.setEscapeProcessing(false);
      boolean rows = jdbc.execute(sql);
      while (rows || jdbc.getUpdateCount() != -1) {
        rows = jdbc.getMoreResults();
      }
      passOn(jdbc.getWarnings());
    }
  }

  private void copyIn(AnalysedStatement statement, Copy copy) throws SQLException {
    String data = copy.data().orElseThrow().of(script.sql().text());
    try {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(text(statement), new StringReader(data));
    } catch (IOException e) {
      throw new SQLException("the lines of COPY could not be sent", "08006", e);
    }
  }

  private void passOn(@Nullable SQLWarning first) {
    for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
      listener.notice(script.name(), String.valueOf(warning.getMessage()));
    }
  }
}
