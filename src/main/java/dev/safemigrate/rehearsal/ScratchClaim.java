package dev.safemigrate.rehearsal;

import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.Sessions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Marks an empty database while a rehearsal works on it: an empty schema, whose comment says what
 * was there before. Where the mark is left and nobody works any more, the process was killed, and
 * all that came since is its own.
 */
final class ScratchClaim {

  private static final String SCHEMA = "migrate_rehearsal";

  /** Any number that nothing else locks; the session that holds it ends with its process. */
  private static final long LOCK = 5_220_907_436_101L;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long PAUSE_MILLIS = 50;

  /** The extensions and schemas that there are, as two lines of quoted names. */
  private static final String THERE =
      """
      SELECT pg_catalog.concat_ws(E'\\n', 'A rehearsal is at work.',
               (SELECT pg_catalog.string_agg(pg_catalog.quote_ident(extname), ',') FROM pg_catalog.pg_extension),
               (SELECT pg_catalog.string_agg(pg_catalog.quote_ident(nspname), ',') FROM pg_catalog.pg_namespace))
      """;

  private static final String END_OTHERS =
      "SELECT pg_catalog.count(pg_catalog.pg_terminate_backend(pid)) FROM pg_catalog.pg_stat_activity"
          + " WHERE datname = pg_catalog.current_database() AND usename = current_user"
          + " AND pid <> pg_catalog.pg_backend_pid() AND application_name LIKE '"
          + Sessions.APPLICATION_NAME
          + " %'";

  /**
   * Objects of extensions go with these. All is asked before the first is dropped, for what a
   * cascade has taken cannot be asked any more.
   */
  private static final String DROP_ALL =
      """
      DO $migrate$
      DECLARE
        command text;
      BEGIN
        FOREACH command IN ARRAY ARRAY(
          SELECT pg_catalog.format('DROP EXTENSION IF EXISTS %%I CASCADE', extname)
            FROM pg_catalog.pg_extension
           WHERE pg_catalog.quote_ident(extname) <> ALL (pg_catalog.string_to_array(%1$s, ','))
          UNION ALL
          SELECT pg_catalog.format('DROP PUBLICATION IF EXISTS %%I', pubname)
            FROM pg_catalog.pg_publication
          UNION ALL
          SELECT pg_catalog.format('DROP SCHEMA IF EXISTS %%I CASCADE', nspname)
            FROM pg_catalog.pg_namespace
           WHERE pg_catalog.quote_ident(nspname) <> ALL (pg_catalog.string_to_array(%2$s, ','))
             AND nspname !~ '^pg_')
        LOOP
          EXECUTE command;
        END LOOP;
        FOREACH command IN ARRAY ARRAY(
          SELECT pg_catalog.format(object.drop, n.nspname, object.name)
            FROM (SELECT CASE relkind WHEN 'v' THEN 'DROP VIEW' WHEN 'm' THEN 'DROP MATERIALIZED VIEW'
                           WHEN 'S' THEN 'DROP SEQUENCE' WHEN 'f' THEN 'DROP FOREIGN TABLE'
                           WHEN 'c' THEN 'DROP TYPE' ELSE 'DROP TABLE' END
                         || ' IF EXISTS %%I.%%I CASCADE' AS drop,
                         oid, relname::text AS name, relnamespace AS schema, 'pg_class'::regclass AS class
                    FROM pg_catalog.pg_class
                   WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'c')
                  UNION ALL
                  SELECT 'DROP TYPE IF EXISTS %%I.%%I CASCADE', oid, typname, typnamespace, 'pg_type'::regclass
                    FROM pg_catalog.pg_type
                   WHERE typtype IN ('e', 'd', 'r')
                  UNION ALL
                  SELECT 'DROP ROUTINE IF EXISTS %%I.%%I('
                         || pg_catalog.replace(pg_catalog.pg_get_function_identity_arguments(oid), '%%', '%%%%')
                         || ') CASCADE',
                         oid, proname, pronamespace, 'pg_proc'::regclass
                    FROM pg_catalog.pg_proc) object
            JOIN pg_catalog.pg_namespace n ON n.oid = object.schema
           WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
             AND NOT EXISTS (
                   SELECT FROM pg_catalog.pg_depend d
                    WHERE d.classid = object.class AND d.objid = object.oid AND d.deptype IN ('e', 'i')))
        LOOP
          EXECUTE command;
        END LOOP;
      END
      $migrate$
      """;

  private ScratchClaim() {}

  /**
   * Takes the database, and removes what a killed rehearsal has left in it.
   *
   * @param connection in auto-commit mode; the claim is its own until it is closed
   * @return what was removed, in a sentence
   * @throws RunException when another rehearsal is at work, or the database is not empty
   */
  static Optional<String> take(Connection connection)
      throws SQLException, RunException, InterruptedException {
    lock(connection);
    Optional<String> mark = mark(connection);
    if (mark.isPresent()) {
      endOthers(connection);
      remove(connection, mark.get());
    }
    ScratchDatabase.requireEmpty(connection);
    String there = Identifiers.string(text(connection, THERE).orElseThrow());
    execute(connection, "CREATE SCHEMA " + SCHEMA);
    execute(connection, "COMMENT ON SCHEMA " + SCHEMA + " IS " + there);
    return mark.map(
        words -> "What a rehearsal that was killed had left in the database was removed.");
  }

  /** Gives the database back as it is now; what is in it stays, to be looked at. */
  static void release(Connection connection) throws SQLException {
    execute(connection, "DROP SCHEMA IF EXISTS " + SCHEMA);
  }

  /** A backend needs a moment to see that its client is gone. */
  private static void lock(Connection connection)
      throws SQLException, RunException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!is(connection, "SELECT pg_catalog.pg_try_advisory_lock(" + LOCK + ")")) {
      if (System.nanoTime() > end) {
        throw new RunException(
            RunException.Kind.SETUP,
            "Another rehearsal is at work on the database %s. Wait for its end, or give this one a"
                    .formatted(connection.getCatalog())
                + " database of its own.");
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private static void endOthers(Connection connection)
      throws SQLException, RunException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!text(connection, END_OTHERS).equals(Optional.of("0"))) {
      if (System.nanoTime() > end) {
        throw new RunException(
            RunException.Kind.SETUP,
            "Sessions of a rehearsal that was killed are still at work on the database %s and do"
                    .formatted(connection.getCatalog())
                + " not end. Drop and create it.");
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private static void remove(Connection connection, String mark) throws SQLException {
    List<String> lines = mark.lines().toList();
    execute(
        connection,
        DROP_ALL.formatted(Identifiers.string(lines.get(1)), Identifiers.string(lines.get(2))));
  }

  private static Optional<String> mark(Connection connection) throws SQLException {
    return text(
            connection,
            "SELECT pg_catalog.obj_description(oid, 'pg_namespace') FROM pg_catalog.pg_namespace"
                + " WHERE nspname = '"
                + SCHEMA
                + "'")
        .filter(words -> words.lines().count() == 3);
  }

  private static boolean is(Connection connection, String query) throws SQLException {
    return text(connection, query).equals(Optional.of("t"));
  }

  private static Optional<String> text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }
}
