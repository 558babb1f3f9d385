package dev.safemigrate.mojo;

import dev.safemigrate.analysis.Analysis;
import dev.safemigrate.analysis.AnalysisRequest;
import dev.safemigrate.analysis.AnalysisResult;
import dev.safemigrate.analysis.FailOn;
import dev.safemigrate.analysis.MigrationPhase;
import dev.safemigrate.analysis.Releases;
import dev.safemigrate.analysis.ReportedFinding;
import dev.safemigrate.analysis.Verdict;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.rule.Runner;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.source.Directive.Phase;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.Version;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What every goal has that judges migrations. */
abstract class AnalysingMojo extends MigrationFilesMojo {

  /** Failing findings that the exception names; the log names all. */
  private static final int NAMED_IN_FAILURE = 20;

  /**
   * From which class on an unacknowledged finding fails the goal: <code>risky</code> (which
   * includes what is not understood), <code>expand-contract-required</code>, or <code>never</code>.
   * What the server is certain to refuse fails it unless <code>never</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.failOn", defaultValue = "risky")
  private String failOn;

  /**
   * Major version of the PostgreSQL that runs in production, 12 or newer; 14 to 18 are proven by
   * measurement. Without it, the version of the database that is asked what is pending, or of the
   * snapshot that is the base, else 18.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.postgresVersion")
  private @Nullable String postgresVersion;

  /**
   * The file that says what is in production, so that types, sizes and dependants of what no
   * migration here has created are known: one that migrate:snapshot has written (.json), or the
   * output of <code>pg_dump --schema-only</code>. Applied migrations are then not read.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.base")
  private @Nullable String base;

  /**
   * The last version that production has: later migrations and repeatable ones are pending. Without
   * it nothing tells pending from applied, and only objects of the same file count as new.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.baselineVersion")
  private @Nullable String baselineVersion;

  /**
   * The tool that applies the migrations, which decides about transactions and timeouts: <code>
   * migrate</code>, <code>flyway</code>, <code>liquibase</code>, <code>golang-migrate</code>,
   * <code>
   * diesel</code>, <code>prisma</code>, <code>sqlx</code>, <code>alembic</code> ... Without it, the
   * tool whose names and markers the files follow; for Flyway's names, this plugin.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.runner")
  private @Nullable String runner;

  /**
   * Findings that are accepted, by rule and path, each with its reason.
   *
   * @since 0.1.0
   */
  @Parameter private @Nullable List<Allow> allows;

  /**
   * The file of findings that the project had when it adopted the plugin, which are acknowledged;
   * <code>migrate:check -Dmigrate.writeBaseline</code> writes it. It may be missing.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.baselineFile", defaultValue = BaselineFile.DEFAULT)
  private String baselineFile;

  /**
   * The last phase that counts, for a step before or behind the deployment: with <code>expand
   * </code>, everything from the first <code>backfill</code> or <code>contract</code> migration on
   * is left; with <code>backfill</code>, from the first contract on; <code>contract</code> is
   * everything. A migration says its phase with <code>-- migrate:phase</code>, else it is a
   * contract when the version that still runs cannot live with it.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.phase")
  private @Nullable String phase;

  /**
   * Whether questions of style are asked too.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.styleRules", defaultValue = "false")
  private boolean styleRules;

  /**
   * Folders and files of the project's own code, in which <code>migrate:check</code> and <code>
   * migrate:apply</code> look for what a contract migration (<code>-- migrate:contract-of</code>)
   * takes away: Java, Kotlin, Groovy, Scala, XML, SQL, properties and YAML. Without them, <code>
   * src/main</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.sources")
  private @Nullable List<String> sources;

  /**
   * Whether <code>migrate:apply</code> makes all pending migrations one transaction: all of them
   * are applied, or none. Refused where one of them cannot be part of it, as <code>
   * CREATE INDEX CONCURRENTLY</code>. <code>migrate:check</code> then judges them as one.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.group", defaultValue = "false")
  private boolean group;

  /** Whether all pending migrations are one transaction. */
  boolean group() {
    return group;
  }

  /** As the user writes it, a major version or an exact one; else the one that is assumed. */
  final String postgresVersion() throws MojoExecutionException {
    return postgresVersion == null || postgresVersion.isBlank()
        ? serverVersion().toString()
        : postgresVersion;
  }

  final FailOn failOn() throws MojoExecutionException {
    return AnalysisSettings.failOn(failOn);
  }

  /** The version that the parameters name, else that of the base, else the newest proven one. */
  final ServerVersion serverVersion() throws MojoExecutionException {
    return serverVersion(Optional.empty(), base());
  }

