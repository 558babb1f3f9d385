package dev.safemigrate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The room that is left where files are going to be written. */
final class DiskSpace {

  private static final long MEGABYTE = 1_000_000;

  private DiskSpace() {}

  /**
   * Makes sure that there is room before something is half written.
   *
   * @param folder an existing folder
   * @param bytes that are going to be written
   * @param purpose what for, as in "to unpack PostgreSQL"
   * @throws EmbeddedServerException when there is less
   */
  static void require(Path folder, long bytes, String purpose) throws IOException {
    long usable = Files.getFileStore(folder).getUsableSpace();
    if (usable < bytes) {
      throw new EmbeddedServerException(
          "Not enough disk space %s: %d MB are free in %s, %d MB are needed. %s"
              .formatted(purpose, usable / MEGABYTE, folder, bytes / MEGABYTE, WorkFolder.ADVICE));
    }
  }
}
