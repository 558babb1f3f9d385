package dev.safemigrate.embedded;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * The folder on local disk that holds unpacked server binaries and the data of running servers. It
 * belongs to the current user alone, so that nobody else can put a program there.
 *
 * @param root an absolute path
 */
public record WorkFolder(Path root) {

  static final String ADVICE =
      "Free some, or name a folder on another disk with -Djava.io.tmpdir=<folder>.";

  /** Rejects a relative path. */
  public WorkFolder {
    if (!root.isAbsolute()) {
      throw new IllegalArgumentException("The work folder must be absolute: " + root);
    }
  }

  /**
   * The usual folder, below {@code java.io.tmpdir}, created when it does not exist. When that lies
   * in a place that an unprivileged account cannot reach and the current user is root, whose server
   * needs one, below {@code /var/tmp} or {@code /tmp}.
   *
   * @throws EmbeddedServerException when no such folder can be used, in particular because it
   *     belongs to somebody else
   */
  public static WorkFolder standard() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    if (isPosix() && isRoot() && !isReachableByAll(temporary)) {
      for (Path other : List.of(Path.of("/var/tmp"), Path.of("/tmp"))) {
        if (Files.isDirectory(other) && isReachableByAll(other)) {
          temporary = other;
          break;
        }
      }
    }
    String user = System.getProperty("user.name").replaceAll("[^A-Za-z0-9._-]", "_");
    return at(temporary.resolve("migrate-postgres-" + user));
  }

  /**
   * A folder of the caller's choice, created when it does not exist.
   *
   * @throws EmbeddedServerException when it belongs to somebody else
   */
  public static WorkFolder at(Path folder) throws IOException {
    Path absolute = folder.toAbsolutePath().normalize();
    create(absolute);
    if (!Files.isDirectory(absolute, LinkOption.NOFOLLOW_LINKS)) {
      throw new EmbeddedServerException(
          "%s must be a folder of your own, but is something else. Delete it, or name another folder with -Djava.io.tmpdir=<folder>."
              .formatted(absolute));
    }
    if (isPosix()) {
      requireOwnership(absolute);
    }
    return new WorkFolder(absolute);
  }

  Path binaries() throws IOException {
    return Files.createDirectories(root.resolve("binaries"));
  }

  Path servers() throws IOException {
    return Files.createDirectories(root.resolve("servers"));
  }

  static boolean isPosix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("unix");
  }

  static boolean isRoot() throws IOException {
    // What a new file is owned by is the effective user; user.name can be set to anything.
    Path probe = Files.createTempFile("migrate-postgres", ".owner");
    try {
      return userId(probe) == 0;
    } finally {
      Files.delete(probe);
    }
  }

  private static void create(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException notFolder) {
      throw new EmbeddedServerException(
          "%s must be a folder, but is something else. Delete it, or name another folder with -Djava.io.tmpdir=<folder>."
              .formatted(folder),
          notFolder);
    }
  }

  private static void requireOwnership(Path folder) throws IOException {
    Path probe = Files.createTempFile("migrate-postgres", ".owner");
    try {
      if (userId(folder) != userId(probe)) {
        throw new EmbeddedServerException(
            "%s belongs to %s, who could put other programs there. Delete it, or name another folder with -Djava.io.tmpdir=<folder>."
                .formatted(folder, Files.getOwner(folder)));
      }
    } finally {
      Files.delete(probe);
    }
    // Others may pass through, since the server of root runs as another user, but not look or
    // write.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
  }

  private static int userId(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isReachableByAll(Path folder) throws IOException {
    for (Path step = folder.toRealPath(); step != null; step = step.getParent()) {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(step);
      if (!permissions.contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }
}
