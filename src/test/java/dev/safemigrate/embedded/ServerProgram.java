package dev.safemigrate.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;

/**
 * Starts a server in a process of its own, says where it is, and waits for the end of its input.
 */
final class ServerProgram {

  private ServerProgram() {}

  public static void main(String[] arguments) throws Exception {
    WorkFolder folder = WorkFolder.at(Path.of(arguments[1]));
    ServerBinaries binaries = ServerBinaries.unpack(Path.of(arguments[0]), folder);
    try (EmbeddedServer server = EmbeddedServer.start(binaries, folder, ServerOptions.defaults())) {
      System.out.println("pid " + backendParent(server));
      System.in.read();
    }
  }

  private static String backendParent(EmbeddedServer server) throws Exception {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)")) {
      result.next();
      return result.getString(1);
    }
  }
}
