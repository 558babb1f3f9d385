package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safemigrate.embedded.PostgresServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An index built concurrently without a name is found again when its run was interrupted. */
class UnnamedIndexIT {

  private static final String NAMES =
      "SELECT indexrelid::regclass || CASE WHEN indisvalid THEN '' ELSE ' invalid' END"
          + " FROM pg_index WHERE indrelid = 't'::regclass ORDER BY indexrelid";

  private final TestDatabase database = TestDatabase.create(18);
  private final TestRun run = new TestRun(database);

  @BeforeEach
  void table() throws Exception {
    run.file(
        "V1__t.sql",
        """
        CREATE TABLE t (id int, "Note" text);
        CREATE INDEX ON t (id);
        INSERT INTO t SELECT g, g FROM generate_series(1, 1000) g;
        """);
    run.apply();
  }

  /** Each is built twice: by us, and by the server that chooses. */
  @Test
  void nameIsTheOneThatTheServerWouldChoose() throws Exception {
    List<String> indexes =
        List.of(
            "(id)",
            "(id, \"Note\") INCLUDE (id)",
            "(lower(\"Note\"))",
            "((id + 1), (id + 2))",
            "(\"Note\" text_pattern_ops) WHERE id > 5");
    database.execute("CREATE TABLE o (LIKE t); CREATE INDEX ON o (id)");
    StringBuilder file = new StringBuilder();
    for (String index : indexes) {
      file.append("CREATE INDEX CONCURRENTLY ON t ").append(index).append(";\n");
      database.execute("CREATE INDEX CONCURRENTLY ON o " + index);
    }
    run.file("V2__i.sql", file.toString());
    run.apply();
    assertThat(database.column(NAMES)).hasSize(6);
    assertThat(
            database.column(NAMES.replace("'t'", "'o'")).stream()
                .map(n -> n.replaceFirst("o_", "t_")))
        .containsExactlyElementsOf(database.column(NAMES));
  }

  /** The build's own session is ended while it waits for a transaction that is older. */
  @Test
  void invalidOneOfAnEndedSessionIsBuiltAgain() throws Exception {
    run.file("V2__i.sql", "CREATE INDEX CONCURRENTLY ON t (id);");
    interruptedWhileItWaits();
    assertThat(database.column(NAMES)).containsExactly("t_id_idx", "t_id_idx1 invalid");
    assertThat(run.apply().applied()).containsExactly("V2__i.sql");
    assertThat(database.column(NAMES)).containsExactly("t_id_idx", "t_id_idx1");
    assertThat(run.history().get(1).journal().name()).isEmpty();
  }

  /** As where the server went on and finished the build of a run that was killed. */
  @Test
  void finishedOneIsRecognised() throws Exception {
    run.file("V2__i.sql", "CREATE INDEX CONCURRENTLY /* ON t */ ON t (id);");
    interruptedWhileItWaits();
    database.execute("DROP INDEX t_id_idx1");
    database.execute("CREATE INDEX t_id_idx1 ON t (id)");
    run.apply();
    assertThat(run.said()).contains("notice V2__i.sql the server had finished building t_id_idx1");
    assertThat(database.column(NAMES)).containsExactly("t_id_idx", "t_id_idx1");
  }

  private void interruptedWhileItWaits() throws Exception {
    try (Connection old = database.connect();
        Statement statement = old.createStatement()) {
      old.setAutoCommit(false);
      statement.execute("INSERT INTO t VALUES (0, '')");
      Thread end = new Thread(this::endBuild);
      end.start();
      assertThatThrownBy(run::apply).isInstanceOf(RunException.class);
      end.join();
      old.rollback();
    }
  }

  private void endBuild() {
    String sql =
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_progress_create_index
        WHERE datname = '%s' AND phase LIKE 'waiting%%'
        """
            .formatted(database.name());
    try (Connection connection = PostgresServers.get(18).connect("postgres");
        Statement statement = connection.createStatement()) {
      boolean found = false;
      while (!found) {
        Thread.sleep(50);
        try (ResultSet row = statement.executeQuery(sql)) {
          found = row.next();
        }
      }
    } catch (java.sql.SQLException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
