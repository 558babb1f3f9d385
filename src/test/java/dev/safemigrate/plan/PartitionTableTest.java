package dev.safemigrate.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.ast.ServerVersion;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a table must be to become partitioned, and what the page says to the application. */
class PartitionTableTest {

  private static final String REQUEST = "partition table t by range (made) at '2027-01-01'";

  private static final String TABLE =
      "CREATE TABLE t (id bigint PRIMARY KEY, made date NOT NULL, code text);\n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CREATE TABLE u (t bigint REFERENCES t)               | u_t_fkey references t
          CREATE VIEW v AS SELECT id FROM t                    | view v is bound to t
          CREATE FUNCTION f(t) RETURNS int AS 'SELECT 1' LANGUAGE sql | function f is bound to t
          ALTER TABLE t ADD UNIQUE (code)                      | t_code_key keeps rows apart without made
          ALTER TABLE t ALTER made DROP NOT NULL               | made may be null
          ALTER TABLE t ADD CHECK (id > 0) NOT VALID           | t_id_check is not validated
          ALTER TABLE t ADD CONSTRAINT c CHECK (id > 0) NO INHERIT | c is NO INHERIT
          ALTER TABLE t ADD EXCLUDE (id WITH =)                | exclusion constraint
          ALTER TABLE t REPLICA IDENTITY FULL                  | replica identity
          ALTER TABLE t FORCE ROW LEVEL SECURITY               | forces its policies
          ALTER TABLE t SET UNLOGGED                           | is not logged
          CREATE PUBLICATION p FOR TABLE t                     | published by p
          CREATE TABLE t_default (a int)                       | a relation t_default already
          CREATE TABLE u () INHERITS (t)                       | table inheritance
          """)
  void whatCannotBeCarriedOverIsRefused(String statement, String reason) {
    assertThat(PlannedProject.plan(TABLE + statement, REQUEST, new ServerVersion(18)))
        .isInstanceOfSatisfying(
            PlanResult.Refused.class, refused -> assertThat(refused.reason()).contains(reason));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          partition table t by range (made) at '2027-02-01', '2027-01-01' | must ascend
          partition table t by range (id) at 10, 9                        | must ascend
          partition table t by range (id) at 10, '11'                     | must ascend
          partition table t by range (at) at '2027-01-01'                 | has no zone
          """)
  void boundsMustBeOrderedAndExact(String request, String reason) {
    assertThat(
            PlannedProject.plan(
                TABLE + "ALTER TABLE t ADD at timestamptz NOT NULL DEFAULT now()",
                request,
                new ServerVersion(18)))
        .isInstanceOfSatisfying(
            PlanResult.Refused.class, refused -> assertThat(refused.reason()).contains(reason));
  }

  @ParameterizedTest
  @CsvSource({
    "partition table t by list (code) at 'a',only 'by range' is planned",
    "partition table t by hash (id),only 'by range' is planned",
    "'partition table t by range (id, code) at 1',over several columns",
    "partition table t by range (id),expected 'at'",
    "partition table t by range (id) at now(),expected a number or a value in quotes"
  })
  void otherRequestsAreNotRead(String request, String reason) {
    assertThat(ChangeRequest.read(request))
        .isInstanceOfSatisfying(
            ChangeRequest.NotRead.class, not -> assertThat(not.message()).contains(reason));
  }

  @Test
  void pageSaysWhatTheApplicationDoes() {
    PlannedProject project = PlannedProject.of(TABLE, REQUEST, 18);
    assertThat(PlanPage.of(project.plan(), project.files(), Optional.empty()))
        .contains(
            List.of(
                "Release a version whose ON CONFLICT names id and made",
                "INSERT INTO t ... ON CONFLICT (id, made) DO UPDATE ...;",
                "@PartitionKey",
                "Rows with made at or above '2027-01-01' are refused until the exchange",
                "Create each further partition before its rows come"));
  }
}
