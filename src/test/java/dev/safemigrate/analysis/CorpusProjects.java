package dev.safemigrate.analysis;

import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.finding.Pending;
import dev.safemigrate.rule.Runner;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.source.MigrationFiles;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.NamingStyle;
import dev.safemigrate.source.SourceFile;
import dev.safemigrate.source.SourceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Real projects, analysed as their own tools would run them. */
public final class CorpusProjects {

  private CorpusProjects() {}

  /** What is found when every file is the next one to release, and nothing else is known. */
  static AnalysisResult analyse(Path project) throws IOException {
    return analyse(folder(project), SchemaState.unknown());
  }

  /** The same where it is known that there was nothing before the first file. */
  public static AnalysisResult analyseFromNothing(MigrationFolder folder) {
    return analyse(folder, SchemaState.empty());
  }

  static AnalysisResult analyse(MigrationFolder folder, SchemaState before) {
    Runner runner = Runner.ofId(folder.style().parameter()).orElse(Runner.PSQL);
    return Analysis.analyse(
        new AnalysisRequest(
            folder.migrations(),
            Set.of(),
            Pending.ALL,
            before,
            ServerVersion.NEWEST_PROVEN,
            runner,
            List.of(),
            Map.of(),
            LocalDate.of(2026, 11, 1),
            List.of(),
            false));
  }

  /** The migrations of a project, read as its own tool reads them. */
  public static MigrationFolder folder(Path project) throws IOException {
    return folder(project, List.of());
  }

  /** The same with files that the project does not have. */
  public static MigrationFolder folder(Path project, List<SourceFile> further) throws IOException {
    boolean ambiguous = project.getFileName().toString().startsWith("svix");
    SourceSettings settings =
        ambiguous ? SourceSettings.DEFAULT.withStyle(NamingStyle.SQLX) : SourceSettings.DEFAULT;
    MigrationFiles files =
        MigrationFiles.read(project, List.of(location(project)), settings.flywayNames());
    List<SourceFile> all = new ArrayList<>(further);
    all.addAll(files.files());
    return MigrationFolder.read(all, settings);
  }

  /** The folder that all files of the project's own order have in common. */
  private static Path location(Path project) throws IOException {
    List<String> files = Files.readAllLines(project.resolve(".order/main.up.txt"));
    String first = files.get(0);
    int common = first.lastIndexOf('/') + 1;
    for (String file : files) {
      while (!file.startsWith(first.substring(0, common))) {
        common = first.lastIndexOf('/', common - 2) + 1;
      }
    }
    return Path.of(first.substring(0, common));
  }
}
