package dev.safemigrate.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {

  private static Version version(String text) {
    return Version.ofNumbers(text).orElseThrow();
  }

  @Test
  void partsAreComparedAsNumbers() {
    List<String> ordered =
        List.of(
            "0",
            "0.9",
            "1",
            "1.0.1",
            "1_2",
            "1.10",
            "2",
            "10",
            "20240101120000",
            "99999999999999999999");
    for (int i = 1; i < ordered.size(); i++) {
      assertThat(version(ordered.get(i - 1))).isLessThan(version(ordered.get(i)));
      assertThat(version(ordered.get(i))).isGreaterThan(version(ordered.get(i - 1)));
    }
  }

  @Test
  void missingPartsAreZero() {
    assertThat(version("1"))
        .isEqualTo(version("1.0"))
        .isEqualTo(version("01"))
        .hasSameHashCodeAs(version("1_0_0"));
    assertThat(version("1")).isNotEqualTo(version("1.1"));
    assertThat(version("2_1").text()).isEqualTo("2.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "1.", ".1", "1..2", "a", "1a", "-1", "1 ", "١"})
  void otherTextIsNoVersion(String text) {
    assertThat(Version.ofNumbers(text)).isEmpty();
  }

  @Test
  void labelsAreOrderedAsTextBehindNumbers() {
    assertThat(Version.ofLabel("01_init")).isLessThan(Version.ofLabel("02_b"));
    assertThat(Version.ofLabel("20260527120000"))
        .isGreaterThan(Version.ofLabel("202605271200000000"));
    assertThat(Version.ofLabel("1")).isGreaterThan(version("999")).isNotEqualTo(version("1"));
  }
}
