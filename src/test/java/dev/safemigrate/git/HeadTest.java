package dev.safemigrate.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadTest {

  @TempDir private Path folder;

  @Test
  void isTheCommitThatIsCheckedOut() throws Exception {
    try (Git git = Git.init().setDirectory(folder.toFile()).call()) {
      assertThat(Head.commit(folder)).isEmpty();
      RevCommit commit =
          git.commit()
              .setAllowEmpty(true)
              .setAuthor("Test", "test@example.org")
              .setCommitter("Test", "test@example.org")
              .setSign(false)
              .setMessage("first")
              .call();
      Path module = Files.createDirectories(folder.resolve("module/src"));
      assertThat(Head.commit(module)).contains(commit.name());
    }
  }

  @Test
  void isNothingOutsideARepository() throws Exception {
    assertThat(Head.commit(folder)).isEmpty();
  }
}
