package dev.safemigrate.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherModulesTest {

  @TempDir private Path folder;

  private MavenProject module(String name) {
    MavenProject module = new MavenProject();
    module.setFile(folder.resolve(name).resolve("pom.xml").toFile());
    return module;
  }

  @Test
  void modulesWithCodeAreNamedAsSourcesWouldNameThem() throws IOException {
    Files.createDirectories(folder.resolve("database/src/main"));
    Files.createDirectories(folder.resolve("web/src/main"));
    MavenProject own = module("database");
    List<MavenProject> all = List.of(module("."), own, module("web"), module("docs"));

    assertThat(OtherModules.notSearched(all, own).orElse(""))
        .contains("Only this module's src/main is searched")
        .contains("migrate.sources adds it: ../web/src/main.");
    assertThat(OtherModules.notSearched(List.of(own), own)).isEmpty();
  }
}
