package dev.safemigrate.runner;

import dev.safemigrate.ast.Copy;
import dev.safemigrate.ast.CreateIndex;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.parser.SqlParser;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.TransactionSwitch;
import java.io.StringReader;
import java.sql.Connection;
import java.util.List;
import org.postgresql.PGConnection;

/** Files run without any runner: statement by statement in order, a session each. */
final class PlainRun {

  private final TestDatabase database;
  private final boolean transactionPerFile;

  /**
   * @param transactionPerFile for files that lock tables, unless they say that they run without
   */
  PlainRun(TestDatabase database, boolean transactionPerFile) {
    this.database = database;
    this.transactionPerFile = transactionPerFile;
  }

  void run(List<MigrationScript> scripts) throws Exception {
    for (MigrationScript script : scripts) {
      run(script);
    }
  }

  void run(MigrationScript script) throws Exception {
    String text = script.sql().text();
    List<Statement> statements =
        SqlParser.parse(text, new ServerVersion(database.major())).statements();
    boolean transaction =
        transactionPerFile
            && script.transaction() != TransactionSwitch.OFF
            && statements.stream().noneMatch(PlainRun::isConcurrentBuild);
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(!transaction);
      for (Statement statement : statements) {
        send(connection, text, statement);
      }
      if (transaction) {
        connection.commit();
      }
    }
  }

  private static boolean isConcurrentBuild(Statement statement) {
    return statement instanceof CreateIndex index && index.concurrently();
  }

  private static void send(Connection connection, String text, Statement statement)
      throws Exception {
    if (statement instanceof Copy copy && copy.data().isPresent()) {
      int end = copy.data().get().start();
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(
              text.substring(statement.span().start(), end).strip(),
              new StringReader(copy.data().get().of(text)));
      return;
    }
    try (java.sql.Statement jdbc = connection.createStatement()) {
      jdbc.setEscapeProcessing(false);
      jdbc.execute(statement.span().of(text));
    }
  }
}
