package dev.safemigrate.rehearsal;

import dev.safemigrate.analysis.Analysis;
import dev.safemigrate.analysis.AnalysisRequest;
import dev.safemigrate.analysis.FailOn;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.embedded.EmbeddedServer;
import dev.safemigrate.embedded.PostgresServers;
import dev.safemigrate.finding.Pending;
import dev.safemigrate.history.HistoryEntry.AppliedBy;
import dev.safemigrate.history.HistoryTable;
import dev.safemigrate.parser.JSqlParserQueryReader;
import dev.safemigrate.parser.SqlParser;
import dev.safemigrate.rule.Runner;
import dev.safemigrate.runner.Admission;
import dev.safemigrate.runner.Blocker;
import dev.safemigrate.runner.ConnectionSettings;
import dev.safemigrate.runner.LockSettings;
import dev.safemigrate.runner.Rollback;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.RunSettings;
import dev.safemigrate.runner.Secret;
import dev.safemigrate.runner.Sessions;
import dev.safemigrate.runner.StatementObserver;
import dev.safemigrate.schema.SchemaFold;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.SourceFile;
import dev.safemigrate.source.SourceSettings;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** A project's migrations, as files in memory, rehearsed on a fresh database. */
final class RehearsedProject {

  private static final HistoryTable TABLE = new HistoryTable("public", HistoryTable.DEFAULT_NAME);

  private final int major;
  private final ConnectionSettings settings;
  private final List<SourceFile> files = new ArrayList<>();
  private int appliedCount;
  private Optional<RehearsalPlan.Seed> base = Optional.empty();
  private Optional<RehearsalPlan.Seed> seed = Optional.empty();
  private int rows;
  private boolean restored;
  private boolean withoutDowns;
  private List<OldStatement> queries = List.of();

  /** On a database of its own. */
  RehearsedProject(int major) {
    this(major, settings(major, PostgresServers.get(major).newDatabase()));
  }

  RehearsedProject(int major, ConnectionSettings settings) {
    this.major = major;
    this.settings = settings;
  }

  RehearsedProject file(String name, String sql) {
    files.add(new SourceFile("db/" + name, name, sql.getBytes(StandardCharsets.UTF_8)));
    return this;
  }

  /** The first so many migrations are in production. */
  RehearsedProject applied(int count) {
    appliedCount = count;
    return this;
  }

  /** What is there before the first migration, as pg_dump writes it. */
  RehearsedProject base(String sql) {
    base = Optional.of(new RehearsalPlan.Seed("base.sql", sql));
    return this;
  }

  RehearsedProject seed(String sql) {
    seed = Optional.of(new RehearsalPlan.Seed("seed.sql", sql));
    return this;
  }

  /** So many rows are generated for each table. */
  RehearsedProject rows(int count) {
    rows = count;
    return this;
  }

  /** The database is no empty one; the test claims it before it restores. */
  RehearsedProject restored() {
    restored = true;
    return this;
  }

  /** What the running version executes, as one file. */
  RehearsedProject queries(String sql) {
    List<String> problems = new ArrayList<>();
    queries = OldStatementFiles.read("queries/app.sql", sql, new ServerVersion(major), problems);
    if (!problems.isEmpty()) {
      throw new IllegalStateException(problems.toString());
    }
    return this;
  }

  String database() {
    return settings.url().replaceAll(".*/([^/?]+).*", "$1");
  }

  RehearsalResult rehearse() throws RunException, SQLException, InterruptedException {
    return rehearse(MigrationFolder.read(files, SourceSettings.DEFAULT));
  }

  RehearsalResult rehearse(MigrationFolder folder)
      throws RunException, SQLException, InterruptedException {
    if (folder.refused()) {
      throw new IllegalStateException("bad test files: " + folder.problems());
    }
    Rehearsal rehearsal = new Rehearsal(sessions(), settingsOfRun(), new Silence());
    RehearsalPlan plan = plan(request(migrations(folder)));
    if (restored) {
      return rehearsal.run(plan);
    }
    try (ScratchClaim claim = ScratchClaim.take(sessions())) {
      return rehearsal.run(plan);
    }
  }

  /** Leaves the down scripts out. */
  RehearsedProject withoutDowns() {
    withoutDowns = true;
    return this;
  }

