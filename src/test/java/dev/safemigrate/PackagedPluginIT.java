package dev.safemigrate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.mojo.HelpMojo;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** The jar that is shipped, which is what integration tests have on their class path. */
class PackagedPluginIT {

  @Test
  void descriptorNamesTheGoalPrefixAndTheHelpGoal() throws Exception {
    try (JarFile jar = shippedJar()) {
      assertThat(text(jar, "META-INF/maven/plugin.xml"))
          .contains("<goalPrefix>migrate</goalPrefix>", "<goal>help</goal>");
    }
  }

  @Test
  void licenseIsInside() throws Exception {
    try (JarFile jar = shippedJar()) {
      assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License", "Version 2.0");
    }
  }

  @Test
  void nothingButOurOwnPackagesAndMetadataIsInside() throws Exception {
    try (JarFile jar = shippedJar()) {
      assertThat(jar.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName))
          .allMatch(name -> name.startsWith("META-INF/") || name.startsWith("dev/safemigrate/"))
          .noneMatch(name -> name.endsWith("Test.class"));
    }
  }

  private static JarFile shippedJar() throws IOException, URISyntaxException {
    Path location =
        Path.of(HelpMojo.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    assertThat(location).as("what failsafe tests").isRegularFile();
    return new JarFile(location.toFile());
  }

  private static String text(JarFile jar, String name) throws IOException {
    ZipEntry entry = jar.getEntry(name);
    assertThat(entry).as(name).isNotNull();
    try (InputStream content = jar.getInputStream(entry)) {
      return new String(content.readAllBytes(), UTF_8);
    }
  }
}
