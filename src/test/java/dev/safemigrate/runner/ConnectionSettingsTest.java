package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which URLs are taken. */
class ConnectionSettingsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db/shop?user=me&password=swordfish",
        "jdbc:postgresql://db/shop?PASSWORD=swordfish",
        "jdbc:postgresql://me:swordfish@db/shop",
        "jdbc:postgresql://db/shop?sslpassword=swordfish",
        "postgres://me:swordfish@db/shop",
        "jdbc:sqlserver://db;user=me;password=swordfish"
      })
  void secretIsRefusedAndNotRepeated(String url) {
    assertThatThrownBy(() -> settings(url).check())
        .isInstanceOf(RunException.class)
        .hasMessageContaining("Parameter 'url' carries a password")
        .hasMessageContaining("migrate.serverId")
        .message()
        .doesNotContain("swordfish");
  }

  @Test
  void otherDatabasesAreRefused() {
    assertThatThrownBy(() -> settings("jdbc:mysql://db/shop").check())
        .hasMessageContaining("it must begin with jdbc:postgresql:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db:5432/shop",
        "jdbc:postgresql://one:5432,two:5433/shop?targetServerType=primary",
        "jdbc:postgresql://?service=shop"
      })
  void urlsWithoutSecretsAreFine(String url) {
    assertThatCode(() -> settings(url).check()).doesNotThrowAnyException();
  }

  @Test
  void parametersAreNotShown() {
    assertThat(settings("jdbc:postgresql://db/shop?options=x").shownUrl())
        .isEqualTo("jdbc:postgresql://db/shop");
  }

  @Test
  void secretDoesNotShowItself() {
    assertThat(new Secret("swordfish")).hasToString("(secret)");
  }

  private static ConnectionSettings settings(String url) {
    return new ConnectionSettings(url, Optional.empty(), Optional.empty(), Duration.ofSeconds(1));
  }
}
