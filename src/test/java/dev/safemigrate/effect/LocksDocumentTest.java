package dev.safemigrate.effect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/locks.md says what the model says; {@code -Dgolden=update} writes it anew. */
class LocksDocumentTest {

  private static final Path DOCUMENT = Path.of("docs/locks.md");

  @Test
  void documentIsThatOfTheModel() throws IOException {
    String rendered = LocksDocument.render();
    if (System.getProperty("golden", "").equals("update")) {
      Files.writeString(DOCUMENT, rendered);
    }
    assertThat(DOCUMENT)
        .as("mvn test -Dtest=LocksDocumentTest -Dgolden=update writes it")
        .hasContent(rendered);
  }
}
