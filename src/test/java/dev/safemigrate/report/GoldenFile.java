package dev.safemigrate.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A committed text that a result must equal; {@code -Dgolden=update} rewrites it. */
final class GoldenFile {

  private GoldenFile() {}

  static void compare(Path folder, String name, String actual) {
    Path file = folder.resolve(name);
    try {
      if ("update".equals(System.getProperty("golden"))) {
        Files.createDirectories(folder);
        Files.writeString(file, actual);
      }
      assertThat(file).as("missing; mvn test -Dgolden=update writes it").exists();
      assertThat(actual)
          .as("%s differs; mvn test -Dgolden=update rewrites it", file)
          .isEqualTo(Files.readString(file).replace("\r\n", "\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
