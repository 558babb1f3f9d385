package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** What is previewed is what runs, and a confirmed plan is held. */
class PreviewIT {

  private final TestRun run = new TestRun(TestDatabase.create(18));

  @Test
  void showsTransactionsTimeoutsLocksAndHistory() throws Exception {
    run.file("V1__tables.sql", "CREATE TABLE t (id int); CREATE TABLE u (id int);");
    run.apply();
    run.file("V2__both.sql", "ALTER TABLE u ADD COLUMN a int;\nALTER TABLE t ADD COLUMN a int;\n")
        .file("V3__index.sql", "CREATE INDEX CONCURRENTLY t_id_idx ON t (id);");
    assertThat(run.preview().sql())
        .contains(
            """
            BEGIN;
            SET LOCAL lock_timeout = 1200;
            -- together within one lock_timeout; what the role may not lock is left out
            LOCK TABLE ONLY public.u IN ACCESS EXCLUSIVE MODE;
            LOCK TABLE ONLY public.t IN ACCESS EXCLUSIVE MODE;
            ALTER TABLE u ADD COLUMN a int;
            ALTER TABLE t ADD COLUMN a int;
            -- history: row of the history
            COMMIT;
            """)
        .contains(
            """
            SET lock_timeout = 0;
            SET client_connection_check_interval = 0;
            CREATE INDEX CONCURRENTLY t_id_idx ON t (id);
            RESET lock_timeout;
            SET client_connection_check_interval = 2000;
            """)
        .doesNotContain("CREATE TABLE");
    assertThat(run.status()).containsExactly("1 applied", "2 pending", "3 pending");
  }

  @Test
  void fileThatSetsItsOwnLockTimeoutKeepsIt() throws Exception {
    run.file("V1__t.sql", "SET lock_timeout = '3s';\nCREATE TABLE t (id int);\nVACUUM t;\n");
    assertThat(run.preview().sql())
        .containsOnlyOnce("SET LOCAL lock_timeout")
        .doesNotContain("RESET lock_timeout");
  }

  @Test
  void onlyTheConfirmedPlanIsApplied() throws Exception {
    run.file("V1__t.sql", "CREATE TABLE t (id int);");
    String hash = run.preview().hash();
    run.file("V1__t.sql", "CREATE TABLE t (id bigint);").plan(hash);
    assertThatThrownBy(run::apply)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("not the one that was confirmed")
        .hasMessageContaining("Nothing was changed");
    assertThat(run.status()).containsExactly("1 pending");
    run.file("V1__t.sql", "CREATE TABLE t (id int);");
    assertThat(run.apply().applied()).containsExactly("V1__t.sql");
  }

  /** A partition's index is rebuilt by a statement of its own. */
  @Test
  void partitionedTableIsReindexedPartByPart() throws Exception {
    run.file(
        "V1__p.sql",
        """
        CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id);
        CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
        CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20);
        """);
    run.file("V2__reindex.sql", "REINDEX TABLE CONCURRENTLY p;");
    run.apply();
    assertThat(run.said())
        .contains(
            "notice V2__reindex.sql REINDEX TABLE CONCURRENTLY public.p1",
            "notice V2__reindex.sql REINDEX TABLE CONCURRENTLY public.p2");
  }

  /** Detaching waits for the reader, lets it pass, and is finished by the next try. */
  @Test
  void detachIsFinishedThoughItHadToLetReadersPass() throws Exception {
    run.file(
        "V1__p.sql",
        """
        CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id);
        CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
        """);
    run.apply();
    run.file("V2__detach.sql", "ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY;");
    Thread release;
    try (Connection reader = run.database().connect();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("SELECT FROM p");
      release = new Thread(() -> endAfterSomeTime(reader));
      release.start();
      assertThat(run.apply().applied()).containsExactly("V2__detach.sql");
      release.join();
    }
    assertThat(run.said())
        .contains("notice V2__detach.sql finishes detaching p1")
        .anyMatch(word -> word.startsWith("blocked V2__detach.sql by pid "));
  }

  private static void endAfterSomeTime(Connection reader) {
    try {
      Thread.sleep(2500);
      reader.rollback();
    } catch (InterruptedException | java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
