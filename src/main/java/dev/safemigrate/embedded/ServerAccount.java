package dev.safemigrate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The operating-system account that the server runs under. PostgreSQL refuses to run as root
 * (manual 18.1, "The PostgreSQL User Account"), so root hands it to an unprivileged one; anybody
 * else runs it under the own account.
 *
 * @param owner whom the server's files must belong to; empty for the own account
 * @param commandFor turns a command into one that runs it under the account
 */
record ServerAccount(Optional<UserPrincipal> owner, UnaryOperator<List<String>> commandFor) {

  /** Has no rights and no files on any system, and unlike others a name that initdb can look up. */
  private static final String UNPRIVILEGED = "nobody";

  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(20);

  /**
   * Finds an account and a way to it, by trying.
   *
   * @param folder an existing one that every account can enter
   * @throws EmbeddedServerException when root finds no way to an unprivileged account
   */
  static ServerAccount find(Path folder) throws IOException {
    if (!WorkFolder.isPosix() || !WorkFolder.isRoot()) {
      return new ServerAccount(Optional.empty(), UnaryOperator.identity());
    }
    UserPrincipal owner;
    try {
      owner =
          folder
              .getFileSystem()
              .getUserPrincipalLookupService()
              .lookupPrincipalByName(UNPRIVILEGED);
    } catch (UserPrincipalNotFoundException unknown) {
      throw new EmbeddedServerException(
          "PostgreSQL refuses to run as root, and the account '%s' does not exist. Run as another user than root."
              .formatted(UNPRIVILEGED),
          unknown);
    }
    List<String> failures = new ArrayList<>();
    for (UnaryOperator<List<String>> way : ways()) {
      Optional<String> failure = tryOut(way, folder);
      if (failure.isEmpty()) {
        return new ServerAccount(Optional.of(owner), way);
      }
      failures.add(failure.get());
    }
    throw new EmbeddedServerException(
        "PostgreSQL refuses to run as root, and no way to the account '%s' works: %s. Run as another user than root."
            .formatted(UNPRIVILEGED, String.join("; ", failures)));
  }

  /** Makes the server's account the owner of a file. */
  void giveTo(Path file) throws IOException {
    if (owner.isPresent()) {
      Files.setOwner(file, owner.get());
    }
  }

  private static List<UnaryOperator<List<String>>> ways() {
    // 65534 is the group of nobody on every Linux, under one name (nogroup) or the other (nobody).
    // No unshare: it needs namespaces, which default containers refuse; changing the id they allow.
    return List.of(
        command ->
            prefixed(
                command,
                "setpriv",
                "--reuid=" + UNPRIVILEGED,
                "--regid=65534",
                "--clear-groups",
                "--"),
        command -> prefixed(command, "runuser", "-u", UNPRIVILEGED, "--"),
        command -> List.of("su", "-s", "/bin/sh", UNPRIVILEGED, "-c", "exec " + quoted(command)),
        command -> prefixed(command, "sudo", "-n", "-u", UNPRIVILEGED, "--"));
  }

  private static Optional<String> tryOut(UnaryOperator<List<String>> way, Path folder) {
    List<String> command = way.apply(List.of("id", "-u"));
    try {
      Program.Result result = Program.run(command, folder, PROBE_TIMEOUT);
      // Some su programs print a notice before; the id is what comes last.
      if (result.succeeded() && result.output().matches("(?s)(.*\\s)?[1-9][0-9]*")) {
        return Optional.empty();
      }
      return Optional.of("%s: %s".formatted(command.get(0), result.output()));
    } catch (IOException notStarted) {
      return Optional.of("%s: %s".formatted(command.get(0), notStarted.getMessage()));
    }
  }

  private static List<String> prefixed(List<String> command, String... prefix) {
    List<String> all = new ArrayList<>(List.of(prefix));
    all.addAll(command);
    return List.copyOf(all);
  }

  private static String quoted(List<String> command) {
    return command.stream()
        .map(word -> "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }
}
