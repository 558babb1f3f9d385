package dev.safemigrate.git;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** What is checked out. */
public final class Head {

  private Head() {}

  /**
   * The commit of HEAD.
   *
   * @param folder anywhere in the work tree
   * @return its full id; empty where there is no repository or no commit
   * @throws GitException when there is a repository that cannot be read
   */
  public static Optional<String> commit(Path folder) throws GitException {
    FileRepositoryBuilder builder = new FileRepositoryBuilder().findGitDir(folder.toFile());
    if (builder.getGitDir() == null) {
      return Optional.empty();
    }
    try (Repository repository = builder.build()) {
      return Optional.ofNullable(repository.resolve("HEAD")).map(ObjectId::name);
    } catch (IOException e) {
      throw new GitException("The git repository cannot be read: " + e.getMessage(), e);
    }
  }
}
