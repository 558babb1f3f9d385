package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysisRequest;
import dev.safemigrate.analysis.ContractEvidence;
import dev.safemigrate.analysis.FailOn;
import dev.safemigrate.analysis.Releases;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.finding.CodeUse;
import dev.safemigrate.history.HistoryEntry;
import dev.safemigrate.history.HistoryEntry.AppliedBy;
import dev.safemigrate.history.HistoryTable;
import dev.safemigrate.rule.Runner;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.NamingStyle;
import dev.safemigrate.source.SourceFile;
import dev.safemigrate.source.SourceSettings;
import dev.safemigrate.source.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;

/** A project's migrations, as files in memory, and what the goals do with them on a database. */
final class TestRun {

  static final HistoryTable TABLE = new HistoryTable("public", HistoryTable.DEFAULT_NAME);

  private final TestDatabase database;
  private final RecordingListener listener = new RecordingListener();
  private final List<SourceFile> files = new ArrayList<>();
  private Optional<List<MigrationScript>> given = Optional.empty();
  private FailOn failOn = FailOn.NEVER;
  private Function<String, CodeUse> code = object -> new CodeUse(true, List.of());
  private Optional<Version> target = Optional.empty();
  private boolean outOfOrder;
  private Optional<String> plan = Optional.empty();
  private String projectVersion = "1.2.0";
  private ReleaseRules release = ReleaseRules.NONE;
  private Duration retryDeadline = Duration.ofSeconds(30);
  private BackfillSettings backfill = BackfillSettings.STANDARD;
  private Precautions precautions = Precautions.STANDARD;
  private HistoryTable table = TABLE;
  private boolean group;

  TestRun(TestDatabase database) {
    this.database = database;
  }

  /** Adds a file, or puts it in place of one of that name. */
  TestRun file(String name, String sql) {
    files.removeIf(file -> file.name().equals(name));
    files.add(new SourceFile("db/" + name, name, sql.getBytes(StandardCharsets.UTF_8)));
    return this;
  }

  /** Adds files from the disk. */
  TestRun files(List<Path> paths) throws IOException {
    for (Path path : paths) {
      String name = path.getFileName().toString();
      files.add(new SourceFile(path.toString(), name, Files.readAllBytes(path)));
    }
    return this;
  }

  /** Takes these instead of files. */
  TestRun scripts(List<MigrationScript> scripts) {
    given = Optional.of(scripts);
    return this;
  }

  /** Lets a child tell its parent what the run says. */
  TestRun telling(Consumer<String> hearer) {
    listener.telling(hearer);
    return this;
  }

  TestRun without(String name) {
    files.removeIf(file -> file.name().equals(name));
    return this;
  }

  TestRun failOn(FailOn value) {
    failOn = value;
    return this;
  }

  /** Says of each object whether the project's code names it. */
  TestRun code(Function<String, CodeUse> uses) {
    code = uses;
    return this;
  }

  TestRun target(String version) {
    target = Version.ofNumbers(version);
    return this;
  }

  TestRun noTarget() {
    target = Optional.empty();
    return this;
  }

  TestRun outOfOrder() {
    outOfOrder = true;
    return this;
  }

  TestRun precautions(Precautions value) {
    precautions = value;
    return this;
  }

  /** Keeps the history in a schema, which is first on the search path too. */
  TestRun schema(String schema) {
    table = new HistoryTable(schema, HistoryTable.DEFAULT_NAME);
    return this;
  }

  TestRun plan(String hash) {
    plan = Optional.of(hash);
    return this;
  }

  TestRun projectVersion(String value) {
    projectVersion = value;
    return this;
  }

  TestRun release(ReleaseRules rules) {
    release = rules;
    return this;
  }

  TestRun retryDeadline(Duration deadline) {
    retryDeadline = deadline;
    return this;
  }

  TestRun backfill(BackfillSettings settings) {
    backfill = settings;
    return this;
  }

  /** Applies all in one transaction. */
  TestRun group(boolean value) {
    group = value;
    return this;
  }

  Preview preview() throws Exception {
    try (Connection connection = database.sessions().open("preview")) {
      return new Apply(database.sessions(), settings(), listener)
          .preview(connection, scripts(), admission());
    }
  }