  /** Applies the migrations plainly: nobody measures. */
  void apply(MigrationFolder folder) throws RunException, SQLException, InterruptedException {
    RehearsalPlan plan = plan(request(migrations(folder)));
    new Rehearsal(sessions(), settingsOfRun(), new Silence())
        .apply(plan, plan.scripts(), StatementObserver.NONE);
  }

  /** Executes what a rehearsal does, plainly: up, down as far as the scripts lead, up again. */
  void applyUpDownUp(MigrationFolder folder)
      throws RunException, SQLException, InterruptedException {
    apply(folder);
    RehearsalPlan plan = plan(request(migrations(folder)));
    try {
      new Rollback(sessions(), settingsOfRun(), new Silence(), StatementObserver.NONE)
          .run(
              plan.scripts(),
              new Rollback.Extent(OptionalInt.of(plan.scripts().size()), Optional.empty()),
              plan.downs());
    } catch (RunException e) {
      return; // A rehearsal goes no further either.
    }
    apply(folder);
  }

  private List<MigrationScript> migrations(MigrationFolder folder) {
    return withoutDowns
        ? folder.migrations().stream().map(RehearsedProject::withoutDown).toList()
        : folder.migrations();
  }

  private static MigrationScript withoutDown(MigrationScript script) {
    return new MigrationScript(
        script.kind(),
        script.version(),
        script.description(),
        script.identity(),
        script.sql(),
        script.transaction(),
        script.directives(),
        script.checksum(),
        Optional.empty());
  }

  private RehearsalPlan plan(AnalysisRequest request) {
    return new RehearsalPlan(
        request,
        Analysis.analyse(request),
        new Admission(request, FailOn.NEVER, TABLE, (result, verdict) -> {}, (r, known) -> r),
        base,
        seed,
        rows,
        queries,
        restored);
  }

  private static RunSettings settingsOfRun() {
    return new RunSettings(
        TABLE,
        Optional.empty(),
        Optional.empty(),
        true,
        new AppliedBy("", "build.example", Optional.empty(), Optional.empty(), "0.1.0"),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        LockSettings.standard(Duration.ofSeconds(10)),
        Optional.empty());
  }

  private AnalysisRequest request(List<MigrationScript> scripts) {
    Set<String> applied =
        scripts.stream()
            .limit(appliedCount)
            .map(MigrationScript::identity)
            .collect(Collectors.toSet());
    return new AnalysisRequest(
        scripts,
        applied,
        new Pending(Pending.By.BASELINE, "behind migration " + appliedCount),
        schemaBefore(),
        new ServerVersion(major),
        Runner.MIGRATE,
        List.of(),
        Map.of(),
        LocalDate.of(2026, 11, 1),
        List.of(),
        false);
  }

  private SchemaState schemaBefore() {
    ServerVersion version = new ServerVersion(major);
    return base.map(
            dump ->
                new SchemaFold(version, new JSqlParserQueryReader())
                    .base(SqlParser.parse(dump.sql(), version).statements(), Map.of()))
        .orElse(SchemaState.empty());
  }

  Sessions sessions() {
    return new Sessions(settings());
  }

  ConnectionSettings settings() {
    return settings;
  }

  private static ConnectionSettings settings(int major, String database) {
    EmbeddedServer server = PostgresServers.get(major).server();
    return settings(server.url(database), server.user(), server.password());
  }

  static ConnectionSettings settings(String url, String user, String password) {
    return new ConnectionSettings(
        url, Optional.of(user), Optional.of(new Secret(password)), Duration.ofSeconds(10));
  }

  /** Nobody looks at the progress. */
  private static final class Silence implements RehearsalListener {

    @Override
    public void stage(String what) {}

    @Override
    public void waitingForRunner(String holder) {}

    @Override
    public void waitingForOrphan(String backend) {}

    @Override
    public void migrationStarts(int number, int total, String script) {}

    @Override
    public void migrationResumes(String script, int unitsDone, int unitsTotal) {}

    @Override
    public void lockRetry(String script, String reason, long pauseMillis) {}

    @Override
    public void blocked(String script, List<Blocker> blockers) {}

    @Override
    public void migrationDone(String script, long millis) {}

    @Override
    public void rollbackStarts(int number, int total, String script) {}

    @Override
    public void notice(String script, String message) {}
  }
}
