package dev.safemigrate.git;

import dev.safemigrate.source.FlywayNames;
import dev.safemigrate.source.MigrationFiles;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.SourceFile;
import dev.safemigrate.source.SourceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.RevisionSyntaxException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilter;

/** The commit at which the work in a folder left another branch. */
public final class MergeBase implements AutoCloseable {

  private static final int SHORT_ID = 7;

  private final Repository repository;
  private final Path workTree;
  private final RevCommit commit;

  private MergeBase(Repository repository, Path workTree, RevCommit commit) {
    this.repository = repository;
    this.workTree = workTree;
    this.commit = commit;
  }

  /**
   * Finds the newest commit that HEAD and a branch have in common.
   *
   * @param folder anywhere in the work tree
   * @param since a branch, tag or commit, as in {@code origin/main}
   * @throws GitException when there is no repository, no such branch or no common commit
   */
  public static MergeBase find(Path folder, String since) throws GitException {
    Repository repository = open(folder);
    try {
      ObjectId head = resolve(repository, "HEAD");
      ObjectId other = resolve(repository, since);
      return new MergeBase(
          repository,
          repository.getWorkTree().toPath().toRealPath(),
          common(repository, head, other, since));
    } catch (IOException e) {
      repository.close();
      throw new GitException("The git repository cannot be read: " + e.getMessage(), e);
    } catch (GitException e) {
      repository.close();
      throw e;
    }
  }

  private static Repository open(Path folder) throws GitException {
    FileRepositoryBuilder builder = new FileRepositoryBuilder().findGitDir(folder.toFile());
    if (builder.getGitDir() == null) {
      throw new GitException(folder + " is in no git repository, so 'since' means nothing there.");
    }
    try {
      Repository repository = builder.build();
      if (repository.isBare()) {
        repository.close();
        throw new GitException(folder + " is in a bare git repository, which has no files.");
      }
      return repository;
    } catch (IOException e) {
      throw new GitException("The git repository cannot be opened: " + e.getMessage(), e);
    }
  }

  private static ObjectId resolve(Repository repository, String name)
      throws GitException, IOException {
    Optional<ObjectId> found;
    try {
      found = Optional.ofNullable(repository.resolve(name + "^{commit}"));
    } catch (RevisionSyntaxException e) {
      throw new GitException("'%s' is no name that git understands.".formatted(name), e);
    } catch (MissingObjectException e) {
      throw new GitException(missing(name), e);
    }
    if (found.isEmpty()) {
      throw new GitException(missing(name));
    }
    return found.get();
  }

  private static String missing(String name) {
    return name.equals("HEAD")
        ? "The git repository has no commit yet."
        : ("This git repository has no '%s'. Fetch it first, as in: git fetch origin main. A CI"
                + " checkout often has one branch only: GitHub's actions/checkout takes"
                + " fetch-depth: 0, GitLab the variable GIT_DEPTH: 0.")
            .formatted(name);
  }

  private static RevCommit common(
      Repository repository, ObjectId head, ObjectId other, String since)
      throws GitException, IOException {
    boolean shallow = !repository.getObjectDatabase().getShallowCommits().isEmpty();
    try (RevWalk walk = new RevWalk(repository)) {
      walk.setRevFilter(RevFilter.MERGE_BASE);
      walk.markStart(walk.parseCommit(head));
      walk.markStart(walk.parseCommit(other));
      Optional<RevCommit> base = Optional.ofNullable(walk.next());
      if (base.isEmpty()) {
        throw new GitException(
            shallow
                ? ("This is a shallow clone that does not reach back to where HEAD left '%s'."
                        + " Fetch the rest: git fetch --unshallow; in CI, GitHub's actions/checkout"
                        + " takes fetch-depth: 0, GitLab the variable GIT_DEPTH: 0.")
                    .formatted(since)
                : "HEAD and '%s' have no commit in common.".formatted(since));
      }
      walk.parseBody(base.get());
      return base.get();
    }
  }

  /** The beginning of its id, as git shows it. */
  public String shortId() {
    return commit.abbreviate(SHORT_ID).name();
  }

  /**
   * Compares the migrations of now, committed or not, with those of then.
   *
   * @param project what paths are shown relative to
   * @param locations folders or files that hold migrations, absolute
   * @param now what they hold now
   * @param settings how files are read
   */
  public ChangedMigrations compare(
      Path project, List<Path> locations, MigrationFolder now, SourceSettings settings)
      throws GitException {
    SourceSettings same = settings.withStyle(now.style());
    try {
      List<SourceFile> files = filesBefore(project.toRealPath(), locations, same.flywayNames());
      return ChangedMigrations.between(
          MigrationFolder.read(files, same).migrations(), now.migrations());
    } catch (MissingObjectException e) {
      throw new GitException(
          "This clone lacks the content of files at %s, as a partial clone does. Fetch it: git fetch --refetch --no-filter, or clone without --filter."
              .formatted(shortId()),
          e);
    } catch (IOException e) {
      throw new GitException("The git repository cannot be read: " + e.getMessage(), e);
    }
  }

  private List<SourceFile> filesBefore(Path project, List<Path> locations, FlywayNames names)
      throws IOException {
    List<SourceFile> files = new ArrayList<>();
    for (Path location : locations) {
      Path real = location.toRealPath();
      if (real.startsWith(workTree)) {
        read(project, real, names, files);
      }
    }
    return files;
  }

  private void read(Path project, Path location, FlywayNames names, List<SourceFile> files)
      throws IOException {
    Path top = Files.isDirectory(location) ? location : location.resolveSibling("");
    try (TreeWalk tree = new TreeWalk(repository)) {
      tree.addTree(commit.getTree());
      tree.setRecursive(true);
      if (!location.equals(workTree)) {
        tree.setFilter(PathFilter.create(slashed(workTree, location)));
      }
      while (tree.next()) {
        String path = tree.getPathString();
        boolean regular = (tree.getRawMode(0) & FileMode.TYPE_MASK) == FileMode.TYPE_FILE;
        if (!regular || !MigrationFolder.isLookedAt(path, names)) {
          continue;
        }
        ObjectLoader content = repository.open(tree.getObjectId(0));
        // Bigger ones are refused among the files of now too.
        if (content.getSize() <= MigrationFiles.MAXIMUM_BYTES) {
          Path file = workTree.resolve(path);
          files.add(
              new SourceFile(
                  slashed(file.startsWith(project) ? project : workTree, file),
                  slashed(top, file),
                  content.getCachedBytes((int) MigrationFiles.MAXIMUM_BYTES)));
        }
      }
    }
  }

  private static String slashed(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  @Override
  public void close() {
    repository.close();
  }
}
