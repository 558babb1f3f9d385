package dev.safemigrate.effect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.embedded.PostgresServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The committed facts are those of real servers; {@code -Dgolden=update} writes them anew. */
class TypeFactsIT {

  private static final Path FOLDER = Path.of("src/main/resources/dev/safemigrate/effect");

  @Test
  void committedFactsAreThoseOfTheServers() throws SQLException, IOException {
    TypeFactsGenerator generator = new TypeFactsGenerator();
    for (int version = 14; version <= 18; version++) {
      PostgresServers servers = PostgresServers.get(version);
      try (Connection connection = servers.server().connect(servers.newDatabase())) {
        generator.add(version, connection);
      }
    }
    for (Map.Entry<String, String> file : generator.files().entrySet()) {
      Path path = FOLDER.resolve(file.getKey());
      if (System.getProperty("golden", "").equals("update")) {
        Files.writeString(path, file.getValue());
      }
      assertThat(path).as("mvn verify -Dgolden=update writes it").hasContent(file.getValue());
    }
  }
}
