package dev.safemigrate.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChecksumsTest {

  @Test
  void ownChecksumFoldsLineEndings() {
    assertThat(Checksums.ofText("a\nb\n"))
        .isEqualTo(Checksums.ofText("a\r\nb\r"))
        .isNotEqualTo(Checksums.ofText("a\nb"))
        .hasSize(64);
    assertThat(Checksums.ofText(""))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  /** The vector is that of flyway/flyway#2474. */
  @Test
  void flywayChecksumIsFlyways() {
    String line = "alter table location_history add column valid_until timestamp with time zone;";
    assertThat(Checksums.flyway(line)).isEqualTo(-1039259818);
    assertThat(Checksums.flyway(line + "\r\n")).isEqualTo(-1039259818);
    assertThat(
            Checksums.flyway(
                "alter table location_history \nadd column valid_until timestamp with time zone;"))
        .isEqualTo(-1039259818);
    assertThat(Checksums.flyway(line + " ")).isNotEqualTo(-1039259818);
    assertThat(Checksums.flyway("")).isZero();
  }

  @Test
  void prismaChecksumIsOfTheBytes() {
    assertThat(Checksums.prisma("a\r\n".getBytes(UTF_8)))
        .isNotEqualTo(Checksums.prisma("a\n".getBytes(UTF_8)));
  }
}
