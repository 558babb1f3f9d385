package dev.safemigrate.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.analysis.ReportedFinding;
import dev.safemigrate.finding.Classification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the running version executes is executed behind each migration. */
class OldStatementsIT {

  private static final String ORDERS =
      "CREATE TABLE orders (id bigint PRIMARY KEY, note varchar(20) NOT NULL, amount integer);";

  private static RehearsedProject project(String migration) {
    return new RehearsedProject(18)
        .file("V1__orders.sql", ORDERS)
        .file("V2__other.sql", "CREATE TABLE other (id bigint);")
        .file("V3__change.sql", migration)
        .applied(1);
  }

  @Test
  void preparedStatementsFailWhereTheirResultChanges() throws Exception {
    RehearsalResult result =
        project("ALTER TABLE orders ALTER COLUMN note TYPE text;")
            .queries("SELECT id FROM orders;\n\n-- params: 1\nSELECT * FROM orders WHERE id = ?;\n")
            .rehearse();
    assertThat(result.tried()).isEqualTo(2);
    assertThat(result.broken()).hasSize(1);
    ReportedFinding finding = result.broken().get(0);
    assertThat(finding.message())
        .contains("queries/app.sql:4")
        .contains("cached plan must not change result type");
    assertThat(finding.file()).isEqualTo("db/V3__change.sql");
    assertThat(finding.classification()).isEqualTo(Classification.RISKY);
    assertThat(finding.related().get(0).file()).isEqualTo("queries/app.sql");
    assertThat(finding.related().get(0).line()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER TABLE orders DROP COLUMN amount; | UPDATE orders SET amount = 1; | amount",
        "ALTER TABLE orders RENAME TO purchases; | DELETE FROM orders WHERE id = 7; | orders",
        "ALTER TABLE orders ADD COLUMN kind text NOT NULL; | INSERT INTO orders (id, note) VALUES (1, 'x'); | 23502",
      })
  void statementsThatBreakForGoodAreFound(String migration, String query, String words)
      throws Exception {
    RehearsalResult result = project(migration).queries(query).rehearse();
    assertThat(result.broken()).hasSize(1);
    ReportedFinding finding = result.broken().get(0);
    assertThat(finding.message()).contains("queries/app.sql:1").contains(words);
    assertThat(finding.file()).isEqualTo("db/V3__change.sql");
    assertThat(finding.classification()).isEqualTo(Classification.EXPAND_CONTRACT_REQUIRED);
  }

  @Test
  void statementsThatGoOnWorkingAreNoFindings() throws Exception {
    RehearsalResult result =
        project("ALTER TABLE orders ADD COLUMN kind text; CREATE INDEX ON orders (note);")
            .queries("SELECT id, note FROM orders; INSERT INTO orders (id, note) VALUES (1, 'x');")
            .rehearse();
    assertThat(result.tried()).isEqualTo(2);
    assertThat(result.broken()).isEmpty();
  }

  @Test
  void whatFailsBeforeTheMigrationsIsNotBlamedOnThem() throws Exception {
    RehearsalResult result =
        project("ALTER TABLE orders ADD COLUMN kind text;")
            .queries("SELECT nothing FROM orders;")
            .rehearse();
    assertThat(result.tried()).isZero();
    assertThat(result.notes().toString())
        .contains("queries/app.sql:1 fails before the pending migrations already");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER TABLE orders ALTER COLUMN amount TYPE bigint; | A read of every column",
        "ALTER TABLE orders ADD COLUMN kind text NOT NULL; | An insert into public.orders",
        "ALTER TABLE orders RENAME COLUMN note TO remark; | An update of every column",
      })
  void withoutFilesTheTablesTellWhatTheRunningVersionDoes(String migration, String words)
      throws Exception {
    RehearsalResult result = project(migration).rehearse();
    assertThat(result.tried()).isEqualTo(3);
    assertThat(result.broken())
        .extracting(ReportedFinding::message)
        .anyMatch(m -> m.contains(words));
  }

  @Test
  void statementsOutsideATransactionAreToldApart() throws Exception {
    RehearsalResult result =
        project(
                "-- migrate:transaction off\nDROP INDEX CONCURRENTLY IF EXISTS nothing;\nALTER TABLE"
                    + " orders DROP COLUMN note;")
            .queries("SELECT note FROM orders;")
            .rehearse();
    assertThat(result.broken()).hasSize(1);
    assertThat(result.broken().get(0).line()).isEqualTo(3);
  }

  @Test
  void whoAcceptedTheBreakIsNotAskedAgain() throws Exception {
    RehearsalResult result =
        project(
                "-- migrate:allow drop-column the last reader is gone\nALTER TABLE orders DROP COLUMN amount;")
            .queries("SELECT amount FROM orders;")
            .rehearse();
    assertThat(result.broken()).hasSize(1);
    assertThat(result.broken().get(0).acknowledged()).isTrue();
  }

  @Test
  void whoWaitsWhileTheTransactionIsOpenIsNotBroken() throws Exception {
    RehearsalResult result =
        project("CREATE TABLE more (id bigint);\nALTER TABLE orders ADD COLUMN kind text;")
            .queries("SELECT id FROM orders;\nSELECT 1;")
            .rehearse();
    assertThat(result.broken()).isEmpty();
    assertThat(result.waiting())
        .containsExactly(new Waiting("db/V3__change.sql", 2, "queries/app.sql:1"));
  }

  /** Behind the whole migration the same statement works again: only a look meanwhile finds it. */
  @Test
  void whatFailsOnlyWhileTheMigrationIsAtWorkIsNamed() throws Exception {
    RehearsalResult result =
        new RehearsedProject(18)
            .file("V1__orders.sql", ORDERS + " CREATE SEQUENCE numbers MAXVALUE 9;")
            .file(
                "V2__numbers.sql",
                "BEGIN;\nSELECT setval('numbers', 9);\nCOMMIT;\n"
                    + "BEGIN;\nSELECT setval('numbers', 1);\nCOMMIT;")
            .applied(1)
            .queries("SELECT nextval('numbers');")
            .rehearse();
    assertThat(result.broken()).hasSize(1);
    assertThat(result.broken().get(0).line()).isEqualTo(2);
    assertThat(result.broken().get(0).message())
        .contains("queries/app.sql:1 fails while this migration is at work")
        .contains("2200H");
  }

  @Test
  void statementsArePlayedWhileOneRunsOutsideATransaction() throws Exception {
    RehearsalResult result =
        project(
                "-- migrate:transaction off\nCREATE INDEX CONCURRENTLY orders_note ON orders"
                    + " (note);\nCREATE UNIQUE INDEX CONCURRENTLY orders_amount ON orders (amount);")
            .rows(300)
            .queries("INSERT INTO orders SELECT 2000, note, amount FROM orders LIMIT 1;")
            .rehearse();
    assertThat(result.broken()).hasSize(1);
    assertThat(result.broken().get(0).line()).isEqualTo(3);
  }
}
