package dev.safemigrate.mojo;

import dev.safemigrate.source.FlywayNames;
import dev.safemigrate.source.MigrationFiles;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.NamingStyle;
import dev.safemigrate.source.PlaceholderSettings;
import dev.safemigrate.source.SourceProblem;
import dev.safemigrate.source.SourceSettings;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What every goal has that reads migration files: where they are and how they are read. */
abstract class MigrationFilesMojo extends MigrateMojo {

  private static final String DEFAULT_LOCATION = "src/main/resources/db/migration";

  /**
   * Folders or single files with migrations, relative to the module; folders are read with all
   * folders in them. Default: <code>src/main/resources/db/migration</code>, which may be missing. A
   * location that is configured and missing is an error.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.locations")
  private @Nullable List<String> locations;

  /**
   * Encoding of the migration files.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.encoding", defaultValue = "UTF-8")
  private String encoding;

  /**
   * The tool whose names and markers the files follow: flyway, golang-migrate, diesel, sqlx,
   * prisma, goose, dbmate, sql-migrate, mybatis, liquibase (formatted SQL), atlas, alembic (the
   * output of its <code>upgrade --sql</code>), knex or pg_dump. Found out from the files unless
   * given.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.style")
  private @Nullable String style;

  /**
   * What <code>${name}</code> stands for in migrations, by name.
   *
   * @since 0.1.0
   */
  @Parameter private @Nullable Map<String, String> placeholders;

  /**
   * Whether placeholders are replaced at all.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.placeholderReplacement", defaultValue = "true")
  private boolean placeholderReplacement;

  /**
   * What begins a placeholder; <code>${</code> unless given.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.placeholderPrefix")
  private @Nullable String placeholderPrefix;

  /**
   * What ends a placeholder; <code>}</code> unless given.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.placeholderSuffix")
  private @Nullable String placeholderSuffix;

  /**
   * Prefix of versioned migrations in Flyway's style; may be empty.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.versionedPrefix", defaultValue = "V")
  private String versionedPrefix;

  /**
   * Reads the configured folders.
   *
   * @return empty when the default folder is missing or holds nothing
   * @throws MojoExecutionException when a parameter is wrong or a file cannot be read
   * @throws MojoFailureException when files contradict each other
   */
  final Optional<MigrationFolder> readMigrations()
      throws MojoExecutionException, MojoFailureException {
    List<Path> folders = folders();
    if (locations().isEmpty() && !Files.exists(folders.get(0))) {
      getLog().info("No migrations: " + DEFAULT_LOCATION + " does not exist.");
      return Optional.empty();
    }
    SourceSettings settings = settings();
    MigrationFiles files = MigrationFiles.read(baseDirectory(), folders, settings.flywayNames());
    List<SourceProblem> problems = new ArrayList<>(files.problems());
    MigrationFolder folder = MigrationFolder.read(files.files(), settings);
    problems.addAll(folder.problems());
    report(problems);
    folder
        .notAnalysed()
        .forEach(file -> getLog().warn(file.path() + ": not analysed: " + file.reason()));
    if (folder.isEmpty()) {
      getLog().info("No migrations in " + String.join(", ", shownLocations()) + ".");
      return Optional.empty();
    }
    return Optional.of(folder);
  }

  /** The locations as they are configured, or the default one. */
  final List<String> shownLocations() {
    return locations().isEmpty() ? List.of(DEFAULT_LOCATION) : locations();
  }

  private List<String> locations() {
    return locations == null ? List.of() : locations;
  }

  /** The locations as paths. */
  final List<Path> folders() throws MojoExecutionException {
    List<Path> folders = new ArrayList<>();
    for (String location : shownLocations()) {
      Path folder = baseDirectory().resolve(location);
      if (!locations().isEmpty() && !Files.exists(folder)) {
        throw new MojoExecutionException(
            "Parameter 'locations' names '%s', which does not exist below %s."
                .formatted(location, baseDirectory()));
      }
      folders.add(folder);
    }
    return folders;
  }

  /** How the files are read. */
  final SourceSettings settings() throws MojoExecutionException {
    return new SourceSettings(
        charset(),
        namingStyle(),
        FlywayNames.DEFAULT.withVersioned(versionedPrefix),
        new PlaceholderSettings(
            placeholderReplacement,
            placeholderPrefix == null ? "${" : placeholderPrefix,
            placeholderSuffix == null ? "}" : placeholderSuffix,
            placeholders == null ? Map.of() : placeholders));
  }

  private Charset charset() throws MojoExecutionException {
    try {
      return Charset.forName(encoding);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new MojoExecutionException(
          "Parameter 'encoding' is '%s', which this Java does not know; try UTF-8."
              .formatted(encoding),
          e);
    }
  }

  private Optional<NamingStyle> namingStyle() throws MojoExecutionException {
    if (style == null || style.isBlank()) {
      return Optional.empty();
    }
    Optional<NamingStyle> known = NamingStyle.ofParameter(style);
    if (known.isEmpty()) {
      throw new MojoExecutionException(
          "Parameter 'style' is '%s'; it can be %s.".formatted(style, NamingStyle.parameters()));
    }
    return known;
  }

  private void report(List<SourceProblem> problems)
      throws MojoExecutionException, MojoFailureException {
    List<SourceProblem> fatal = problems.stream().filter(SourceProblem::fatal).toList();
    problems.stream()
        .filter(problem -> !problem.fatal())
        .forEach(problem -> getLog().warn(problem.line()));
    if (fatal.isEmpty()) {
      return;
    }
    fatal.forEach(problem -> getLog().error(problem.line()));
    String message =
        fatal.size() == 1
            ? fatal.get(0).line()
            : "%d problems with the migration files; the first: %s"
                .formatted(fatal.size(), fatal.get(0).line());
    if (fatal.stream().allMatch(MigrationFilesMojo::isUnreadable)) {
      throw new MojoExecutionException(message);
    }
    throw new MojoFailureException(message);
  }

  private static boolean isUnreadable(SourceProblem problem) {
    return problem.kind() == SourceProblem.Kind.MISSING
        || problem.kind() == SourceProblem.Kind.UNREADABLE;
  }
}
