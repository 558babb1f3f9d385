package dev.safemigrate.mojo;

import dev.safemigrate.source.MigrationDraft.NewFile;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.logging.Log;

/** Files that are written if none of them exists. */
final class NewFiles {

  private final Path base;
  private final Charset encoding;
  private final Log log;

  NewFiles(Path base, Charset encoding, Log log) {
    this.base = base;
    this.encoding = encoding;
    this.log = log;
  }

  /** Writes all files, or none where one is there already. */
  void write(List<NewFile> files) throws MojoExecutionException {
    for (NewFile file : files) {
      Path path = base.resolve(file.path());
      if (Files.exists(path)) {
        throw new MojoExecutionException(path + " is there already. Nothing was written.");
      }
    }
    for (NewFile file : files) {
      Path path = base.resolve(file.path());
      try {
        Files.createDirectories(path.toAbsolutePath().getParent());
        Files.writeString(path, file.text(), encoding, StandardOpenOption.CREATE_NEW);
      } catch (IOException e) {
        throw new MojoExecutionException("Cannot write " + path + ": " + e.getMessage(), e);
      }
      log.info("Written: " + file.path());
    }
  }

  /** Shows what would be written. */
  void show(List<NewFile> files) {
    for (NewFile file : files) {
      log.info("Would write " + file.path() + ":");
      file.text().lines().map(line -> "  " + line).forEach(log::info);
    }
  }
}