  private ServerVersion serverVersion(Optional<ServerVersion> live, Optional<BaseSchema> base)
      throws MojoExecutionException {
    if (postgresVersion == null || postgresVersion.isBlank()) {
      return live.or(() -> base.flatMap(BaseSchema::serverVersion))
          .orElse(ServerVersion.NEWEST_PROVEN);
    }
    ServerVersion configured = AnalysisSettings.serverVersion(postgresVersion);
    live.filter(version -> !version.equals(configured))
        .ifPresent(
            version ->
                getLog()
                    .warn(
                        "The database is PostgreSQL %s; judged for %s, as postgresVersion says."
                            .formatted(version, configured)));
    return configured;
  }

  /** The base's name and SQL, where there is one. */
  final Optional<Map.Entry<String, String>> baseSql() throws MojoExecutionException {
    return base().map(found -> Map.entry(String.valueOf(base), found.sql()));
  }

  /** The file that says what is in production, if one is configured. */
  final Optional<BaseSchema> base() throws MojoExecutionException {
    return base == null || base.isBlank()
        ? Optional.empty()
        : Optional.of(BaseSchema.read(baseDirectory().resolve(base)));
  }

  /** Analyses what is pending over the base, or over what the applied migrations have made. */
  final AnalysisResult analyse(
      MigrationFolder folder, Production production, Map<String, Optional<LocalDate>> baseline)
      throws MojoExecutionException {
    AnalysisRequest request = requestFor(folder, production, baseline);
    return analyse(
        request.withScripts(
            MigrationFolder.around(
                request.scripts(),
                folder.callbacks(),
                script -> !request.applied().contains(script.identity()))),
        production.releases());
  }

  /** What exists before the pending migrations, and these, as the parameters say it. */
  final AnalysisRequest requestFor(MigrationFolder folder) throws MojoExecutionException {
    return requestFor(folder, Production.notAsked(appliedByVersion(folder)), Map.of());
  }

  /** What is pending over the base; without one, over what the applied migrations have made. */
  final AnalysisRequest requestFor(
      MigrationFolder folder, Production production, Map<String, Optional<LocalDate>> baseline)
      throws MojoExecutionException {
    Optional<BaseSchema> base = base();
    if (base.isEmpty()) {
      return filesRequest(folder, production, SchemaState.unknown(), baseline);
    }
    ServerVersion version = serverVersion(production.version(), base);
    Set<String> applied = production.applied().identities();
    // The base holds what applied migrations did: running them over it again would undo some of it.
    List<MigrationScript> pending =
        folder.migrations().stream()
            .filter(script -> !applied.contains(script.identity()))
            .toList();
    SchemaState schema = base.get().state(version).withSizes(production.sizes());
    if (!production.applied().pending().known()) {
      getLog()
          .warn(
              "Nothing says which migrations are in the base, so all run over it again: give baselineVersion, since or url.");
    }
    if (schema.opaquePast()) {
      getLog()
          .warn(this.base + ": part of the base is not understood; more may exist than is known.");
    }
    return request(pending, production.applied(), schema, version, tool(folder), baseline);
  }

  /**
   * What is pending over what the applied migrations have made, whatever the base is.
   *
   * @param schema what was there before the first migration
   */
  final AnalysisRequest filesRequest(
      MigrationFolder folder,
      Production production,
      SchemaState schema,
      Map<String, Optional<LocalDate>> baseline)
      throws MojoExecutionException {
    return request(
            production.applied().inOrder(folder.migrations()),
            production.applied(),
            schema.withSizes(production.sizes()),
            serverVersion(production.version(), base()),
            tool(folder),
            baseline)
        .withUnused(production.releases().firstInstall());
  }

  /** Analyses what counts in the configured phase. */
  private AnalysisResult analyse(AnalysisRequest plain, Releases releases)
      throws MojoExecutionException {
    AnalysisRequest request = evidence().apply(plain, releases);
    AnalysisResult result = Analysis.analyse(request);
    Optional<Phase> last = phase();
    if (last.isEmpty()) {
      return result;
    }
    List<MigrationScript> left =
        MigrationPhase.left(request.scripts(), result.migrations(), last.get());
    if (left.isEmpty()) {
      return result;
    }
    getLog().info(leftForLater(left.stream().map(MigrationScript::name).toList()));
    return Analysis.analyse(
        request.withScripts(
            request.scripts().stream().filter(script -> !left.contains(script)).toList()));
  }

  /** The last phase that counts; empty for all. */
  final Optional<Phase> phase() throws MojoExecutionException {
    return AnalysisSettings.phase(phase);
  }

