package dev.safemigrate.mojo;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.Analysis;
import dev.safemigrate.analysis.MigrationPhase;
import dev.safemigrate.report.SchemaVersionFiles;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.source.Directive.Phase;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.MigrationScript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Generates what the application needs to see at its start whether the database is behind it:
 * <code>
 * schema-version.properties</code>, and a class <code>SchemaVersion</code> when <code>
 * versionPackage</code> is given. The application needs every migration that is not a backfill or a
 * contract: those follow when it runs.
 *
 * @since 0.1.0
 */
@Mojo(name = "schema-version", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
public final class SchemaVersionMojo extends ConnectedMojo {

  /**
   * The package of the class <code>SchemaVersion</code>; without it, no class is generated.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.versionPackage")
  private @Nullable String versionPackage;

  /**
   * The folder that the class is written to; it becomes one of the project's source folders.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "migrate.versionSources",
      defaultValue = "${project.build.directory}/generated-sources/migrate")
  private String versionSources;

  /**
   * The folder that the properties are written to.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "migrate.versionProperties",
      defaultValue = "${project.build.outputDirectory}")
  private String versionProperties;

  @Override
  void run() throws MojoExecutionException, MojoFailureException {
    Optional<MigrationFolder> folder = readMigrations();
    if (folder.isEmpty()) {
      return;
    }
    SchemaVersionFiles files = new SchemaVersionFiles(needed(folder.get()), historyTable().sql());
    Path properties =
        baseDirectory().resolve(versionProperties).resolve("schema-version.properties");
    ReportingMojo.write(properties, files.properties());
    getLog().info("Schema version: " + properties);
    if (versionPackage != null && !versionPackage.isBlank()) {
      writeClass(files, versionPackage.strip());
    }
  }

  private void writeClass(SchemaVersionFiles files, String packageName)
      throws MojoExecutionException {
    if (!packageName.matches("[A-Za-z_$][\\w$]*(\\.[A-Za-z_$][\\w$]*)*")) {
      throw new MojoExecutionException(
          "Parameter 'versionPackage' is '%s', which is no name of a package."
              .formatted(packageName));
    }
    Path root = baseDirectory().resolve(versionSources);
    Path source = root.resolve(packageName.replace('.', '/')).resolve("SchemaVersion.java");
    ReportingMojo.write(source, files.javaSource(packageName));
    project().addCompileSourceRoot(root.toString());
    getLog().info("Schema version: " + source);
  }

  private List<String> needed(MigrationFolder folder) throws MojoExecutionException {
    List<MigrationScript> scripts = folder.migrations();
    List<AnalysedMigration> analysed =
        Analysis.analyse(
                filesRequest(
                    folder,
                    Production.notAsked(Applied.NOTHING_KNOWN),
                    SchemaState.unknown(),
                    Map.of()))
            .migrations();
    List<String> needed = new ArrayList<>();
    for (int i = 0; i < scripts.size(); i++) {
      MigrationScript script = scripts.get(i);
      if (script.kind() == MigrationScript.Kind.VERSIONED
          && MigrationPhase.of(script, analysed.get(i)) == Phase.EXPAND) {
        needed.add(script.version().map(Object::toString).orElseGet(script::identity));
      }
    }
    return needed;
  }
}
