package dev.safemigrate.plan;

import dev.safemigrate.analysis.AnalysisRequest;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.finding.Pending;
import dev.safemigrate.parser.JSqlParserQueryReader;
import dev.safemigrate.parser.SqlParser;
import dev.safemigrate.rule.Runner;
import dev.safemigrate.schema.SchemaFold;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.source.FlywayNames;
import dev.safemigrate.source.MigrationDraft.NewFile;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.NamingStyle;
import dev.safemigrate.source.NewMigrations;
import dev.safemigrate.source.SourceFile;
import dev.safemigrate.source.SourceSettings;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A project of one applied migration, and a plan behind it.
 *
 * @param version of the server
 * @param first the applied migration
 * @param plan what is planned
 * @param files its migrations
 */
public record PlannedProject(
    ServerVersion version, SourceFile first, ExpandContractPlan plan, PlanFiles files) {

  private static final LocalDateTime NOW = LocalDateTime.of(2026, 11, 1, 12, 0);

  /** Plans a request for a schema; fails where the plan is refused. */
  public static PlannedProject of(String schema, String request, int major) {
    ServerVersion version = new ServerVersion(major);
    PlanResult result = plan(schema, request, version);
    if (!(result instanceof PlanResult.Planned planned)) {
      throw new IllegalStateException(((PlanResult.Refused) result).reason());
    }
    SourceFile first = file("db/V1__schema.sql", schema);
    MigrationFolder folder = folder(List.of(first));
    NewMigrations target = NewMigrations.in(folder, FlywayNames.DEFAULT, "db", NOW);
    return new PlannedProject(version, first, planned.plan(), PlanFiles.of(planned.plan(), target));
  }

  static PlanResult plan(String schema, String request, ServerVersion version) {
    ChangeRequest.Result read = ChangeRequest.read(request);
    if (!(read instanceof ChangeRequest.Read change)) {
      throw new IllegalArgumentException(((ChangeRequest.NotRead) read).message());
    }
    JSqlParserQueryReader queries = new JSqlParserQueryReader();
    SchemaState state =
        new SchemaFold(version, queries)
            .applyAll(SchemaState.unknown(), SqlParser.parse(schema, version).statements());
    return Planners.plan(change.change(), state, version, queries);
  }

  /** All files of the project, the way down too. */
  public List<SourceFile> allFiles() {
    List<SourceFile> all = new ArrayList<>();
    all.add(first);
    files.files().stream().map(new_ -> file(new_.path(), new_.text())).forEach(all::add);
    return all;
  }

  /** Everything as a project's folder. */
  public MigrationFolder folder() {
    return folder(allFiles());
  }

  /** What is to be analysed when all steps in front of this one are applied. */
  AnalysisRequest request(int step) {
    List<MigrationScript> scripts = folder().migrations().subList(0, step + 2);
    Set<String> applied =
        scripts.subList(0, step + 1).stream()
            .map(MigrationScript::identity)
            .collect(Collectors.toSet());
    AnalysisRequest request =
        AnalysisRequest.of(scripts, version, Runner.MIGRATE, LocalDate.of(2026, 11, 1));
    return new AnalysisRequest(
        request.scripts(),
        applied,
        new Pending(Pending.By.HISTORY, "the test says so"),
        request.schema(),
        version,
        request.runner(),
        List.of(),
        Map.of(),
        request.today(),
        List.of(),
        false);
  }

  /** The files' texts with a line that names each, to look at. */
  public String text() {
    return files.files().stream()
        .map((NewFile file) -> "== " + file.path() + "\n" + file.text())
        .collect(Collectors.joining("\n"));
  }

  private static MigrationFolder folder(List<SourceFile> files) {
    MigrationFolder folder =
        MigrationFolder.read(files, SourceSettings.DEFAULT.withStyle(NamingStyle.FLYWAY));
    if (!folder.problems().isEmpty()) {
      throw new IllegalStateException("bad files: " + folder.problems());
    }
    return folder;
  }

  private static SourceFile file(String path, String text) {
    return new SourceFile(
        path, path.substring(path.lastIndexOf('/') + 1), text.getBytes(StandardCharsets.UTF_8));
  }
}
