package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row is met exactly once, whatever the key is made of. */
class BackfillKeyIT {

  /** Batches of one size, so that there are many of them. */
  private static final BackfillSettings SMALL =
      new BackfillSettings(
          false, 1, 37, 37, Duration.ZERO, Duration.ZERO, 100, BackfillSettings.Limits.STANDARD);

  private static TestDatabase database(int major, String sql) throws Exception {
    TestDatabase database = TestDatabase.create(major);
    execute(database, sql);
    return database;
  }

  private static void execute(TestDatabase database, String sql) throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static String one(TestDatabase database, String sql) throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static TestRun run(TestDatabase database, String sql) {
    return new TestRun(database).backfill(SMALL).file("V1__fill.sql", sql);
  }

  /** A type of key and what makes 300 values of it. */
  private static final Map<String, String> KEYS =
      Map.ofEntries(
          Map.entry("smallint", "g - 500"),
          Map.entry("int", "g - 500"),
          Map.entry("bigint", "g * 10000000000"),
          Map.entry("uuid", "md5(g::text)::uuid"),
          Map.entry("text", "'Ä' || chr(64 + g % 60) || g || chr(39) || chr(92) || 'x'"),
          Map.entry("text COLLATE \"C\"", "chr(64 + g % 60) || g"),
          Map.entry("text COLLATE \"und-x-icu\"", "chr(64 + g % 60) || g"),
          Map.entry("varchar(20)", "'k' || g"),
          Map.entry("char(9)", "'k' || g"),
          Map.entry("numeric(12,3)", "g / 7.0"),
          Map.entry("double precision", "g / 7.0"),
          Map.entry("real", "g"),
          Map.entry("date", "date '4000-01-01 BC' + g * 10"),
          Map.entry("timestamptz", "timestamptz '2020-01-01' + g * interval '1.000001 s'"),
          Map.entry("timestamp", "timestamp '2020-01-01' + g * interval '1.000001 s'"),
          Map.entry("interval", "g * interval '3 h'"),
          Map.entry("bytea", "decode(md5(g::text), 'hex')"),
          Map.entry("inet", "'10.0.0.0'::inet + g"),
          Map.entry("int[]", "array[g % 10, g]"),
          Map.entry("bit(12)", "g::bit(12)"),
          Map.entry("\"Odd domain\"", "g::int"),
          Map.entry("mood", "(enum_range(NULL::mood))[g]"));

