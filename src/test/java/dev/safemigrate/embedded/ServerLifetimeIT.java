package dev.safemigrate.embedded;

import static java.lang.ClassLoader.getPlatformClassLoader;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers of processes that end in every way, run as root or not. */
class ServerLifetimeIT {

  private static final Path ARCHIVE = PostgresServers.archive(18);

  private Path temporary;
  private Path programs;

  @BeforeEach
  void createFolders() throws Exception {
    temporary = WorkFolder.standard().root().resolve("test-" + System.nanoTime());
    programs = Files.createDirectories(temporary.resolve("programs"));
  }

  @AfterEach
  void deleteFolders() throws Exception {
    FileTree.delete(temporary);
  }

  @Test
  void killedProcessLeavesAServerThatTheNextStartRemoves() throws Exception {
    long leftover;
    try (ChildProcess child = start(workFolder("work"))) {
      leftover = child.serverPid();
      child.kill();
    }
    assertThat(ProcessHandle.of(leftover)).isPresent();
    assertThat(serverFolders("work")).hasSize(1);

    try (ChildProcess next = start(workFolder("work"))) {
      long running = next.serverPid();

      assertThat(ProcessHandle.of(leftover)).isEmpty();
      assertThat(ProcessHandle.of(running)).isPresent();
      assertThat(serverFolders("work")).hasSize(1);
    }
    assertThat(serverFolders("work")).isEmpty();
  }

  /** As in Maven, which closes the loaders of plugins before the shutdown hooks run. */
  @Test
  void serverIsStoppedAfterTheClassLoaderOfThePluginWasClosed() throws Exception {
    Path folder = workFolder("closed");
    AutoCloseable server;
    try (URLClassLoader plugin = new URLClassLoader(classPath(), getPlatformClassLoader())) {
      Object work = call(plugin, "WorkFolder", "at", folder);
      Object binaries = call(plugin, "ServerBinaries", "unpack", ARCHIVE, work);
      Object options = call(plugin, "ServerOptions", "defaults");
      server = (AutoCloseable) call(plugin, "EmbeddedServer", "start", binaries, work, options);
      assertThat(serverFolders("closed")).hasSize(1);
    }

    server.close();

    assertThat(serverFolders("closed")).isEmpty();
  }

  private static URL[] classPath() throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String element : ChildProcess.classPath().split(File.pathSeparator)) {
      urls.add(Path.of(element).toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }

  private static Object call(
      ClassLoader loader, String className, String methodName, Object... arguments)
      throws ReflectiveOperationException {
    for (Method method :
        loader.loadClass("dev.safemigrate.embedded." + className).getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers())
          && method.getName().equals(methodName)
          && method.getParameterCount() == arguments.length) {
        return method.invoke(null, arguments);
      }
    }
    throw new NoSuchMethodException(className + "." + methodName);
  }

  @Tag("thorough")
  @Test
  void serverOfALivingProcessIsLeftAlone() throws Exception {
    try (ChildProcess first = start(workFolder("work"))) {
      long firstServer = first.serverPid();
      try (ChildProcess second = start(workFolder("work"))) {
        second.serverPid();

        assertThat(ProcessHandle.of(firstServer)).isPresent();
        assertThat(serverFolders("work")).hasSize(2);
      }
      assertThat(ProcessHandle.of(firstServer)).isPresent();
    }
  }

  @Test
  void terminatedProcessStopsItsServer() throws Exception {
    try (ChildProcess child = start(workFolder("work"))) {
      long server = child.serverPid();

      child.terminate();

      assertThat(ProcessHandle.of(server)).isEmpty();
      assertThat(serverFolders("work")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"unshare", "unshare setpriv", "unshare setpriv runuser"})
  void worksWhenTheSystemRefusesSomeWaysToAnotherAccount(String refused) throws Exception {
    for (String program : refused.split(" ")) {
      writeProgram(program, "echo Operation not permitted >&2; exit 1");
    }

    try (ChildProcess child = start(workFolder("work"))) {
      assertThat(ProcessHandle.of(child.serverPid())).isPresent();
    }
  }

  @Test
  void namesAllWaysThatRootHasTriedInVain() throws Exception {
    assumeThat(WorkFolder.isPosix() && WorkFolder.isRoot()).as("runs as root").isTrue();
    for (String program : List.of("setpriv", "runuser", "su", "sudo")) {
      writeProgram(program, "echo " + program + " says no; exit 1");
    }

    try (ChildProcess child = start(workFolder("work"))) {
      assertThat(child.outputToEnd())
          .contains("PostgreSQL refuses to run as root, and no way to the account 'nobody' works")
          .contains("setpriv: setpriv says no; runuser: runuser says no; su: su says no")
          .contains("Run as another user than root");
    }
  }

  @Test
  void runsUnderTheOwnAccountWhenThatIsNotRoot() throws Exception {
    assumeThat(WorkFolder.isPosix() && WorkFolder.isRoot()).as("can change the account").isTrue();
    Path folder = workFolder("nobody");
    ServerAccount account = ServerAccount.find(folder);
    account.giveTo(folder);
    Path jars = Files.createDirectories(temporary.resolve("jars"));
    String classPath = ChildProcess.copyOfClassPath(jars);
    Path archive = Files.copy(ARCHIVE, temporary.resolve("archive.jar"));

    try (ChildProcess child =
        ChildProcess.start(
            archive, folder, classPath, account.commandFor().apply(List.of()), programs)) {
      assertThat(ProcessHandle.of(child.serverPid())).isPresent();
    }
    assertThat(serverFolders("nobody")).isEmpty();
  }

  @Tag("thorough")
  @Test
  void processesUnpackTheSameArchiveAtTheSameTime() throws Exception {
    try (ChildProcess first = start(workFolder("work"));
        ChildProcess second = start(workFolder("work"));
        ChildProcess third = start(workFolder("work"))) {
      assertThat(List.of(first.serverPid(), second.serverPid(), third.serverPid()))
          .doesNotHaveDuplicates();
    }
    assertThat(FileTree.children(temporary.resolve("work/binaries"))).hasSize(1);
  }

  private ChildProcess start(Path folder) throws Exception {
    return ChildProcess.start(ARCHIVE, folder, ChildProcess.classPath(), List.of(), programs);
  }

  private Path workFolder(String name) throws Exception {
    return Files.createDirectories(temporary.resolve(name));
  }

  private List<Path> serverFolders(String name) throws Exception {
    return FileTree.children(temporary.resolve(name).resolve("servers")).stream()
        .filter(path -> path.getFileName().toString().startsWith("server-"))
        .toList();
  }

  private void writeProgram(String name, String script) throws Exception {
    Path file = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
