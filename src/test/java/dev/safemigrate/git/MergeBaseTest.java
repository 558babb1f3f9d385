package dev.safemigrate.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safemigrate.source.FlywayNames;
import dev.safemigrate.source.MigrationFiles;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.SourceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Branches of a real repository. */
class MergeBaseTest {

  @TempDir private Path folder;

  private Git git;

  @BeforeEach
  void create() throws GitAPIException, IOException {
    git = Git.init().setDirectory(folder.toFile()).setInitialBranch("main").call();
    write("db/V1__one.sql", "SELECT 1;\n");
    write("db/V2__two.sql", "SELECT 2;\n");
    commit("before");
    git.checkout().setCreateBranch(true).setName("work").call();
  }

  @AfterEach
  void close() {
    git.close();
  }

  @Test
  void whatIsAsItWasIsUnchanged() throws Exception {
    assertThat(unchanged("main")).containsExactlyInAnyOrder("1", "2");
  }

  @Test
  void newChangedAndDeletedMigrationsAreToldApart() throws Exception {
    write("db/V1__one.sql", "SELECT 11;\n");
    write("db/V3__three.sql", "SELECT 3;\n");
    Files.delete(folder.resolve("db/V2__two.sql"));
    commit("work");
    ChangedMigrations changes = compare("main", "db");
    assertThat(changes.unchanged()).isEmpty();
    assertThat(changes.added())
        .extracting(MigrationScript::path)
        .containsExactly("db/V3__three.sql");
    assertThat(changes.changed())
        .extracting(MigrationScript::path)
        .containsExactly("db/V1__one.sql");
    assertThat(changes.gone()).extracting(MigrationScript::path).containsExactly("db/V2__two.sql");
    assertThat(changes.summary()).isEqualTo("1 new, 1 changed, 1 gone");
  }

  @Test
  void anotherDescriptionIsNoChangeForAToolThatGoesByTheVersion() throws Exception {
    Files.move(folder.resolve("db/V2__two.sql"), folder.resolve("db/V2__zwei.sql"));
    commit("work");
    assertThat(unchanged("main")).containsExactlyInAnyOrder("1", "2");
  }

  @Test
  void anotherVersionIsANewMigrationAndTheOldOneIsGone() throws Exception {
    Files.move(folder.resolve("db/V2__two.sql"), folder.resolve("db/V5__two.sql"));
    commit("work");
    assertThat(compare("main", "db").summary()).isEqualTo("1 new, 1 gone");
  }

  @Test
  void linkedWorkTreeKnowsTheBranchesOfItsRepository(@TempDir Path elsewhere) throws Exception {
    Path linked = elsewhere.resolve("linked");
    String name = folder.resolve(".git/worktrees/linked").toString();
    Files.createDirectories(Path.of(name));
    Files.writeString(Path.of(name, "HEAD"), "ref: refs/heads/work\n");
    Files.writeString(Path.of(name, "commondir"), "../..\n");
    Files.writeString(Path.of(name, "gitdir"), linked.resolve(".git") + "\n");
    Files.createDirectories(linked);
    Files.writeString(linked.resolve(".git"), "gitdir: " + name + "\n");
    try (MergeBase base = MergeBase.find(linked, "main")) {
      assertThat(base.shortId()).hasSize(7);
    }
  }

  @Test
  void workThatIsNotCommittedCounts() throws Exception {
    write("db/V2__two.sql", "SELECT 22;\n");
    write("db/V3__three.sql", "SELECT 3;\n");
    assertThat(unchanged("main")).containsExactly("1");
  }

  @Test
  void otherLineEndingsAreNoChange() throws Exception {
    write("db/V2__two.sql", "SELECT 2;\r\n");
    assertThat(unchanged("main")).containsExactlyInAnyOrder("1", "2");
  }