  Apply.Result apply() throws Exception {
    return new Apply(database.sessions(), settings(), listener).run(scripts(), admission());
  }

  Backfills.Result backfill(String onlyVersion) throws Exception {
    Optional<Version> only =
        onlyVersion.isEmpty() ? Optional.empty() : Version.ofNumbers(onlyVersion);
    return new Backfills(database.sessions(), settings(), listener)
        .run(scripts(), only, admission());
  }

  List<String> forecast() throws Exception {
    try (Connection connection = database.sessions().open("forecast")) {
      return new Backfills(database.sessions(), settings(), listener)
          .forecast(connection, scripts(), Optional.empty(), admission());
    }
  }

  List<String> rollBack(int count) throws Exception {
    return rollBack(new Rollback.Extent(OptionalInt.of(count), Optional.empty()));
  }

  List<String> rollBackTo(String version) throws Exception {
    return rollBack(new Rollback.Extent(OptionalInt.empty(), Version.ofNumbers(version)));
  }

  void baseline(String version) throws Exception {
    new Baseline(database.sessions(), settings(), listener)
        .run(Version.ofNumbers(version).orElseThrow(), "taken over");
  }

  /** The names of the files that were taken over. */
  List<String> adopt(NamingStyle tool, boolean previewOnly) throws Exception {
    return new Adoption(database.sessions(), settings(), listener)
        .run(tool, scripts(), previewOnly).taken().stream().map(MigrationScript::name).toList();
  }

  /** The names of the files that were marked. */
  List<String> mark(String identity, String note, boolean previewOnly) throws Exception {
    return new MarkApplied(database.sessions(), settings(), listener)
        .run(scripts(), Map.of(identity, Optional.empty()), note, previewOnly).stream()
            .map(MigrationScript::name)
            .toList();
  }

  List<String> repair(boolean previewOnly) throws Exception {
    return new Repair(database.sessions(), settings(), listener).run(scripts(), previewOnly);
  }

  /** {@code label state}, one each, in order. */
  List<String> status() throws Exception {
    try (Connection connection = database.sessions().open("status")) {
      return Status.read(connection, table, scripts()).stream()
          .map(state -> state.label() + " " + state.state().spelling())
          .toList();
    }
  }

  Optional<Drift> drift() throws Exception {
    try (Connection connection = database.sessions().open("status")) {
      return Drift.read(connection, TABLE);
    }
  }

  List<HistoryEntry> history() throws Exception {
    try (Connection connection = database.sessions().open("status")) {
      return Status.entries(connection, table);
    }
  }

  List<String> said() {
    return listener.words();
  }

  TestDatabase database() {
    return database;
  }

  List<MigrationScript> scripts() {
    if (given.isPresent()) {
      return given.get();
    }
    MigrationFolder folder = MigrationFolder.read(files, SourceSettings.DEFAULT);
    if (folder.refused()) {
      throw new IllegalStateException("bad test files: " + folder.problems());
    }
    return folder.scripts();
  }

  RunSettings settings() {
    return new RunSettings(
        table,
        table.equals(TABLE) ? Optional.empty() : Optional.of(table.schema()),
        target,
        outOfOrder,
        new AppliedBy("", "build.example", Optional.of(projectVersion), Optional.empty(), "0.1.0"),
        Duration.ofSeconds(60),
        Duration.ofSeconds(60),
        LockSettings.standard(retryDeadline),
        precautions,
        plan,
        release,
        backfill,
        group);
  }

  private List<String> rollBack(Rollback.Extent extent) throws Exception {
    return new Rollback(database.sessions(), settings(), listener)
        .run(scripts(), extent, admission());
  }

  private AnalysisRequest evidence(AnalysisRequest request, Releases releases) {
    return request.withEvidence(
        ContractEvidence.of(request, releases, code::apply).stream()
            .map(ContractEvidence.Found::evidence)
            .toList());
  }

  private Admission admission() {
    return new Admission(
        AnalysisRequest.of(
                List.of(),
                new ServerVersion(database.major()),
                Runner.MIGRATE,
                LocalDate.of(2026, 11, 1))
            .withGroup(group),
        failOn,
        table,
        (result, verdict) -> {},
        this::evidence);
  }
}