  /** Names what the configured phase does not reach. */
  final String leftForLater(List<String> files) {
    return "%d migrations are left for a later phase (migrate.phase=%s): %s."
        .formatted(files.size(), phase, String.join(", ", files));
  }

  /** The version of the project that is built. */
  final Optional<String> projectVersion() {
    return Optional.ofNullable(project().getVersion());
  }

  /** Adds what is known about contract steps, and logs what is missing. */
  final BiFunction<AnalysisRequest, Releases, AnalysisRequest> evidence()
      throws MojoExecutionException {
    boolean chosen = sources != null && !sources.isEmpty();
    List<String> names = sources != null && chosen ? sources : List.of(OtherModules.CODE);
    return new CodeEvidence(
        baseDirectory(),
        names.stream().map(baseDirectory()::resolve).toList(),
        folders(),
        chosen ? Optional.empty() : OtherModules.notSearched(session(), project()),
        getLog());
  }

  private Runner tool(MigrationFolder folder) throws MojoExecutionException {
    return AnalysisSettings.runner(runner, folder.style());
  }

  /** What is to be analysed, with the acknowledgements of the configuration. */
  final AnalysisRequest request(
      List<MigrationScript> scripts,
      Applied applied,
      SchemaState schema,
      ServerVersion version,
      Runner runner,
      Map<String, Optional<LocalDate>> baseline)
      throws MojoExecutionException {
    return new AnalysisRequest(
        scripts,
        applied.identities(),
        applied.pending(),
        schema,
        version,
        runner,
        AnalysisSettings.allowances(allows == null ? List.of() : allows),
        baseline,
        LocalDate.now(),
        List.of(),
        styleRules,
        group(),
        false);
  }

  /** The file of findings that were there before; it may be missing. */
  final BaselineFile baselineFile() {
    return new BaselineFile(baseDirectory(), baselineFile);
  }

  /** What the configured version says, else that nothing is known. */
  final Applied appliedByVersion(MigrationFolder folder) {
    return baselineVersion()
        .map(version -> Applied.upTo(version, folder.migrations()))
        .orElse(Applied.NOTHING_KNOWN);
  }

  final Optional<Version> baselineVersion() {
    return Optional.ofNullable(baselineVersion)
        .filter(text -> !text.isBlank())
        .map(text -> Version.ofNumbers(text).orElseGet(() -> Version.ofLabel(text)));
  }

  /** Every finding as a line: what fails the goal as an error, advice as a warning. */
  final void logFindings(AnalysisResult result, Verdict verdict) {
    result.notes().forEach(getLog()::warn);
    result.findings().forEach(finding -> logFinding(finding, verdict));
  }

  private void logFinding(ReportedFinding finding, Verdict verdict) {
    String line = finding.logLine();
    if (finding.acknowledged()) {
      getLog()
          .info(line + " (acknowledged: " + finding.acknowledgement().orElseThrow().reason() + ")");
    } else if (verdict.failing().contains(finding)) {
      getLog().error(line);
    } else {
      getLog().warn(line);
    }
    if (!finding.acknowledged() && !finding.remedy().text().isEmpty()) {
      getLog().info("  " + finding.remedy().text());
    }
  }

  /** Counts by class, and how much was understood. */
  final void logSummary(AnalysisResult result) {
    String counts =
        result.summary().entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
    getLog().info("Pending statements: " + counts + ".");
    getLog()
        .info(
            "Coverage: %d statements, %d analysed, %d opaque."
                .formatted(
                    result.coverage().statements(),
                    result.coverage().analysed(),
                    result.coverage().opaque()));
  }

  /**
   * Fails the goal if the verdict does.
   *
   * @throws MojoFailureException with the findings that count
   */
  final void fail(Verdict verdict) throws MojoFailureException {
    if (!verdict.passes()) {
      throw new MojoFailureException(reasons(verdict));
    }
  }

  /** The findings that fail the goal, several lines. */
  static String reasons(Verdict verdict) {
    List<ReportedFinding> failing = verdict.failing();
    StringBuilder message = new StringBuilder();
    message
        .append(failing.size())
        .append(failing.size() == 1 ? " finding fails" : " findings fail")
        .append(" the goal (failOn=")
        .append(verdict.failOn())
        .append("):");
    failing.stream()
        .limit(NAMED_IN_FAILURE)
        .forEach(finding -> message.append("\n  ").append(finding.logLine()));
    if (failing.size() > NAMED_IN_FAILURE) {
      message.append("\n  and ").append(failing.size() - NAMED_IN_FAILURE).append(" more");
    }
    return message.toString();
  }
}
