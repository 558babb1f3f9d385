package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.catalog.CanonicalSchema;
import dev.safemigrate.catalog.CatalogOptions;
import dev.safemigrate.catalog.SchemaDiff;
import dev.safemigrate.catalog.SchemaReader;
import dev.safemigrate.history.HistoryEntry;
import dev.safemigrate.source.MigrationScript;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Migrations of every kind that a fault can hit, and what must hold when they are through.
 *
 * <p>Every part that writes leaves a mark or counts; {@code marks} has no key, so that a second
 * time would show.
 */
final class FaultMigrations {

  private static final String ROWS =
      "INSERT INTO rows SELECT g, g %% 7 FROM generate_series(%s) g;";

  /** What is left of an undisturbed run: nothing else may be left of any other. */
  private static final String LEFT_OVER =
      """
      SELECT 'invalid index ' || indexrelid::regclass FROM pg_index WHERE NOT indisvalid
      UNION ALL
      SELECT 'left index ' || relname FROM pg_class WHERE relname ~ '_cc(new|old)[0-9]*$'
      UNION ALL
      SELECT 'half detached ' || inhrelid::regclass FROM pg_inherits WHERE inhdetachpending
      """;

  private final CanonicalSchema undisturbed;
  private final List<String> marks;

  private FaultMigrations(CanonicalSchema undisturbed, List<String> marks) {
    this.undisturbed = undisturbed;
    this.marks = marks;
  }

  /** Runs them on a database of their own and remembers the outcome. */
  static FaultMigrations undisturbed() throws Exception {
    TestDatabase database = TestDatabase.create(18);
    on(database).apply();
    return new FaultMigrations(schema(database), marks(database));
  }

  /** Fails unless everything is as if nothing had happened. */
  void requireUndisturbed(TestRun run, String story) throws Exception {
    TestDatabase database = run.database();
    assertThat(SchemaDiff.between(undisturbed, schema(database)).lines()).as(story).isEmpty();
    assertThat(marks(database)).as(story).isEqualTo(marks);
    assertThat(column(database, LEFT_OVER)).as(story).isEmpty();
    assertThat(run.status()).as(story).allMatch(line -> line.endsWith("applied"));
    assertThat(run.history())
        .as(story)
        .hasSize(
            (int)
                run.scripts().stream()
                    .filter(script -> script.kind() != MigrationScript.Kind.CALLBACK)
                    .count())
        .allMatch(HistoryEntry::applied)
        .allMatch(entry -> entry.journal().running().isEmpty())
        .allMatch(entry -> entry.journal().done().size() == entry.journal().total());
    assertThat(run.apply().applied()).as(story).isEmpty();
  }

  static TestRun on(TestDatabase database) {
    return new TestRun(database)
        .file(
            "beforeEachMigrate.sql",
            "CREATE TABLE IF NOT EXISTS begun (n int); INSERT INTO begun VALUES (1);")
        .file("afterEachMigrate.sql", "INSERT INTO marks VALUES ('after each');")
        .file("afterMigrate.sql", "ANALYZE rows; VACUUM few;")
        .file("V01__tables.sql", tables())
        .file("V02__key.sql", "CREATE UNIQUE INDEX CONCURRENTLY rows_id_key ON rows (id);")
        .file("V03__mixed.sql", mixed())
        .file(
            "V04__more.sql",
            "BEGIN;" + ROWS.formatted("20001, 30000") + "INSERT INTO marks VALUES ('4'); COMMIT;")
        .file("V05__reindex.sql", "REINDEX INDEX CONCURRENTLY rows_kind_idx;")
        .file("V06__drop.sql", "DROP INDEX CONCURRENTLY few_id_idx;")
        .file("V07__detach.sql", "ALTER TABLE events DETACH PARTITION events_1 CONCURRENTLY;")
        .file("V08__outside.sql", outside())
        .file("V09__partitions.sql", "REINDEX TABLE CONCURRENTLY events;")
        .file("V10__both.sql", both())
        .file("V11__note.sql", "ALTER TABLE rows ADD COLUMN note text;")
        .file("R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT id FROM rows;");
  }