  @Test
  void whatTheOtherBranchDidSinceDoesNotMatter() throws Exception {
    write("db/V3__three.sql", "SELECT 3;\n");
    commit("work");
    git.checkout().setName("main").call();
    write("db/V1__one.sql", "SELECT 11;\n");
    commit("later on main");
    git.checkout().setName("work").call();
    assertThat(unchanged("main")).containsExactlyInAnyOrder("1", "2");
  }

  @Test
  void changesetsThatStoodBeforeAreUnchangedInAFileThatGrew() throws Exception {
    Path changes = Path.of("changes/changes.sql");
    write(changes.toString(), "--liquibase formatted sql\n--changeset a:1\nSELECT 1;\n");
    commit("first changeset");
    git.branchCreate().setName("base").call();
    write(
        changes.toString(),
        "--liquibase formatted sql\n--changeset a:1\nSELECT 1;\n--changeset a:2\nSELECT 2;\n");
    assertThat(unchanged("base", "changes")).containsExactly("changes.sql::1::a");
  }

  @Test
  void idIsShortAndOfTheMergeBase() throws Exception {
    String head = git.getRepository().resolve("HEAD").name();
    try (MergeBase base = MergeBase.find(folder, "main")) {
      assertThat(head).startsWith(base.shortId());
      assertThat(base.shortId()).hasSize(7);
    }
  }

  @Test
  void missingBranchSaysHowToFetchIt() {
    assertThatThrownBy(() -> MergeBase.find(folder, "origin/main"))
        .isInstanceOf(GitException.class)
        .hasMessageContaining("has no 'origin/main'")
        .hasMessageContaining("git fetch origin main")
        .hasMessageContaining("fetch-depth: 0");
  }

  @Test
  void shallowCloneSaysHowToDeepenIt(@TempDir Path clone) throws Exception {
    write("db/V3__three.sql", "SELECT 3;\n");
    commit("work");
    try (Git shallow =
        Git.cloneRepository()
            .setURI(folder.toUri().toString())
            .setDirectory(clone.toFile())
            .setBranch("work")
            .setCloneAllBranches(true)
            .setDepth(1)
            .call()) {
      assertThat(shallow.getRepository().getObjectDatabase().getShallowCommits()).isNotEmpty();
      git.checkout().setName("main").call();
      write("db/V9__nine.sql", "SELECT 9;\n");
      commit("main goes on");
      shallow.fetch().setDepth(1).call();
      assertThatThrownBy(() -> MergeBase.find(clone, "origin/main"))
          .isInstanceOf(GitException.class)
          .hasMessageContaining("shallow clone")
          .hasMessageContaining("git fetch --unshallow");
    }
  }

  @Test
  void folderOutsideOfARepositoryIsRefused(@TempDir Path plain) {
    assertThatThrownBy(() -> MergeBase.find(plain, "main"))
        .isInstanceOf(GitException.class)
        .hasMessageContaining("no git repository");
  }

  private Set<String> unchanged(String since) throws GitException {
    return unchanged(since, "db");
  }

  private Set<String> unchanged(String since, String location) throws GitException {
    return compare(since, location).unchanged();
  }

  private ChangedMigrations compare(String since, String location) throws GitException {
    MigrationFiles files =
        MigrationFiles.read(folder, List.of(Path.of(location)), FlywayNames.DEFAULT);
    MigrationFolder now = MigrationFolder.read(files.files(), SourceSettings.DEFAULT);
    assertThat(now.migrations()).isNotEmpty();
    try (MergeBase base = MergeBase.find(folder, since)) {
      return base.compare(folder, List.of(folder.resolve(location)), now, SourceSettings.DEFAULT);
    }
  }

  private void write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private void commit(String message) throws GitAPIException {
    git.add().addFilepattern(".").call();
    git.add().setUpdate(true).addFilepattern(".").call();
    git.commit()
        .setMessage(message)
        .setAuthor("Test", "test@example.org")
        .setCommitter("Test", "test@example.org")
        .setSign(false)
        .call();
  }
}
