package dev.safemigrate.effect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Deferred triggers that wait for the end of the transaction")
class PendingTriggersTest {

  private static final String DEFERRED =
      """
      CREATE TABLE p (id int PRIMARY KEY);
      CREATE TABLE c (id int, pid int REFERENCES p DEFERRABLE INITIALLY DEFERRED);
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE c ADD COLUMN z int",
        "DROP TABLE c",
        "TRUNCATE c",
        "CREATE INDEX ON c (pid)"
      })
  void refuseDefinitionsBehindWrites(String statement) {
    Effects effects =
        Predicted.inTransaction(DEFERRED, "INSERT INTO c VALUES (1, 1); " + statement);
    assertThat(effects.failure()).map(Failure::sqlstate).contains("55006");
  }

  @Test
  void leaveOtherTablesAlone() {
    Effects effects =
        Predicted.inTransaction(
            DEFERRED + "CREATE TABLE other (id int);",
            "INSERT INTO c VALUES (1, 1); ALTER TABLE other ADD COLUMN z int");
    assertThat(effects.failure()).isEmpty();
  }

  @Test
  void areGoneWhenConstraintsAreSetImmediate() {
    Effects effects =
        Predicted.inTransaction(
            DEFERRED,
            "INSERT INTO c VALUES (1, 1); SET CONSTRAINTS ALL IMMEDIATE;"
                + " ALTER TABLE c ADD COLUMN z int");
    assertThat(effects.failure()).isEmpty();
  }

  @Test
  void doNotWaitForConstraintsThatAreCheckedAtOnce() {
    Effects effects =
        Predicted.inTransaction(
            DEFERRED.replace("INITIALLY DEFERRED", ""),
            "INSERT INTO c VALUES (1, 1); ALTER TABLE c ADD COLUMN z int");
    assertThat(effects.failure()).isEmpty();
  }
}
