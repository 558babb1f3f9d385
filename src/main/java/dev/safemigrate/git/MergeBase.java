package dev.safemigrate.git;

import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.SourceFile;
import dev.safemigrate.source.SourceSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.RevisionSyntaxException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;

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
        : "This git repository has no '%s'. Fetch it first, as in: git fetch origin main%s"
            .formatted(name, " (a CI checkout often has one branch only).");
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
                        + " Fetch the rest: git fetch --unshallow (or a checkout with depth 0).")
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
   * The scripts that were there already as they are now, line endings aside: by name, identity and
   * content. What is new, changed or renamed since is not among them, committed or not.
   *
   * @param folder what the scripts' paths are relative to
   * @param settings how their files are read
   * @return {@link MigrationScript#identity() identities}
   */
  public Set<String> unchanged(Path folder, List<MigrationScript> scripts, SourceSettings settings)
      throws GitException {
    Map<String, Set<String>> before = new HashMap<>();
    Set<String> unchanged = new HashSet<>();
    try {
      for (MigrationScript script : scripts) {
        if (!before.containsKey(script.path())) {
          before.put(script.path(), scriptsBefore(folder, script, settings));
        }
        if (before.get(script.path()).contains(key(script))) {
          unchanged.add(script.identity());
        }
      }
    } catch (IOException e) {
      throw new GitException("The git repository cannot be read: " + e.getMessage(), e);
    }
    return unchanged;
  }

  /** The scripts that its file held, for a file of several may only have grown. */
  private Set<String> scriptsBefore(Path folder, MigrationScript script, SourceSettings settings)
      throws IOException {
    Path file = folder.resolve(script.path()).toRealPath();
    Optional<byte[]> content = file.startsWith(workTree) ? content(file) : Optional.empty();
    if (content.isEmpty()) {
      return Set.of();
    }
    SourceFile old = new SourceFile(script.path(), script.name(), content.get());
    Set<String> keys = new HashSet<>();
    MigrationFolder.read(List.of(old), settings)
        .migrations()
        .forEach(earlier -> keys.add(key(earlier)));
    return keys;
  }

  private Optional<byte[]> content(Path file) throws IOException {
    String path = workTree.relativize(file).toString().replace('\\', '/');
    try (TreeWalk tree = TreeWalk.forPath(repository, path, commit.getTree())) {
      return tree == null
          ? Optional.empty()
          : Optional.of(repository.open(tree.getObjectId(0)).getBytes());
    }
  }

  private static String key(MigrationScript script) {
    return script.identity() + "\n" + script.checksum();
  }

  @Override
  public void close() {
    repository.close();
  }
}
