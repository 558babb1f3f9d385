package dev.safemigrate.embedded;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@link ServerProgram} in a process of its own, with a changed PATH or under another account. */
final class ChildProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;
  private final StringBuilder seen = new StringBuilder();

  private ChildProcess(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * @param prefix of the command, to run it under another account
   * @param firstInPath a folder that is searched for programs before all others
   */
  static ChildProcess start(
      Path archive, Path folder, String classPath, List<String> prefix, Path firstInPath)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath, ServerProgram.class.getName()));
    command.addAll(List.of(archive.toString(), folder.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().compute("PATH", (name, path) -> firstInPath + File.pathSeparator + path);
    return new ChildProcess(builder.start());
  }

  static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** Copies all that this process runs from, for an account that may not read the originals. */
  static String copyOfClassPath(Path target) throws IOException {
    List<String> copies = new ArrayList<>();
    for (String element : classPath().split(File.pathSeparator)) {
      Path source = Path.of(element);
      boolean mavens = element.contains(File.separator + "maven" + File.separator);
      if (mavens || element.contains("errorprone") || !Files.exists(source)) {
        continue;
      }
      Path copy = target.resolve(copies.size() + "-" + source.getFileName());
      copyTree(source, copy);
      copies.add(copy.toString());
    }
    return String.join(File.pathSeparator, copies);
  }

  /** The process id of its server, once that runs. */
  long serverPid() throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("pid ")) {
        return Long.parseLong(line.substring("pid ".length()));
      }
      seen.append(line).append('\n');
    }
    throw new AssertionError("The server did not start: " + seen);
  }

  /** All that it prints until its end. */
  String outputToEnd() throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      seen.append(line).append('\n');
    }
    return seen.toString();
  }

  /** Ends it as kill -9 does: it can do nothing more. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
  }

  /** Ends it as Ctrl-C does: shutdown hooks run. */
  void terminate() throws InterruptedException {
    process.destroy();
    process.waitFor(30, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      kill();
    }
  }

  private static void copyTree(Path source, Path target) throws IOException {
    try (Stream<Path> paths = Files.walk(source)) {
      for (Path path : paths.toList()) {
        Path copy = target.resolve(source.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(path, copy, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }
}
