package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safemigrate.analysis.FailOn;
import dev.safemigrate.finding.CodeUse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A contract on a real server: refused for each missing piece of its proof, then applied. */
class ContractProofIT {

  private static final ReleaseRules PRODUCTION =
      new ReleaseRules(
          Optional.empty(),
          false,
          Optional.empty(),
          Clock.systemUTC(),
          Optional.empty(),
          false,
          new AfterApply(true, false, false, Optional.empty(), Duration.ZERO));

  private final TestRun run =
      new TestRun(TestDatabase.create(18)).release(PRODUCTION).failOn(FailOn.RISKY);

  @BeforeEach
  void releaseTheFirstVersion() throws Exception {
    run.projectVersion("1.0.0")
        .file(
            "V1__orders.sql",
            """
            CREATE TABLE orders (id bigint PRIMARY KEY, total int);
            INSERT INTO orders SELECT i, i FROM generate_series(1, 100) i;
            """)
        .apply();
    run.projectVersion("1.1.0")
        .file(
            "V2__expand.sql",
            """
            -- migrate:phase expand
            ALTER TABLE orders ADD COLUMN amount bigint;
            CREATE FUNCTION zz_sync_orders() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN NEW.amount := coalesce(NEW.amount, NEW.total); RETURN NEW; END $$;
            CREATE TRIGGER zz_sync_orders BEFORE INSERT OR UPDATE ON orders
              FOR EACH ROW EXECUTE FUNCTION zz_sync_orders();
            """)
        .file(
            "V3__fill.sql",
            """
            -- migrate:verify SELECT count(*) = 0 FROM orders WHERE amount IS NULL
            -- migrate:backfill
            UPDATE orders SET amount = total WHERE amount IS NULL;
            """)
        .file(
            "V4__contract.sql",
            """
            -- migrate:phase contract
            -- migrate:contract-of 2
            DROP TRIGGER zz_sync_orders ON orders;
            DROP FUNCTION zz_sync_orders();
            ALTER TABLE orders DROP COLUMN total;
            """);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refusal() throws Exception {
    List<String> before = run.status();
    var refusal = assertThatThrownBy(run::apply).isInstanceOf(RunException.class);
    assertThat(run.status()).isEqualTo(before);
    return refusal.hasMessageContaining("Nothing was changed");
  }

  @Test
  void expandThatComesWithTheContractIsNotEnough() throws Exception {
    refusal()
        .hasMessageContaining("V4__contract.sql is the contract of V2__expand.sql, which comes")
        .hasMessageContaining("with the same project version 1.1.0")
        .hasMessageContaining("Apply the rest with -Dmigrate.phase=backfill");
  }

  @Test
  void backfillThatIsNotAppliedIsNamed() throws Exception {
    run.target("2").apply();
    run.noTarget().projectVersion("1.2.0");
    refusal()
        .hasMessageContaining("[drop-column]")
        .hasMessageContaining("V3__fill.sql is not applied and so not verified")
        .hasMessageContaining("run migrate:apply -Dmigrate.phase=backfill");
  }

  @Test
  void stepsThatCameWithTheSameVersionAreNotEnough() throws Exception {
    run.target("3").apply();
    run.noTarget();
    refusal().hasMessageContaining("same project version 1.1.0");
  }

  @Test
  void backfillThatCameWithTheSameVersionIsNotEnough() throws Exception {
    run.target("2").apply();
    run.projectVersion("1.2.0").target("3").apply();
    run.noTarget();
    refusal()
        .hasMessageContaining("V3__fill.sql came with this project version, 1.2.0")
        .hasMessageContaining("bring the contract with a later version");
    assertThat(run.projectVersion("1.3.0").apply().applied()).containsExactly("V4__contract.sql");
  }

  @Test
  void verificationIsAskedOnceMore() throws Exception {
    run.target("3").apply();
    run.database()
        .execute(
            """
            ALTER TABLE orders DISABLE TRIGGER zz_sync_orders;
            INSERT INTO orders (id, total) VALUES (1000, 7);
            ALTER TABLE orders ENABLE TRIGGER zz_sync_orders;
            """);
    run.noTarget().projectVersion("1.2.0");
    refusal()
        .hasMessageContaining("V4__contract.sql takes away what its expand and backfill")
        .hasMessageContaining("db/V3__fill.sql:1: is false: SELECT count(*) = 0 FROM orders")
        .hasMessageContaining("Mend the rows");
    run.database().execute("UPDATE orders SET amount = total WHERE amount IS NULL");
    assertThat(run.apply().applied()).containsExactly("V4__contract.sql");
  }

  @Test
  void verificationIsAskedOnceMoreBehindAnEarlierContractOfTheSameExpand() throws Exception {
    run.file(
            "V3_1__release.sql",
            """
            -- migrate:phase contract
            -- migrate:contract-of 2
            COMMENT ON TABLE orders IS 'amount counts';
            """)
        .target("3")
        .apply();
    run.projectVersion("1.2.0").target("3.1").apply();
    run.database()
        .execute(
            """
            ALTER TABLE orders DISABLE TRIGGER zz_sync_orders;
            INSERT INTO orders (id, total) VALUES (1000, 7);
            ALTER TABLE orders ENABLE TRIGGER zz_sync_orders;
            """);
    run.noTarget();
    refusal().hasMessageContaining("db/V3__fill.sql:1: is false");
  }

  @Test
  void backfillWhoseVerificationFailedDoesNotCount() throws Exception {
    run.target("2").apply();
    run.target("3")
        .file(
            "V3__fill.sql",
            """
            -- migrate:verify SELECT count(*) = 7 FROM orders
            -- migrate:backfill
            UPDATE orders SET amount = total WHERE amount IS NULL;
            """);
    assertThatThrownBy(run::apply).hasMessageContaining("the verification does not hold");
    run.noTarget().projectVersion("1.2.0");
    refusal().hasMessageContaining("V3__fill.sql is not applied and so not verified");
  }

  @Test
  void codeThatNamesTheColumnIsNamedWithFileAndLine() throws Exception {
    run.target("3").apply();
    run.noTarget()
        .projectVersion("1.2.0")
        .code(object -> new CodeUse(false, List.of("the code names it: src/Orders.java:31.")));
    refusal().hasMessageContaining("the code names it: src/Orders.java:31.");
  }

  @Test
  void contractIsAppliedWhenAllIsThere() throws Exception {
    run.target("3").apply();
    assertThat(run.noTarget().projectVersion("1.2.0").apply().applied())
        .containsExactly("V4__contract.sql");
  }
}