  /** The session writes times in a way that cannot be read back: not what keys are kept in. */
  @Test
  void everyTypeOfKeyWalksOnceOverEveryRow() throws Exception {
    TestDatabase database =
        database(
            18,
            """
            CREATE DOMAIN "Odd domain" AS int CHECK (VALUE > 0);
            DO $$ BEGIN EXECUTE 'CREATE TYPE mood AS ENUM (' || (SELECT string_agg(
              quote_literal('m''' || g % 17 || '.' || g), ',') FROM generate_series(1, 300) g)
              || ')'; END $$;
            """);
    execute(
        database,
        "ALTER DATABASE \"%s\" SET DateStyle = 'SQL, DMY'".formatted(database.name())
            + "; ALTER DATABASE \"%s\" SET IntervalStyle = 'sql_standard'"
                .formatted(database.name()));
    TestRun run = new TestRun(database).backfill(SMALL);
    int number = 0;
    for (Map.Entry<String, String> key : KEYS.entrySet()) {
      number++;
      execute(
          database,
          ("CREATE TABLE t%d (k %s PRIMARY KEY, n int NOT NULL); INSERT INTO t%1$d SELECT %3$s, 0"
                  + " FROM generate_series(1, 300) g ORDER BY random();")
              .formatted(number, key.getKey(), key.getValue()));
      run.file(
          "V%d__fill.sql".formatted(number),
          "-- migrate:backfill\nUPDATE t%d SET n = n + 1;".formatted(number));
    }
    assertThat(run.apply().applied()).hasSize(KEYS.size());
    number = 0;
    for (String type : KEYS.keySet()) {
      number++;
      assertThat(one(database, "SELECT count(*) FROM t%d WHERE n = 1".formatted(number)))
          .as(type)
          .isEqualTo("300");
    }
    assertThat(
            one(
                database,
                "SELECT string_agg(DISTINCT rows_visited || ' ' || rows_changed, ',')"
                    + " FROM migrate_history_backfill"))
        .isEqualTo("300 300");
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void compositeKeysAndHostileNames(int major) throws Exception {
    TestDatabase database =
        database(
            major,
            """
            CREATE SCHEMA "S ""x";
            CREATE TABLE "S ""x"."or.der's" ("Te nant" text, "select" int, "$1?" int,
              PRIMARY KEY ("select", "Te nant"));
            INSERT INTO "S ""x"."or.der's" SELECT 't''' || t, g, 0
            FROM generate_series(1, 9) t, generate_series(1, 40) g;
            """);
    run(
            database,
            """
            -- migrate:backfill batch=11
            UPDATE "S ""x"."or.der's" AS "a ""b" SET "$1?" = "a ""b"."$1?" + 1
            WHERE "select" > 5 OR "a ""b"."Te nant" = 't''1';
            """)
        .apply();
    assertThat(
            one(
                database,
                "SELECT string_agg(DISTINCT \"$1?\"::text, ',') FROM \"S \"\"x\".\"or.der's\" WHERE"
                    + " \"select\" > 5 OR \"Te nant\" = 't''1'"))
        .isEqualTo("1");
    assertThat(one(database, "SELECT count(*) FROM \"S \"\"x\".\"or.der's\" WHERE \"$1?\" = 0"))
        .isEqualTo("40");
  }

  @Test
  void anotherKeyCanBeWalked() throws Exception {
    TestDatabase database =
        database(
            18,
            """
            CREATE TABLE t (id int PRIMARY KEY, code text NOT NULL UNIQUE, b int, n int DEFAULT 0);
            INSERT INTO t SELECT g, 'c' || g, g FROM generate_series(1, 200) g;
            """);
    TestRun run =
        run(database, "-- migrate:backfill key=code\nUPDATE t SET id = id + 1000, n = n + 1;");
    run.apply();
    assertThat(one(database, "SELECT count(*) FROM t WHERE n = 1 AND id > 1000")).isEqualTo("200");
    assertThat(one(database, "SELECT walks FROM migrate_history_backfill"))
        .isEqualTo("public.t by code");
    run.file("V2__b.sql", "-- migrate:backfill key=b\nUPDATE t SET n = 0;");
    assertThatThrownBy(run::apply)
        .hasMessageContaining("public.t has no valid unique index on exactly (b), all NOT NULL");
  }

  @Test
  void operatorsOfTheKeysIndexAreUsedWhateverTheSearchPathIs() throws Exception {
    TestDatabase database =
        database(
            18,
            """
            CREATE SCHEMA ext;
            CREATE FUNCTION ext.down(a int, b int) RETURNS bool LANGUAGE sql IMMUTABLE
              AS 'SELECT a OPERATOR(pg_catalog.<) b';
            CREATE FUNCTION ext.down_or_equal(a int, b int) RETURNS bool LANGUAGE sql IMMUTABLE
              AS 'SELECT a OPERATOR(pg_catalog.>=) b';
            CREATE OPERATOR ext.> (FUNCTION = ext.down, LEFTARG = int, RIGHTARG = int);
            CREATE OPERATOR ext.<= (FUNCTION = ext.down_or_equal, LEFTARG = int, RIGHTARG = int);
            CREATE TABLE t (id int PRIMARY KEY, n int DEFAULT 0);
            INSERT INTO t SELECT g FROM generate_series(1, 200) g;
            """);
    run(
            database,
            """
            SET search_path TO ext, public, pg_catalog;
            -- migrate:backfill
            UPDATE t SET n = n + 1;
            """)
        .apply();
    assertThat(one(database, "SELECT count(*) FROM t WHERE n = 1")).isEqualTo("200");
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void partitionedTablesAreWalkedAsOne(int major) throws Exception {
    TestDatabase database =
        database(
            major,
            """
            CREATE TABLE p (id int, day date, n int DEFAULT 0, PRIMARY KEY (id, day))
              PARTITION BY RANGE (day);
            CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
            CREATE TABLE p2 PARTITION OF p FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')
              PARTITION BY HASH (id);
            CREATE TABLE p2a PARTITION OF p2 FOR VALUES WITH (MODULUS 2, REMAINDER 0);
            CREATE TABLE p2b PARTITION OF p2 FOR VALUES WITH (MODULUS 2, REMAINDER 1);
            INSERT INTO p SELECT g, date '2026-01-01' + g % 59 FROM generate_series(1, 500) g;
            """);
    run(database, "-- migrate:backfill\nUPDATE p SET n = n + 1;").apply();
    assertThat(one(database, "SELECT count(*) FROM p WHERE n = 1")).isEqualTo("500");
  }

  @Test
  void rowsAreInsertedAndDeletedInBatchesToo() throws Exception {
    TestDatabase database =
        database(
            18,
            """
            CREATE TABLE t (id int PRIMARY KEY, kind int);
            CREATE TABLE names (id int PRIMARY KEY, name text);
            CREATE TABLE copy (id int, name text);
            INSERT INTO t SELECT g, g % 3 FROM generate_series(1, 400) g;
            INSERT INTO names SELECT g, 'n' || g FROM generate_series(1, 400) g;
            """);
    TestRun run =
        run(
            database,
            """
            -- migrate:backfill
            INSERT INTO copy (id, name) SELECT a.id, b.name FROM t a LEFT JOIN names b ON b.id = a.id
              WHERE a.kind = 1 OR a.kind = 2;
            -- migrate:backfill batch=7
            -- migrate:verify SELECT count(*) = 133 FROM t
            DELETE FROM t USING names WHERE names.id = t.id AND (t.kind = 1 OR t.kind = 2);
            """);
    run.apply();
    assertThat(one(database, "SELECT count(*) || ' ' || count(DISTINCT id) FROM copy"))
        .isEqualTo("267 267");
    assertThat(one(database, "SELECT count(*) FROM t")).isEqualTo("133");
  }

  @Test
  void tablesWithoutKeyAreWalkedByBlocks() throws Exception {
    TestDatabase database =
        database(
            18,
            """
            CREATE TABLE t (id int, n int, done bool);
            INSERT INTO t SELECT g, 0 FROM generate_series(1, 5000) g; ANALYZE t;
            """);
    TestRun run =
        run(
            database,
            """
            -- migrate:backfill batch=300
            UPDATE t SET n = n + 1, done = true WHERE done IS NULL;
            """);
    run.apply();
    assertThat(one(database, "SELECT count(*) FROM t WHERE n = 1 AND done")).isEqualTo("5000");
    assertThat(one(database, "SELECT walks FROM migrate_history_backfill"))
        .isEqualTo("public.t by ctid");
  }

  @Test
  void whatCannotBeWalkedSafelyIsRefused() throws Exception {
    TestDatabase database =
        database(
            18,
            """
            CREATE TABLE t (id int PRIMARY KEY, n int); INSERT INTO t VALUES (1, 1);
            CREATE TABLE keyless (id int UNIQUE, n int);
            CREATE TABLE parent (id int PRIMARY KEY, n int);
            CREATE TABLE child () INHERITS (parent);
            CREATE TABLE parts (id int, n int) PARTITION BY LIST (id);
            CREATE VIEW v AS SELECT * FROM t;
            CREATE AGGREGATE my_sum (int) (SFUNC = int4pl, STYPE = int);
            """);
    Map<String, String> reasons = new LinkedHashMap<>();
    reasons.put("UPDATE t SET id = id + 1", "changes id, the key that it is walked by");
    reasons.put("UPDATE keyless SET n = n + 1", "has no key to walk by");
    reasons.put("UPDATE keyless SET n = n + 1 WHERE n = 0", "has no key to walk by");
    reasons.put("UPDATE parent SET n = 1", "has children");
    reasons.put("UPDATE parts SET n = 1", "is partitioned and has no key");
    reasons.put("UPDATE v SET n = 1", "is not a table");
    reasons.put("UPDATE missing SET n = 1", "there is no table missing");
    reasons.put(
        "INSERT INTO keyless SELECT max(id), 1 FROM t", "max() needs the rows of all batches");
    reasons.put(
        "INSERT INTO keyless SELECT my_sum(id), 1 FROM t",
        "my_sum() needs the rows of all batches");
    reasons.put("INSERT INTO keyless SELECT id, 1 FROM t ORDER BY id", "ORDER needs the rows");
    reasons.put("UPDATE t SET n = (SELECT max(n) FROM t)", "reads t a second time");
    for (Map.Entry<String, String> refused : reasons.entrySet()) {
      assertThatThrownBy(
              () -> run(database, "-- migrate:backfill\n" + refused.getKey() + ";").apply())
          .isInstanceOf(RunException.class)
          .hasMessageContaining(refused.getValue());
    }
    assertThat(one(database, "SELECT sum(n) FROM t")).isEqualTo("1");
  }
}
