package dev.safemigrate.mojo;

import dev.safemigrate.analysis.AnalysisRequest;
import dev.safemigrate.analysis.AnalysisResult;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.rehearsal.OldStatement;
import dev.safemigrate.rehearsal.OldStatementFiles;
import dev.safemigrate.rehearsal.RehearsalPlan;
import dev.safemigrate.runner.Rollback;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoExecutionException;
import org.jspecify.annotations.Nullable;

/** The files and numbers that a user gives to a rehearsal. */
record RehearsalInputs(
    Path folder,
    @Nullable String seedFile,
    @Nullable Integer rows,
    @Nullable String queriesFolder,
    @Nullable String backupFile,
    int timeLimitSeconds) {

  private static final int USUAL_ROWS = 100;
  private static final int MOST_ROWS = 1_000_000;

  /** Refuses what cannot be, before a server is started. */
  void check() throws MojoExecutionException {
    if (rows != null && (rows < 0 || rows > MOST_ROWS)) {
      throw new MojoExecutionException(
          "Parameter 'rehearsalRows' is %d; it must be between 0 and %d."
              .formatted(rows, MOST_ROWS));
    }
    if (timeLimitSeconds < 0) {
      throw new MojoExecutionException(
          "Parameter 'rehearsalTimeLimit' is %d; it must be a number of seconds, or 0 for none."
              .formatted(timeLimitSeconds));
    }
    if (backup().isPresent() && !Files.isRegularFile(backup().get())) {
      throw new MojoExecutionException(
          "Parameter 'rehearsalBackup' names '%s', which is no file: %s"
              .formatted(backupFile, backup().get()));
    }
    seed();
    queries(ServerVersion.NEWEST_PROVEN);
  }

  Optional<Path> backup() {
    return given(backupFile).map(folder::resolve);
  }

  Optional<Duration> timeLimit() {
    return timeLimitSeconds == 0
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds(timeLimitSeconds));
  }

  RehearsalPlan plan(
      AnalysisRequest request,
      AnalysisResult analysis,
      Rollback.Gate downs,
      Optional<RehearsalPlan.Seed> base)
      throws MojoExecutionException {
    boolean hasRows = given(seedFile).isPresent() || backup().isPresent();
    return new RehearsalPlan(
        request,
        analysis,
        downs,
        base,
        seed(),
        rows == null ? (hasRows ? 0 : USUAL_ROWS) : rows,
        queries(request.version()),
        backup().isPresent());
  }

  private Optional<RehearsalPlan.Seed> seed() throws MojoExecutionException {
    Optional<String> name = given(seedFile);
    return name.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new RehearsalPlan.Seed(
                name.get(), read("rehearsalSeed", name.get(), folder.resolve(name.get()))));
  }

  private List<OldStatement> queries(ServerVersion version) throws MojoExecutionException {
    Optional<String> name = given(queriesFolder);
    if (name.isEmpty()) {
      return List.of();
    }
    List<String> problems = new ArrayList<>();
    List<OldStatement> statements = new ArrayList<>();
    for (Path file : sqlFiles(name.get())) {
      String shown = folder.relativize(file).toString().replace('\\', '/');
      String text = read("rehearsalQueries", shown, file);
      statements.addAll(OldStatementFiles.read(shown, text, version, problems));
    }
    if (!problems.isEmpty()) {
      throw new MojoExecutionException(
          "Parameter 'rehearsalQueries':\n  " + String.join("\n  ", problems));
    }
    if (statements.isEmpty()) {
      throw new MojoExecutionException(
          "Parameter 'rehearsalQueries' names '%s', a folder without statements in files *.sql: %s"
              .formatted(name.get(), folder.resolve(name.get())));
    }
    return statements;
  }

  private List<Path> sqlFiles(String name) throws MojoExecutionException {
    try (Stream<Path> files = Files.walk(folder.resolve(name))) {
      return files.filter(file -> file.toString().endsWith(".sql")).sorted().toList();
    } catch (IOException e) {
      throw new MojoExecutionException(
          "Parameter 'rehearsalQueries' names '%s', which cannot be read: %s"
              .formatted(name, folder.resolve(name)),
          e);
    }
  }

  private static String read(String parameter, String name, Path file)
      throws MojoExecutionException {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new MojoExecutionException(
          "Parameter '%s' names '%s', which cannot be read as UTF-8: %s"
              .formatted(parameter, name, file),
          e);
    }
  }

  private static Optional<String> given(@Nullable String text) {
    return Optional.ofNullable(text).filter(words -> !words.isBlank());
  }
}
