package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safemigrate.catalog.ServerFacts;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which databases may be migrated. */
class TargetTest {

  @Test
  void isShownInOneLine() {
    assertThat(target(180006, "18.6", false))
        .hasToString("jdbc:postgresql://db/shop, database shop, user app, PostgreSQL 18.6");
  }

  @Test
  void serverOlderThanTwelveIsRefused() {
    assertThatThrownBy(
            () -> target(110022, "11.22", false).requireMigratable(Optional.empty(), false))
        .isInstanceOf(RunException.class)
        .hasMessage(
            "jdbc:postgresql://db/shop: PostgreSQL 11.22 is older than 12, which this plugin does"
                + " not know. Nothing was changed.");
  }

  @Test
  void replicaIsRefused() {
    assertThatThrownBy(
            () -> target(180006, "18.6", true).requireMigratable(Optional.empty(), false))
        .hasMessageContaining("it is a replica (in recovery); give the URL of the primary server");
  }

  @Test
  void databaseMustBeNamedWhereThatIsAskedFor() {
    Target target = target(180006, "18.6", false);
    assertThatThrownBy(() -> target.requireMigratable(Optional.of("other"), true))
        .hasMessageContaining("add -Dmigrate.confirm=shop");
    assertThatCode(() -> target.requireMigratable(Optional.of("shop"), true))
        .doesNotThrowAnyException();
  }

  private static Target target(int number, String version, boolean replica) {
    return new Target(
        "jdbc:postgresql://db/shop",
        new ServerFacts(
            number,
            version,
            "shop",
            "app",
            "app",
            false,
            replica,
            replica,
            Duration.ofSeconds(1),
            Optional.empty()));
  }
}
