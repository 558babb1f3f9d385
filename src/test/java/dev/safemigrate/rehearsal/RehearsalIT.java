package dev.safemigrate.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.effect.LockMode;
import dev.safemigrate.effect.Measurement;
import dev.safemigrate.effect.Measurement.Blocking;
import dev.safemigrate.embedded.PostgresServers;
import dev.safemigrate.rehearsal.DownOutcome.NotRestored;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.TestedDowns.Down;
import dev.safemigrate.runner.TestedDowns.Outcome;
import dev.safemigrate.schema.RelationName;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rehearses small projects on real servers. */
class RehearsalIT {

  private static final String ORDERS =
      "CREATE TABLE orders (id bigint PRIMARY KEY, note varchar(20), amount integer);";
  private static final String ROWS =
      "INSERT INTO orders SELECT n, 'note ' || n, n FROM generate_series(1, 500) n;";
  private static final RelationName TABLE = new RelationName("public", "orders");

  private static final String STATEMENTS =
      """
      ALTER TABLE orders ADD COLUMN placed timestamptz;
      CREATE INDEX orders_note ON orders (note);
      ALTER TABLE orders ADD CONSTRAINT positive CHECK (amount > 0);
      ALTER TABLE orders ALTER COLUMN note SET NOT NULL;
      ALTER TABLE orders ALTER COLUMN amount TYPE bigint;
      """;

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void measuresWhatWasPredicted(int major) throws Exception {
    assertMeasuredAsPredicted(major);
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 16, 17})
  @Tag("thorough")
  void measuresWhatWasPredictedOnTheServersBetween(int major) throws Exception {
    assertMeasuredAsPredicted(major);
  }

  @Test
  void measuresEachStatementInATransactionOfItsOwn() throws Exception {
    RehearsedProject project =
        new RehearsedProject(18).file("V1__orders.sql", ORDERS).applied(1).seed(ROWS);
    int version = 2;
    for (String statement : STATEMENTS.strip().split("\n")) {
      project.file("V" + version++ + "__change.sql", statement);
    }
    RehearsalResult result = project.rehearse();
    assertThat(result.differences()).isEmpty();
    List<AnalysedStatement> statements =
        result.analysis().pendingMigrations().stream()
            .flatMap(migration -> migration.statements().stream())
            .toList();
    assertThat(modes(statements))
        .containsExactly(
            LockMode.ACCESS_EXCLUSIVE,
            LockMode.SHARE,
            LockMode.ACCESS_EXCLUSIVE,
            LockMode.ACCESS_EXCLUSIVE,
            LockMode.ACCESS_EXCLUSIVE);
    Measurement typeChange = statements.get(4).measured().orElseThrow();
    assertThat(typeChange.rewrites()).containsExactly(TABLE);
    assertThat(typeChange.indexBuilds())
        .containsExactlyInAnyOrder(
            new RelationName("public", "orders_pkey"), new RelationName("public", "orders_note"));
    assertThat(typeChange.rows()).hasValue(500);
    assertThat(statements.get(2).measured().orElseThrow().scans()).containsExactly(TABLE);
    assertThat(statements.get(0).measured().orElseThrow().scans()).isEmpty();
  }

  @Test
  void watchesFromOutsideWhatRunsOutsideATransaction() throws Exception {
    RehearsalResult result =
        new RehearsedProject(18)
            .file("V1__orders.sql", ORDERS)
            .file("V2__index.sql", "CREATE INDEX CONCURRENTLY orders_note ON orders (note);")
            .applied(1)
            .seed(ROWS)
            .rehearse();
    assertThat(result.failures()).isEmpty();
    assertThat(result.differences()).isEmpty();
    Measurement measured =
        result.analysis().pendingMigrations().get(0).statements().get(0).measured().orElseThrow();
    assertThat(measured.indexBuilds()).containsExactly(new RelationName("public", "orders_note"));
  }

  @Test
  void measuresWhoHasToWait() throws Exception {
    RehearsalResult result =
        new RehearsedProject(18)
            .file("V1__orders.sql", ORDERS)
            .file("V2__placed.sql", "ALTER TABLE orders ADD COLUMN placed timestamptz;")
            .file("V3__index.sql", "CREATE INDEX orders_note ON orders (note);")
            .file("V4__comment.sql", "COMMENT ON TABLE orders IS 'What customers want';")
            .file("V5__index.sql", "CREATE INDEX CONCURRENTLY orders_amount ON orders (amount);")
            .applied(1)
            .rows(100)
            .rehearse();
    assertThat(result.failures()).isEmpty();
    assertThat(result.differences()).isEmpty();
    assertThat(result.rows()).isEqualTo(100);
    List<Measurement> measured =
        result.analysis().pendingMigrations().stream()
            .map(migration -> migration.statements().get(0).measured().orElseThrow())
            .toList();
    assertThat(measured.get(0).blocking()).containsExactly(met(true, true));
    assertThat(measured.get(1).blocking()).containsExactly(met(false, true));
    assertThat(measured.get(2).blocking()).containsExactly(met(false, false));
    assertThat(measured.get(3).blocking())
        .allSatisfy(blocking -> assertThat(blocking).isEqualTo(met(false, false)));
    assertThat(measured.get(1).walBytes().orElseThrow()).isGreaterThan(1000);
  }

  private static Blocking met(boolean reads, boolean writes) {
    return new Blocking(TABLE, reads, Optional.of(writes));
  }

  @Test
  void goesOnWithEmptyTablesWhereGeneratedValuesDoNotFit() throws Exception {
    RehearsalResult result =
        new RehearsedProject(18)
            .file("V1__orders.sql", ORDERS)
            .file("V2__check.sql", "ALTER TABLE orders ADD CHECK (note LIKE 'gift%');")
            .file("V3__index.sql", "CREATE INDEX orders_note ON orders (note);")
            .applied(1)
            .rows(10)
            .rehearse();
    assertThat(result.failures()).isEmpty();
    assertThat(result.measured()).isEqualTo(2);
    assertThat(result.notes().toString()).contains("V2__check.sql").contains("generated rows");
  }

  @Test
  void aColumnWithoutValuesForTheRowsThatAreThereFails() throws Exception {
    RehearsalResult result =
        new RehearsedProject(18)
            .file("V1__orders.sql", ORDERS)
            .file("V2__kind.sql", "ALTER TABLE orders ADD COLUMN kind text NOT NULL;")
            .applied(1)
            .rows(10)
            .rehearse();
    assertThat(result.failures()).hasSize(1);
    assertThat(result.failures().get(0)).contains("V2__kind.sql").contains("kind");
  }

  @Test
  void goesDownAndUpAgain() throws Exception {
    RehearsalResult result =
        new RehearsedProject(18)
            .file("V1__orders.sql", ORDERS)
            .file("V2__placed.sql", "ALTER TABLE orders ADD COLUMN placed timestamptz;")
            .file("U2__placed.sql", "ALTER TABLE orders DROP COLUMN placed;")
            .file("V3__index.sql", "CREATE INDEX orders_placed ON orders (placed);")
            .file("U3__index.sql", "DROP INDEX orders_placed;")
            .file("R__recent.sql", "CREATE OR REPLACE VIEW recent AS SELECT id FROM orders;")
            .applied(1)
            .rehearse();
    assertThat(result.failures()).isEmpty();
    assertThat(result.downs().restored()).containsExactly("U3__index.sql", "U2__placed.sql");
    assertThat(result.downs().missing()).isEmpty();
    assertThat(result.tested())
        .extracting(Down::script, Down::outcome)
        .containsExactly(
            tuple("U2__placed.sql", Outcome.RESTORED), tuple("U3__index.sql", Outcome.RESTORED));
    assertThat(result.measured()).isEqualTo(3);
    assertThat(result.agreeing()).isEqualTo(3);
  }

  @Test
  void tellsWhatADownScriptLeavesAndBlamesNoOther() throws Exception {
    RehearsalResult result =
        new RehearsedProject(18)
            .file("V1__orders.sql", ORDERS)
            .file("V2__placed.sql", "ALTER TABLE orders ADD COLUMN placed timestamptz;")
            .file("U2__placed.sql", "ALTER TABLE orders DROP COLUMN placed;")
            .file("V3__note.sql", "ALTER TABLE orders DROP COLUMN note, ADD COLUMN extra int;")
            .file("U3__note.sql", "ALTER TABLE orders ADD COLUMN note text;")
            .applied(1)
            .rehearse();
    assertThat(result.downs().restored()).containsExactly("U2__placed.sql");
    assertThat(result.downs().notRestored())
        .extracting(NotRestored::script)
        .containsExactly("U3__note.sql");
    assertThat(result.tested())
        .extracting(Down::outcome)
        .containsExactly(Outcome.RESTORED, Outcome.NOT_RESTORED);
    assertThat(result.failures()).hasSize(1);
    assertThat(result.failures().get(0))
        .contains("U3__note.sql does not restore")
        .containsPattern("\n  - .*note.*varying\\(20\\)")
        .containsPattern("\n  \\+ .*extra integer");
  }

  @Test
  void namesMissingAndFailingDownScripts() throws Exception {
    RehearsalResult result =
        new RehearsedProject(18)
            .file("V1__orders.sql", ORDERS)
            .file("U1__orders.sql", "DROP TABLE orders;")
            .file("V2__placed.sql", "ALTER TABLE orders ADD COLUMN placed timestamptz;")
            .file("V3__index.sql", "CREATE INDEX orders_placed ON orders (placed);")
            .file("U3__index.sql", "DROP INDEX orders_nowhere;")
            .rehearse();
    assertThat(result.downs().missing()).containsExactly("V2__placed.sql");
    assertThat(result.downs().notTested()).containsExactly("U1__orders.sql");
    assertThat(result.tested())
        .extracting(Down::outcome)
        .containsExactly(Outcome.NOT_RUN, Outcome.FAILED);
    assertThat(result.failures()).hasSize(1);
    assertThat(result.failures().get(0)).contains("U3__index.sql").contains("orders_nowhere");
  }

  @Test
  void aMigrationThatFailsIsAResult() throws Exception {
    RehearsalResult result =
        new RehearsedProject(18)
            .file("V1__orders.sql", ORDERS)
            .file("V2__unique.sql", "CREATE UNIQUE INDEX one_note ON orders (note);")
            .applied(1)
            .seed("INSERT INTO orders VALUES (1, 'twice', 1), (2, 'twice', 2);")
            .rehearse();
    assertThat(result.failures()).hasSize(1);
    assertThat(result.failures().get(0)).contains("V2__unique.sql").contains("twice");
  }

  @Test
  void anExtensionThatTheServerLacksIsNamedWithAWayOut() throws Exception {
    RehearsalResult result =
        new RehearsedProject(18).file("V1__places.sql", "CREATE EXTENSION postgis;").rehearse();
    assertThat(result.failures()).hasSize(1);
    assertThat(result.failures().get(0))
        .contains("V1__places.sql")
        .contains("no extension postgis")
        .contains("migrate.rehearsal.url");
  }

  @Test
  void theBaseIsThereBeforeTheMigrations() throws Exception {
    RehearsalResult result =
        new RehearsedProject(14)
            .base(
                """
                \\restrict token
                SET transaction_timeout = 0;
                SELECT pg_catalog.set_config('search_path', '', false);
                CREATE SCHEMA public;
                ALTER SCHEMA public OWNER TO nobody_here;
                CREATE TABLE public.orders (id bigint NOT NULL, note text);
                ALTER TABLE public.orders OWNER TO nobody_here;
                GRANT SELECT ON public.orders TO nobody_here;
                \\unrestrict token
                """)
            .file("V8__placed.sql", "ALTER TABLE orders ADD COLUMN placed timestamptz;")
            .file("U8__placed.sql", "ALTER TABLE orders DROP COLUMN placed;")
            .rows(7)
            .rehearse();
    assertThat(result.failures()).isEmpty();
    assertThat(result.differences()).isEmpty();
    assertThat(result.rows()).isEqualTo(7);
    assertThat(result.downs().restored()).containsExactly("U8__placed.sql");
  }

  @Test
  void aBaseThatCannotBeBuiltIsNamedWithItsLine() {
    assertThatThrownBy(
            () ->
                new RehearsedProject(18)
                    .base("CREATE TABLE a (id int);\nCREATE EXTENSION postgis;")
                    .file("V1__b.sql", "CREATE TABLE b (id int);")
                    .rehearse())
        .isInstanceOf(RunException.class)
        .hasMessageContaining("The base base.sql cannot be built")
        .hasMessageContaining("Line 2:")
        .hasMessageContaining("no extension postgis");
  }

  @Test
  void aDatabaseWithTablesInItIsRefused() throws Exception {
    RehearsedProject project = new RehearsedProject(18).file("V1__orders.sql", ORDERS);
    try (Connection connection = PostgresServers.get(18).connect(project.database())) {
      connection.createStatement().execute("CREATE TABLE customers (id int)");
    }
    assertThatThrownBy(project::rehearse)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("public.customers")
        .hasMessageContaining("empty scratch database");
  }

  private static void assertMeasuredAsPredicted(int major) throws Exception {
    RehearsalResult result =
        new RehearsedProject(major)
            .file("V1__orders.sql", ORDERS)
            .file("V2__changes.sql", STATEMENTS)
            .applied(1)
            .seed(ROWS)
            .rehearse();
    assertThat(result.failures()).isEmpty();
    assertThat(result.differences()).isEmpty();
    assertThat(result.measured()).isEqualTo(5);
    assertThat(result.rows()).isEqualTo(500);
  }

  private static List<LockMode> modes(List<AnalysedStatement> statements) {
    return statements.stream()
        .map(s -> s.measured().orElseThrow().lockFeltOn(TABLE).orElseThrow().mode())
        .toList();
  }
}
