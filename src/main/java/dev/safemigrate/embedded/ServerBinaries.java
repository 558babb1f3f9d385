package dev.safemigrate.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The programs of a PostgreSQL server, unpacked and complete.
 *
 * @param home the folder that has {@code bin}, {@code lib} and {@code share} in it
 */
public record ServerBinaries(Path home) {

  /** What the biggest of the published servers, that for macOS, takes, and something to spare. */
  private static final long UNPACKED_BYTES = 400_000_000;

  private static final String MANIFEST = "manifest";
  private static final String UNFINISHED = ".unpacking-";
  private static final Duration ABANDONED_AFTER = Duration.ofHours(1);

  /**
   * Unpacks an archive, unless an earlier call did. The result is kept below the work folder under
   * the checksum of the archive; several processes may do so at the same time.
   *
   * @param archive the jar file of a {@link BinariesArtifact}
   * @param folder that receives the programs
   * @throws EmbeddedServerException when the archive is none, or there is not enough disk space
   */
  public static ServerBinaries unpack(Path archive, WorkFolder folder) throws IOException {
    if (!Files.isRegularFile(archive)) {
      throw new EmbeddedServerException("There is no PostgreSQL archive " + archive + ".");
    }
    Path binaries = folder.binaries();
    Path home = binaries.resolve(checksum(archive));
    if (isComplete(home)) {
      return new ServerBinaries(home);
    }
    deleteAbandoned(binaries);
    DiskSpace.require(binaries, UNPACKED_BYTES, "to unpack PostgreSQL");
    Path unfinished = Files.createTempDirectory(binaries, UNFINISHED);
    try {
      ServerArchive.unpack(archive, unfinished);
      writeManifest(unfinished);
      makeReadable(unfinished);
      publish(unfinished, home);
    } finally {
      if (Files.exists(unfinished)) {
        FileTree.delete(unfinished);
      }
    }
    return new ServerBinaries(home);
  }

  Path program(String name) {
    return home.resolve("bin").resolve(name);
  }

  private static String checksum(Path archive) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-256", impossible);
    }
    try (InputStream bytes = new DigestInputStream(Files.newInputStream(archive), digest)) {
      bytes.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Temporary folders get cleaned of old files by the system: all must still be there. */
  private static boolean isComplete(Path home) throws IOException {
    List<String> manifest;
    try {
      manifest = Files.readAllLines(home.resolve(MANIFEST), UTF_8);
    } catch (NoSuchFileException absent) {
      return false;
    }
    return manifest.equals(contents(home));
  }

  private static void writeManifest(Path home) throws IOException {
    Files.write(home.resolve(MANIFEST), contents(home), UTF_8);
  }

  private static List<String> contents(Path home) throws IOException {
    try (Stream<Path> paths = Files.walk(home)) {
      return paths
          .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .map(path -> home.relativize(path) + " " + path.toFile().length())
          .filter(line -> !line.startsWith(MANIFEST + " "))
          .sorted()
          .toList();
    }
  }

  private static void makeReadable(Path folder) throws IOException {
    if (WorkFolder.isPosix()) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private static void publish(Path unfinished, Path home) throws IOException {
    try {
      Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException taken) {
      // Not every system tells "not empty" from other failures by the type.
      if (!Files.exists(home)) {
        throw taken;
      }
      if (isComplete(home)) {
        return; // Another process was faster.
      }
      // Incomplete: put aside in one step, so that nobody ever sees half of it as a whole.
      Path aside = Files.createTempDirectory(home.getParent(), UNFINISHED);
      Files.move(home, aside.resolve("incomplete"), StandardCopyOption.ATOMIC_MOVE);
      Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
      FileTree.delete(aside);
    }
  }

  private static void deleteAbandoned(Path binaries) throws IOException {
    Instant limit = Instant.now().minus(ABANDONED_AFTER);
    for (Path child : FileTree.children(binaries)) {
      if (child.getFileName().toString().startsWith(UNFINISHED)
          && Files.getLastModifiedTime(child).toInstant().isBefore(limit)) {
        FileTree.delete(child);
      }
    }
  }
}
