package dev.safemigrate.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.safemigrate.embedded.PostgresServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaFollowerIT {

  /** What another relation's text may show. */
  private static final List<String> SEEN_ELSEWHERE =
      List.of(
          "CREATE TABLE p (id int PRIMARY KEY, a int, b text, d int)",
          "CREATE TABLE c (p int REFERENCES p, b text, CHECK (b <> ''))",
          "CREATE VIEW joined AS SELECT b, d FROM p JOIN c USING (b)",
          "CREATE VIEW whole AS SELECT p FROM p",
          "ALTER TABLE c ADD COLUMN a int",
          "ALTER TABLE p ADD COLUMN n int, ADD COLUMN p int",
          "ALTER TABLE p RENAME COLUMN b TO e",
          "ALTER TABLE p RENAME TO q",
          "ALTER TABLE q DISABLE TRIGGER ALL",
          "ALTER TABLE q RENAME COLUMN id TO a1",
          "ALTER VIEW joined RENAME COLUMN b TO f",
          "CREATE VIEW above AS SELECT f FROM joined",
          "ALTER VIEW joined RENAME COLUMN f TO g",
          "CREATE INDEX ON c (b)",
          "CREATE UNIQUE INDEX unique_a ON q (a)",
          "ALTER TABLE q ADD CONSTRAINT named UNIQUE USING INDEX unique_a",
          "ALTER TABLE q CLUSTER ON named",
          "ALTER TABLE q RENAME CONSTRAINT named TO other",
          "ALTER TABLE q DROP COLUMN a CASCADE",
          "CREATE FUNCTION one() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT a1 FROM q; END",
          "ALTER TABLE q ADD COLUMN h int DEFAULT one()",
          "ALTER TABLE q ADD COLUMN s serial",
          "ALTER TABLE q RENAME COLUMN s TO t",
          "ALTER SEQUENCE q_s_seq OWNED BY NONE",
          "CREATE TABLE parted (k int, v text) PARTITION BY LIST (k)",
          "CREATE TABLE part PARTITION OF parted FOR VALUES IN (1)",
          "CREATE INDEX on_parted ON parted (v)",
          "ALTER TABLE part ALTER COLUMN v SET DEFAULT 'x'",
          "ALTER TABLE parted ALTER COLUMN v SET DEFAULT 'x'",
          "ALTER TABLE parted DETACH PARTITION part",
          "CREATE POLICY mine ON c USING (EXISTS (SELECT FROM q WHERE q.a1 = c.p))",
          "ALTER TABLE q ADD COLUMN i int, DROP COLUMN h",
          "COMMENT ON COLUMN q.i IS 'said'",
          "GRANT SELECT (i) ON q TO PUBLIC",
          "CREATE MATERIALIZED VIEW kept AS SELECT e AS word FROM q",
          "CREATE INDEX ON kept (word)",
          "ALTER MATERIALIZED VIEW kept RENAME COLUMN word TO words",
          "CREATE TYPE pair AS (x int, y int)",
          "ALTER TABLE c ADD COLUMN pair pair, ADD CHECK ((pair).x > 0)",
          "ALTER TYPE pair RENAME ATTRIBUTE x TO z",
          "ALTER TYPE pair ADD ATTRIBUTE w int",
          "CREATE DOMAIN word AS text",
          "ALTER TABLE c ADD COLUMN word word",
          "ALTER DOMAIN word ADD CHECK (VALUE <> '')",
          "ALTER DOMAIN word RENAME TO phrase",
          "CREATE SCHEMA away",
          "ALTER TABLE c SET SCHEMA away",
          "ALTER SCHEMA away RENAME TO far",
          "SELECT 1",
          "ALTER TABLE q SET (fillfactor = 50, toast.autovacuum_enabled = off)",
          "CREATE RULE none AS ON DELETE TO far.c DO INSTEAD NOTHING",
          "DROP TABLE q CASCADE",
          "DROP SCHEMA far CASCADE");

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void whatTheTextOfAnotherRelationShowsIsReadAnew(int version) throws Exception {
    follow(version, PostgresServers.get(version).newDatabase(), SEEN_ELSEWHERE, true);
  }

  /** Some change what another has changed: those that fail change nothing, which counts too. */
  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void changesOfEveryKindOfObjectAreSeen(int version) throws Exception {
    List<String> changes =
        List.of(TestDatabases.resource("changes.txt").split("\n\n")).stream()
            .map(block -> block.substring(0, block.indexOf("\n=>")))
            .map(block -> block.replaceAll("(?m)^(#|versions ).*\n", ""))
            .toList();

    int worked = follow(version, TestDatabases.copy(version), changes, false);

    assertThat(worked).isGreaterThan(changes.size() * 8 / 10);
  }

  /** Holds the followed schema against a whole reading behind each statement. */
  private static int follow(int version, String database, List<String> changes, boolean allWork)
      throws SQLException {
    int worked = 0;
    try (Connection connection = PostgresServers.get(version).connect(database);
        Connection other = PostgresServers.get(version).connect(database);
        Statement statement = other.createStatement()) {
      statement.setEscapeProcessing(false);
      SchemaFollower follower = new SchemaFollower(connection, CatalogOptions.everything());
      follower.read();
      for (String change : changes) {
        try {
          statement.execute(change);
          worked++;
        } catch (SQLException e) {
          assertThat(allWork).as(change + ": " + e.getMessage()).isFalse();
        }
        assertThatCode(follower::readWhole).as(change).doesNotThrowAnyException();
      }
    }
    return worked;
  }
}
