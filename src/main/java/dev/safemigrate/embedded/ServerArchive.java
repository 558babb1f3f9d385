package dev.safemigrate.embedded;

import dev.safemigrate.embedded.TarReader.Entry;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.tukaani.xz.XZInputStream;

/** Unpacks a jar file that contains one compressed tar file with a PostgreSQL server. */
final class ServerArchive {

  private ServerArchive() {}

  /**
   * Unpacks the server into an empty folder.
   *
   * @throws EmbeddedServerException when the file is no such archive
   */
  static void unpack(Path archive, Path target) throws IOException {
    try (ZipFile jar = new ZipFile(archive.toFile())) {
      ZipEntry server = serverEntry(jar, archive);
      try (InputStream bytes = new BufferedInputStream(jar.getInputStream(server));
          InputStream tar = new BufferedInputStream(new XZInputStream(bytes))) {
        unpack(new TarReader(tar), target);
      }
    } catch (ZipException broken) {
      throw new EmbeddedServerException(
          "%s is no jar file with a PostgreSQL server. Delete it, so that it is fetched again."
              .formatted(archive),
          broken);
    }
  }

  private static ZipEntry serverEntry(ZipFile jar, Path archive) throws EmbeddedServerException {
    Enumeration<? extends ZipEntry> entries = jar.entries();
    while (entries.hasMoreElements()) {
      ZipEntry entry = entries.nextElement();
      if (entry.getName().toLowerCase(Locale.ROOT).endsWith(".txz")) {
        return entry;
      }
    }
    throw new EmbeddedServerException(
        "%s contains no PostgreSQL server: there is no .txz file in it.".formatted(archive));
  }

  private static void unpack(TarReader tar, Path target) throws IOException {
    for (Optional<Entry> next = tar.next(); next.isPresent(); next = tar.next()) {
      Entry entry = next.get();
      Path path = inside(target, target.resolve(entry.name()), entry);
      switch (entry.kind()) {
        case FOLDER -> Files.createDirectories(path);
        case SYMBOLIC_LINK -> {
          inside(target, path.resolveSibling(entry.linkTarget()), entry);
          Files.createDirectories(path.resolveSibling("."));
          Files.createSymbolicLink(path, Path.of(entry.linkTarget()));
        }
        case FILE -> {
          Files.createDirectories(path.resolveSibling("."));
          try (OutputStream file = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW)) {
            tar.copyContent(file);
          }
          setPermissions(path, entry.executable());
        }
      }
    }
  }

  private static Path inside(Path target, Path path, Entry entry) throws EmbeddedServerException {
    Path normalized = path.normalize();
    if (!normalized.startsWith(target)) {
      throw new EmbeddedServerException(
          "The archive entry %s points outside of the archive; it is not unpacked."
              .formatted(entry.name()));
    }
    return normalized;
  }

  private static void setPermissions(Path file, boolean executable) throws IOException {
    if (WorkFolder.isPosix()) {
      Files.setPosixFilePermissions(
          file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }
}
