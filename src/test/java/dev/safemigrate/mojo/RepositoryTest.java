package dev.safemigrate.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryTest {

  @TempDir private Path folder;

  @Test
  void nearestFolderWithGitIsTheRoot() throws IOException {
    Path module = Files.createDirectories(folder.resolve("services/orders"));
    Files.createDirectory(folder.resolve(".git"));
    assertThat(Repository.folderOf(module, module)).isEqualTo("services/orders");
    Files.writeString(folder.resolve("services/.git"), "gitdir: elsewhere");
    assertThat(Repository.folderOf(module, folder)).isEqualTo("orders");
    assertThat(Repository.folderOf(folder, folder)).isEmpty();
  }

  @Test
  void withoutGitItIsWhereMavenWasStarted() throws IOException {
    Path module = Files.createDirectories(folder.resolve("services/orders"));
    assertThat(Repository.folderOf(module, folder)).isEqualTo("services/orders");
    assertThat(Repository.folderOf(folder, module)).isEmpty();
  }
}
