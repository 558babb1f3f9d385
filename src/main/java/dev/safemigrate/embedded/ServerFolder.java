package dev.safemigrate.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The folder of one running server. While the process that started the server lives it holds a lock
 * on a file in it, which the system releases however that process ends; a folder that nobody has
 * locked is a leftover.
 *
 * @param path of the folder; in it {@code owner} and {@code lock}, and {@code server}, which
 *     belongs to the server's account
 * @param lock held by this process
 */
record ServerFolder(Path path, FileChannel lock) {

  private static final String OWNER = "owner";
  private static final String LOCK = "lock";
  private static final String CREATION_LOCK = ".creation";
  private static final String PREFIX = "server-";
  private static final int RETRY_MILLIS = 20;

  /**
   * Creates a folder after having stopped and removed the servers of processes that are gone.
   *
   * @param parent of all such folders
   * @param binaries that will run there, for whoever has to stop them later
   */
  static ServerFolder create(Path parent, ServerBinaries binaries, ServerAccount account)
      throws IOException {
    // Between the creation of a folder and its lock it would look like a leftover.
    try (FileChannel channel = open(parent.resolve(CREATION_LOCK));
        FileLock creation = lockPatiently(channel)) {
      if (!creation.isValid()) {
        throw new IllegalStateException("A lock that was just taken is valid: " + parent);
      }
      for (Path child : FileTree.children(parent)) {
        if (child.getFileName().toString().startsWith(PREFIX)) {
          removeLeftover(child, account);
        }
      }
      return createLocked(parent, binaries, account);
    }
  }

  Path server() {
    return path.resolve("server");
  }

  Path data() {
    return data(path);
  }

  Path log() {
    return server().resolve("server.log");
  }

  /** Deletes the folder with all data and gives up the lock. */
  void delete() throws IOException {
    try {
      FileTree.delete(server());
    } finally {
      // The lock must outlive the data: a folder without it is somebody else's to clean up.
      lock.close();
    }
    FileTree.delete(path);
  }

  private static Path data(Path folder) {
    return folder.resolve("server").resolve("data");
  }

  private static ServerFolder createLocked(
      Path parent, ServerBinaries binaries, ServerAccount account) throws IOException {
    Path folder = Files.createTempDirectory(parent, PREFIX);
    if (WorkFolder.isPosix()) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    }
    Files.write(folder.resolve(OWNER), List.of(thisProcess(), binaries.home().toString()), UTF_8);
    ServerFolder created = new ServerFolder(folder, open(folder.resolve(LOCK)));
    created.lock().lock();
    Path server = Files.createDirectory(created.server());
    if (WorkFolder.isPosix()) {
      Files.setPosixFilePermissions(server, PosixFilePermissions.fromString("rwx------"));
    }
    account.giveTo(server);
    return created;
  }

  private static void removeLeftover(Path folder, ServerAccount account) throws IOException {
    List<String> owner = owner(folder);
    // Opening and closing a file that this process has locked would release the lock (POSIX).
    if (owner.get(0).equals(thisProcess())) {
      return;
    }
    try (FileChannel channel = open(folder.resolve(LOCK));
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        return;
      }
      Optional<Postmaster> postmaster = Postmaster.of(data(folder));
      if (postmaster.isPresent()) {
        postmaster.get().stop(new ServerBinaries(Path.of(owner.get(1))), account);
      }
      FileTree.delete(folder);
    } catch (NoSuchFileException gone) {
      // Its own process has just deleted it.
      return;
    }
  }

  private static List<String> owner(Path folder) throws IOException {
    try {
      List<String> lines = Files.readAllLines(folder.resolve(OWNER), UTF_8);
      if (lines.size() == 2) {
        return lines;
      }
    } catch (NoSuchFileException unfinished) {
      // Its process ended before it wrote the file; then no server can have been started.
    }
    return List.of("", folder.toString());
  }

  /** A process id alone is used again later, and is often the same in every container. */
  private static String thisProcess() {
    ProcessHandle process = ProcessHandle.current();
    return process.pid() + " " + process.info().startInstant().map(Instant::toString).orElse("");
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static FileLock lockPatiently(FileChannel channel) throws IOException {
    while (true) {
      try {
        return channel.lock();
      } catch (OverlappingFileLockException otherThread) {
        pause();
      }
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while waiting for another server start");
    }
  }
}
