package dev.safemigrate.rehearsal;

import dev.safemigrate.embedded.EmbeddedServer;
import dev.safemigrate.embedded.PostgresServers;
import dev.safemigrate.embedded.ServerBinaries;
import dev.safemigrate.embedded.ServerOptions;
import dev.safemigrate.embedded.WorkFolder;
import dev.safemigrate.runner.ConnectionSettings;
import java.nio.file.Path;

/**
 * Rehearses, in a process of its own, a migration that takes a minute: on the database that is
 * named, or on a server of its own in a work folder.
 */
final class RehearsalProgram {

  private RehearsalProgram() {}

  /**
   * @param arguments URL, user and password of a database, or a work folder
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 3) {
      rehearse(new RehearsedProject(18, settings(arguments[0], arguments[1], arguments[2])));
      return;
    }
    WorkFolder folder = WorkFolder.at(Path.of(arguments[0]));
    ServerBinaries binaries = ServerBinaries.unpack(PostgresServers.archive(18), folder);
    try (EmbeddedServer server = EmbeddedServer.start(binaries, folder, ServerOptions.defaults())) {
      server.createDatabase("rehearsal", "template0");
      rehearse(on(server));
    }
  }

  /** On a database of a server. */
  static RehearsedProject on(EmbeddedServer server) {
    return new RehearsedProject(
        18, settings(server.url("rehearsal"), server.user(), server.password()));
  }

  private static ConnectionSettings settings(String url, String user, String password) {
    return RehearsedProject.settings(url, user, password);
  }

  private static void rehearse(RehearsedProject project) throws Exception {
    project
        .file(
            "V1__orders.sql",
            """
            CREATE EXTENSION hstore;
            CREATE TYPE mood AS ENUM ('good');
            CREATE TABLE orders (id bigserial PRIMARY KEY, mood mood);
            CREATE VIEW moods AS SELECT mood FROM orders;
            CREATE FUNCTION one("a%b" mood) RETURNS int LANGUAGE sql AS 'SELECT 1';
            CREATE SCHEMA more CREATE TABLE things (id int);
            """)
        .file("V2__slow.sql", "ALTER TABLE orders ADD COLUMN note text; SELECT pg_sleep(60);")
        .applied(1)
        .rehearse();
  }
}
