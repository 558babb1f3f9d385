package dev.safemigrate.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The steps of one server's life: files, initdb, start on a free port, stop. */
final class ServerProcess {

  static final String SUPERUSER = "postgres";

  /** A new cluster takes 40 MB, its write-ahead log 16 MB more; the rest is for the user's data. */
  private static final long CLUSTER_BYTES = 200_000_000;

  private static final Duration INITDB_TIMEOUT = Duration.ofMinutes(3);
  private static final int PORT_ATTEMPTS = 10;
  private static final int PASSWORD_BYTES = 24;

  /**
   * Loaded with this class: Maven closes a plugin's class loader before the process's shutdown
   * hooks run, and what is not loaded by then cannot be.
   */
  private static final List<Class<?>> NEEDED_TO_STOP =
      List.of(
          EmbeddedServerException.class,
          FileTree.class,
          FileTree.Deletion.class,
          Postmaster.class,
          Program.class,
          Program.Result.class);

  private final ServerBinaries binaries;
  private final ServerAccount account;
  private final ServerFolder folder;
  private final ServerOptions options;
  private final String password;
  private volatile int port;
  private boolean stopped;

  private ServerProcess(
      ServerBinaries binaries,
      ServerAccount account,
      ServerFolder folder,
      ServerOptions options,
      String password) {
    this.binaries = binaries;
    this.account = account;
    this.folder = folder;
    this.options = options;
    this.password = password;
  }

  static ServerProcess prepare(ServerBinaries binaries, WorkFolder work, ServerOptions options)
      throws IOException {
    Path servers = work.servers();
    DiskSpace.require(servers, CLUSTER_BYTES, "for the data of a PostgreSQL server");
    if (WorkFolder.isPosix()) {
      Files.setPosixFilePermissions(servers, PosixFilePermissions.fromString("rwx--x--x"));
    }
    ServerAccount account = ServerAccount.find(servers);
    byte[] secret = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(secret);
    return new ServerProcess(
        binaries,
        account,
        ServerFolder.create(servers, binaries, account),
        options,
        HexFormat.of().formatHex(secret));
  }

  void requireSpace(long bytes, String purpose) throws IOException {
    DiskSpace.require(folder.path(), bytes, purpose);
  }

  /** Makes the data folder. */
  void initialize() throws IOException {
    Path passwordFile = writeForServer("password", password + "\n");
    Program.Result result =
        run(
            INITDB_TIMEOUT,
            "initdb",
            "--pgdata=" + folder.data(),
            "--username=" + SUPERUSER,
            "--pwfile=" + passwordFile,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=" + options.locale(),
            "--no-sync",
            "--no-instructions");
    Files.deleteIfExists(passwordFile);
    if (!result.succeeded()) {
      throw new EmbeddedServerException(
          "initdb failed in %s: %s".formatted(folder.server(), explained(result.output())));
    }
    Files.writeString(
        folder.data().resolve("postgresql.conf"),
        "\ninclude '../migrate.conf'\n",
        UTF_8,
        StandardOpenOption.APPEND);
  }

  /** Starts the server; tries other ports when the one that was free is taken by now. */
  void start() throws IOException {
    for (int attempt = 1; ; attempt++) {
      int candidate = freePort();
      writeForServer("migrate.conf", configuration(candidate));
      Program.Result result = startOnce();
      if (result.succeeded()) {
        port = candidate;
        return;
      }
      String log = log();
      if (attempt == PORT_ATTEMPTS || !log.contains("could not create any TCP/IP sockets")) {
        throw new EmbeddedServerException(
            "The embedded PostgreSQL does not start. %s %s"
                .formatted(result.output(), explained(log)));
      }
      Files.deleteIfExists(folder.log());
    }
  }

  /** Stops the server if it runs and deletes all its files. Does nothing the second time. */
  synchronized void stop() throws IOException {
    if (stopped) {
      return;
    }
    stopped = true;
    Optional<Postmaster> postmaster = Postmaster.of(folder.data());
    if (postmaster.isPresent()) {
      postmaster.get().stop(binaries, account);
    }
    folder.delete();
  }

  int port() {
    return port;
  }

  String password() {
    return password;
  }

  String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, URLEncoder.encode(database, UTF_8));
  }

  private Program.Result startOnce() throws IOException {
    return run(
        options.startTimeout().plusSeconds(10),
        "pg_ctl",
        "start",
        "-w",
        "-t",
        Long.toString(options.startTimeout().toSeconds()),
        "-D",
        folder.data().toString(),
        "-l",
        folder.log().toString());
  }

  private Program.Result run(Duration timeout, String program, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(binaries.program(program).toString());
    command.addAll(List.of(arguments));
    return Program.run(account.commandFor().apply(command), folder.server(), timeout);
  }

  private String configuration(int candidatePort) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("listen_addresses", "127.0.0.1");
    // Only TCP: paths of sockets have a length limit that temporary folders exceed on macOS.
    settings.put("unix_socket_directories", "");
    settings.put("timezone", "UTC");
    settings.put("log_timezone", "UTC");
    settings.put("fsync", options.fsync() ? "on" : "off");
    if (!options.fsync()) {
      settings.put("synchronous_commit", "off");
      settings.put("full_page_writes", "off");
    }
    settings.putAll(options.settings());
    settings.put("port", Integer.toString(candidatePort));
    StringBuilder text = new StringBuilder();
    settings.forEach(
        (name, value) ->
            text.append(name).append(" = '").append(value.replace("'", "''")).append("'\n"));
    return text.toString();
  }

  private Path writeForServer(String name, String content) throws IOException {
    Path file = folder.server().resolve(name);
    Files.deleteIfExists(file);
    Files.createFile(file);
    if (WorkFolder.isPosix()) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
    Files.writeString(file, content, UTF_8);
    account.giveTo(file);
    return file;
  }

  private String log() throws IOException {
    try {
      return Files.readString(folder.log(), UTF_8).strip();
    } catch (NoSuchFileException silent) {
      return "";
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static String explained(String output) {
    if (output.contains("No space left on device")) {
      return output + "\nThe disk is full. " + WorkFolder.ADVICE;
    }
    if (output.contains("Permission denied")) {
      return output
          + "\nThe folder must be one where programs may run and which every account can enter."
          + " Name another one with -Djava.io.tmpdir=<folder>.";
    }
    return output;
  }
}
