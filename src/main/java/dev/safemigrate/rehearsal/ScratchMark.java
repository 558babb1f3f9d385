package dev.safemigrate.rehearsal;

import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.runner.RunException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An empty schema that marks a database while a rehearsal works on it. Its comment holds the oids
 * of the database, of the schema itself, and of all that was there before: a copy of the database
 * has another oid, and a schema that a dump has made too.
 */
final class ScratchMark {

  private static final String SCHEMA = "migrate_rehearsal";

  private static final Pattern WORDS =
      Pattern.compile(
          "A rehearsal is at work\\. Database (?<database>\\d+), schema (?<schema>\\d+),"
              + " there before: (?<there>(\\d+( \\d+)*)?)");

  /** What can be dropped below, and more; lower oids are initdb's, and are never dropped. */
  private static final String ALL =
      """
      (SELECT oid FROM pg_catalog.pg_namespace
       UNION ALL SELECT oid FROM pg_catalog.pg_extension
       UNION ALL SELECT oid FROM pg_catalog.pg_publication
       UNION ALL SELECT oid FROM pg_catalog.pg_class
       UNION ALL SELECT oid FROM pg_catalog.pg_type
       UNION ALL SELECT oid FROM pg_catalog.pg_proc) everything
      """;

  private static final String DATABASE =
      "(SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())";

  private static final String PUT =
      """
      DO $migrate$
      DECLARE
        there text := (SELECT pg_catalog.string_agg(oid::text, ' ') FROM %1$s WHERE oid >= 16384);
      BEGIN
        CREATE SCHEMA %2$s;
        EXECUTE pg_catalog.format('COMMENT ON SCHEMA %2$s IS %%L',
          pg_catalog.format('A rehearsal is at work. Database %%s, schema %%s, there before: %%s',
            %3$s, (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = '%2$s'), there));
      END
      $migrate$
      """
          .formatted(ALL, SCHEMA, DATABASE);

  private static final String READ =
      """
      SELECT oid, %s, pg_catalog.obj_description(oid, 'pg_namespace')
        FROM pg_catalog.pg_namespace
       WHERE nspname = '%s'
      """
          .formatted(DATABASE, SCHEMA);

  /**
   * Objects of extensions go with these, those of the new schemas too. All is asked before the
   * first is dropped, for what a cascade has taken cannot be asked any more. The schema public and
   * plpgsql stay even if the rehearsal has made them anew: others count on them.
   */
  private static final String DROP =
      """
      DO $migrate$
      DECLARE
        there oid[] := pg_catalog.string_to_array(%1$s, ' ')::oid[];
        still bigint := (SELECT pg_catalog.count(*) FROM %2$s WHERE oid = ANY (there));
        command text;
      BEGIN
        FOREACH command IN ARRAY ARRAY(
          SELECT pg_catalog.format('DROP EXTENSION IF EXISTS %%I CASCADE', extname)
            FROM pg_catalog.pg_extension
           WHERE oid >= 16384 AND oid <> ALL (there) AND extname <> 'plpgsql'
          UNION ALL
          SELECT pg_catalog.format('DROP PUBLICATION IF EXISTS %%I', pubname)
            FROM pg_catalog.pg_publication
           WHERE oid >= 16384 AND oid <> ALL (there)
          UNION ALL
          SELECT pg_catalog.format('DROP SCHEMA IF EXISTS %%I CASCADE', nspname)
            FROM pg_catalog.pg_namespace
           WHERE oid >= 16384 AND oid <> ALL (there) AND nspname !~ '^pg_' AND nspname <> 'public')
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
           WHERE object.oid >= 16384 AND object.oid <> ALL (there)
             AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
             AND NOT EXISTS (
                   SELECT FROM pg_catalog.pg_depend d
                    WHERE d.classid = object.class AND d.objid = object.oid AND d.deptype IN ('e', 'i')))
        LOOP
          EXECUTE command;
        END LOOP;
        IF still <> (SELECT pg_catalog.count(*) FROM %2$s WHERE oid = ANY (there)) THEN
          RAISE 'objects from before the rehearsal depend on its own';
        END IF;
      END
      $migrate$
      """;

  private final String there;

  private ScratchMark(String there) {
    this.there = there;
  }

  /** Marks the database, in one transaction. */
  static void put(Connection connection) throws SQLException {
    execute(connection, PUT);
  }

  /** Takes the mark away; what else is in the database stays. */
  static void removeFrom(Connection connection) throws SQLException {
    execute(connection, "DROP SCHEMA IF EXISTS " + SCHEMA);
  }

  /**
   * Finds the mark.
   *
   * @return empty where the database has none
   * @throws RunException when there is one that was not made in this database
   */
  static Optional<ScratchMark> of(Connection connection) throws SQLException, RunException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(READ)) {
      if (!row.next()) {
        return Optional.empty();
      }
      Matcher words = WORDS.matcher(Optional.ofNullable(row.getString(3)).orElse(""));
      if (words.matches()
          && words.group("schema").equals(row.getString(1))
          && words.group("database").equals(row.getString(2))) {
        return Optional.of(new ScratchMark(words.group("there")));
      }
    }
    throw new RunException(
        RunException.Kind.SETUP,
        ("The database %s has a schema %s that no rehearsal has made there: the database is a copy"
                + " of one that a rehearsal had marked, or was restored from its dump. Nothing was"
                + " changed. If nothing in it is needed, drop and create it; else rehearse on another"
                + " database.")
            .formatted(connection.getCatalog(), SCHEMA));
  }

  /**
   * Drops what came since the mark and the mark itself, all or nothing.
   *
   * @throws RunException when that cannot be done without something from before the mark
   */
  void dropSince(Connection connection) throws RunException {
    try {
      execute(connection, DROP.formatted(Identifiers.string(there), ALL));
    } catch (SQLException e) {
      throw new RunException(
          RunException.Kind.SETUP,
          ("What a rehearsal that was killed has left in the database cannot be removed: %s. Nothing"
                  + " was changed. If nothing in the database is needed, drop and create it.")
              .formatted(String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }
}
