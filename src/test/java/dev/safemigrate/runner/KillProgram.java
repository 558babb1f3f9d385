package dev.safemigrate.runner;

/** Applies migrations in a process of its own, which can be killed, and says what it is doing. */
final class KillProgram {

  private static final String ROWS =
      "INSERT INTO rows SELECT g, g %% 7 FROM generate_series(%s) g;";

  private KillProgram() {}

  /**
   * @param arguments the database's URL and the user; the password is in the environment
   */
  public static void main(String[] arguments) throws Exception {
    TestDatabase database =
        new TestDatabase(
            18, "", TestDatabase.settings(arguments[0], arguments[1], System.getenv("PGPASSWORD")));
    migrations(database).telling(KillProgram::tell).apply();
    tell("end");
  }

  private static void tell(String word) {
    System.out.println(word);
    System.out.flush();
  }

  /**
   * Every transaction leaves a mark, and no mark may be there twice: {@code marks} has no key, so
   * that a second time would show.
   */
  static TestRun migrations(TestDatabase database) {
    return new TestRun(database)
        .file(
            "V1__tables.sql",
            "CREATE TABLE marks (name text); CREATE TABLE rows (id int, kind int);"
                + ROWS.formatted("1, 60000")
                + "INSERT INTO marks VALUES ('1');")
        .file("V2__key.sql", "CREATE UNIQUE INDEX CONCURRENTLY rows_id_key ON rows (id);")
        .file(
            "V3__mixed.sql",
            """
            SET search_path TO aside, public;
            CREATE SCHEMA aside; CREATE TABLE aside.few (id int);
            INSERT INTO marks VALUES ('3a');
            CREATE INDEX CONCURRENTLY rows_kind_idx ON rows (kind);
            INSERT INTO few SELECT id FROM rows WHERE id < 100; INSERT INTO marks VALUES ('3b');
            CREATE INDEX CONCURRENTLY IF NOT EXISTS few_id_idx ON few (id);
            CREATE TABLE last_of_three AS SELECT count(*) FROM few; INSERT INTO marks VALUES ('3c');
            """)
        .file(
            "V4__more.sql",
            "BEGIN;" + ROWS.formatted("60001, 90000") + "INSERT INTO marks VALUES ('4'); COMMIT;")
        .file(
            "V5__indexes.sql",
            """
            REINDEX INDEX CONCURRENTLY rows_kind_idx;
            DROP INDEX CONCURRENTLY IF EXISTS few_id_idx;
            CREATE INDEX CONCURRENTLY rows_both_idx ON rows (kind, id);
            """)
        .file(
            "V6__done.sql",
            "ALTER TABLE rows ADD COLUMN note text; INSERT INTO marks VALUES ('6');")
        .file("R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT id FROM rows;");
  }
}