  private static String tables() {
    return """
    CREATE TABLE marks (name text);
    CREATE TABLE counter (n int); INSERT INTO counter VALUES (0);
    CREATE TABLE rows (id int, kind int);
    CREATE TABLE events (id int PRIMARY KEY, note text) PARTITION BY RANGE (id);
    CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (1000);
    CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM (1000) TO (4000);
    CREATE TABLE events_3 PARTITION OF events FOR VALUES FROM (4000) TO (9000);
    CREATE INDEX events_note_idx ON events (note);
    INSERT INTO events SELECT g, 'note ' || g FROM generate_series(0, 8999) g;
    INSERT INTO marks VALUES ('1');
    """
        + ROWS.formatted("1, 20000");
  }

  /** Transactions between statements that cannot be in one, and settings that must hold on. */
  private static String mixed() {
    return """
    SET search_path TO aside, public;
    CREATE SCHEMA aside; CREATE TABLE aside.few (id int);
    INSERT INTO marks VALUES ('3a');
    CREATE INDEX CONCURRENTLY rows_kind_idx ON rows (kind);
    INSERT INTO few SELECT id FROM rows WHERE id < 100; INSERT INTO marks VALUES ('3b');
    SELECT pg_catalog.set_config('search_path', 'public, aside', false);
    CREATE INDEX CONCURRENTLY IF NOT EXISTS few_id_idx ON few (id);
    ALTER INDEX aside.few_id_idx RENAME TO few_id_idx_2;
    ALTER TABLE aside.few SET SCHEMA public;
    ALTER INDEX few_id_idx_2 RENAME TO few_id_idx;
    CREATE TABLE last_of_three AS SELECT count(*) FROM few; INSERT INTO marks VALUES ('3c');
    """;
  }

  /** Each statement by itself. */
  private static String outside() {
    return """
    -- migrate:transaction off
    UPDATE counter SET n = n + 1;
    VACUUM counter;
    INSERT INTO marks VALUES ('8a');
    DO $$ BEGIN UPDATE counter SET n = n + 10; END $$;
    CREATE INDEX CONCURRENTLY rows_both_idx ON rows (kind, id);
    UPDATE counter SET n = n + 100;
    INSERT INTO marks SELECT '8 counted ' || n FROM counter;
    """;
  }

  private static String both() {
    return """
    DROP INDEX CONCURRENTLY rows_both_idx;
    INSERT INTO marks VALUES ('10a');
    CREATE INDEX CONCURRENTLY rows_back_idx ON rows (id DESC);
    CREATE INDEX CONCURRENTLY ON rows (kind, (id + 1)) INCLUDE (id);
    ALTER TABLE events DETACH PARTITION events_2 CONCURRENTLY;
    INSERT INTO marks VALUES ('10b');
    REINDEX TABLE CONCURRENTLY rows;
    """;
  }

  private static List<String> marks(TestDatabase database) throws Exception {
    return column(
        database,
        "SELECT name FROM marks UNION ALL SELECT 'rows ' || count(*) FROM rows"
            + " UNION ALL SELECT 'few ' || count(*) FROM few"
            + " UNION ALL SELECT 'begun ' || count(*) FROM begun ORDER BY 1");
  }

  private static List<String> column(TestDatabase database, String sql) throws Exception {
    List<String> values = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        values.add(row.getString(1));
      }
    }
    return values;
  }

  private static CanonicalSchema schema(TestDatabase database) throws Exception {
    try (Connection connection = database.connect()) {
      return SchemaReader.read(
          connection,
          CatalogOptions.everything().without(TestRun.TABLE.schema(), TestRun.TABLE.name()));
    }
  }
}
