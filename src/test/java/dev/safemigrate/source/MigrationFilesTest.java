package dev.safemigrate.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationFilesTest {

  @TempDir private Path project;

  private MigrationFiles read(String... locations) {
    List<Path> paths = List.of(locations).stream().map(Path::of).toList();
    return MigrationFiles.read(project, paths, FlywayNames.DEFAULT);
  }

  private void write(String path, String text) throws IOException {
    Path file = project.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void filesOfAllLocationsAreFoundByPath() throws IOException {
    write("db/V2__b.sql", "b");
    write("db/sub/V1__a.sql", "a");
    write("more/V3__c d+%20.sql", "c");
    write("more/picture.png", "x");
    MigrationFiles files = read("db", "more");
    assertThat(files.problems()).isEmpty();
    assertThat(files.files())
        .extracting(SourceFile::path)
        .containsExactly("db/V2__b.sql", "db/sub/V1__a.sql", "more/V3__c d+%20.sql");
    assertThat(files.files())
        .extracting(SourceFile::name)
        .containsExactly("V2__b.sql", "sub/V1__a.sql", "V3__c d+%20.sql");
  }

  @Test
  void missingLocationIsAProblem() {
    assertThat(read("nowhere/db").problems())
        .extracting(SourceProblem::line)
        .containsExactly("nowhere/db: the configured location does not exist");
  }

  @Test
  void singleFileIsALocationToo() throws IOException {
    write("dump/schema.sql", "a");
    assertThat(read("dump/schema.sql").files())
        .extracting(SourceFile::name)
        .containsExactly("schema.sql");
  }

  @Test
  void hugeFilesAreNotRead() throws IOException {
    write("db/V1__a.sql", "a");
    try (RandomAccessFile file =
        new RandomAccessFile(project.resolve("db/V2__big.sql").toFile(), "rw")) {
      file.setLength(100L * 1024 * 1024);
    }
    MigrationFiles files = read("db");
    assertThat(files.files()).hasSize(1);
    assertThat(files.problems())
        .extracting(SourceProblem::line)
        .containsExactly(
            "db/V2__big.sql: is 100 MB, more than the 64 MB that are read; load data by other"
                + " means");
  }

  @Test
  void linksInACircleEnd() throws IOException {
    write("db/V1__a.sql", "a");
    Files.createSymbolicLink(project.resolve("db/again"), project.resolve("db"));
    MigrationFiles files = read("db");
    assertThat(files.files()).hasSize(1);
    assertThat(files.problems())
        .extracting(SourceProblem::line)
        .containsExactly("db/again: a link that leads back into its own folder");
  }

  @Test
  void hostileAndForeignNamesAreShownOnOneLine() throws IOException {
    write("db/V1__a\n'\";drop.sql", "");
    List<SourceFile> files = read("db").files();
    assertThat(files.get(0).name()).isEqualTo("V1__a\n'\";drop.sql");
    MigrationFolder folder = MigrationFolder.read(files, SourceSettings.DEFAULT);
    assertThat(folder.problems())
        .extracting(SourceProblem::line)
        .containsExactly("db/V1__a\\n'\";drop.sql: is empty: there is nothing to run");
  }

  @Test
  void unreadableFilesAreTold() throws IOException {
    write("db/V1__a.sql", "a");
    boolean denied = project.resolve("db/V1__a.sql").toFile().setReadable(false, false);
    assumeTrue(
        denied && !Files.isReadable(project.resolve("db/V1__a.sql")), "this user reads everything");
    assertThat(read("db").problems())
        .extracting(SourceProblem::line)
        .containsExactly("db/V1__a.sql: cannot be read: AccessDeniedException");
  }
}
