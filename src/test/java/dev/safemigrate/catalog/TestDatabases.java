package dev.safemigrate.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.safemigrate.embedded.PostgresServers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Databases with one object of every kind, and what the tests do with databases. */
final class TestDatabases {

  private static final Map<Integer, String> TEMPLATES = new ConcurrentHashMap<>();

  private static final Map<Integer, CanonicalSchema> SCHEMAS = new ConcurrentHashMap<>();

  private TestDatabases() {}

  /** A database that has everything and that nobody may change. */
  static String template(int version) {
    return TEMPLATES.computeIfAbsent(
        version,
        absent -> {
          String name = PostgresServers.get(version).newDatabase();
          execute(version, name, "CREATE ROLE catalog_reader");
          execute(version, name, resource("everything.sql"));
          return name;
        });
  }

  /** Its schema, read once. */
  static CanonicalSchema templateSchema(int version) {
    return SCHEMAS.computeIfAbsent(
        version,
        absent -> {
          try {
            return read(version, template(version));
          } catch (SQLException failure) {
            throw new IllegalStateException(failure);
          }
        });
  }

  /** A copy of it. */
  static String copy(int version) {
    return PostgresServers.get(version).newDatabase(template(version));
  }

  static CanonicalSchema read(int version, String database) throws SQLException {
    return read(version, database, CatalogOptions.everything());
  }

  static CanonicalSchema read(int version, String database, CatalogOptions options)
      throws SQLException {
    try (Connection connection = PostgresServers.get(version).connect(database)) {
      return SchemaReader.read(connection, options);
    }
  }

  static void execute(int version, String database, String sql) {
    try (Connection connection = PostgresServers.get(version).connect(database);
        Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new IllegalStateException(sql, failure);
    }
  }

  static String resource(String name) {
    try (InputStream stream = TestDatabases.class.getResourceAsStream("/catalog/" + name)) {
      if (stream == null) {
        throw new IllegalStateException("No resource catalog/" + name);
      }
      return new String(stream.readAllBytes(), UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
