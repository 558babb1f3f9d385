package dev.safemigrate.mojo;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where a module lies in its repository. */
final class Repository {

  private Repository() {}

  /**
   * The module's folder relative to the nearest folder above it that has a {@code .git} (a file in
   * a linked worktree or a submodule), else to the folder in which Maven was started.
   *
   * @return with slashes; empty where the module is the root, or does not lie below it
   */
  static String folderOf(Path module, Path executionRoot) {
    Path folder = module.toAbsolutePath().normalize();
    Path root = executionRoot.toAbsolutePath().normalize();
    for (Path above = folder; above != null; above = above.getParent()) {
      if (Files.exists(above.resolve(".git"))) {
        root = above;
        break;
      }
    }
    return folder.startsWith(root) ? root.relativize(folder).toString().replace('\\', '/') : "";
  }
}
