package dev.safemigrate.mojo;

import dev.safemigrate.analysis.AnalysisRequest;
import dev.safemigrate.ast.QueryReader;
import dev.safemigrate.parser.JSqlParserQueryReader;
import dev.safemigrate.plan.Change;
import dev.safemigrate.plan.ChangeRequest;
import dev.safemigrate.plan.ExpandContractPlan;
import dev.safemigrate.plan.OffendingStatement;
import dev.safemigrate.plan.PlanFiles;
import dev.safemigrate.plan.PlanPage;
import dev.safemigrate.plan.PlanResult;
import dev.safemigrate.plan.Planners;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.source.MigrationDraft.NewFile;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.NewMigrations;
import dev.safemigrate.source.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Writes the migrations of a change that cannot be made in one release: expand, backfill, verify
 * and contract with their way back, and a page that says what the application does between them.
 * Needs no database.
 *
 * @since 0.1.0
 */
@Mojo(name = "plan", requiresProject = false, threadSafe = true)
public final class PlanMojo extends WritingMojo {

  /**
   * The change in one line, as in <code>rename column orders.total to amount</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.change")
  private @Nullable String change;

  /**
   * Instead of <code>change</code>: the version of a pending migration whose statement is to be
   * made in steps.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.version")
  private @Nullable String version;

  /**
   * The line of the statement in that migration; without it, the first one that a plan can stand
   * for.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.line")
  private @Nullable Integer line;

  /**
   * The folder for the plan's page, relative to the module.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.planFolder", defaultValue = "docs/migrations")
  private String planFolder;

  @Override
  void run() throws MojoExecutionException, MojoFailureException {
    MigrationFolder folder = folder();
    AnalysisRequest request = requestFor(folder);
    QueryReader queries = new JSqlParserQueryReader();
    Optional<String> replaced = Optional.empty();
    Change wanted;
    SchemaState before;
    if (given(change)) {
      wanted = change(String.valueOf(change));
      before =
          OffendingStatement.after(request.scripts(), request.schema(), request.version(), queries);
    } else if (given(version)) {
      OffendingStatement statement = statement(request, queries);
      wanted = statement.change();
      before = statement.before();
      replaced = Optional.of(replaced(statement));
    } else {
      throw new MojoExecutionException(
          "Parameter 'change' or 'version' is needed. A change can be:\n  "
              + String.join("\n  ", ChangeRequest.FORMS));
    }
    PlanResult result = Planners.plan(wanted, before, request.version(), queries);
    if (result instanceof PlanResult.Refused refused) {
      throw new MojoFailureException("No plan: " + refused.reason());
    }
    write(((PlanResult.Planned) result).plan(), target(folder), replaced);
  }

  private void write(ExpandContractPlan plan, NewMigrations target, Optional<String> replaced)
      throws MojoExecutionException {
    PlanFiles files = PlanFiles.of(plan, target);
    String title = plan.title().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String folder = planFolder.endsWith("/") ? planFolder : planFolder + "/";
    String name = files.steps().get(0).version() + "-" + title.replaceAll("-$", "") + ".md";
    List<NewFile> all = new ArrayList<>(files.files());
    all.add(new NewFile(folder + name, PlanPage.of(plan, files, replaced)));
    write(all, target);
    plan.notes().forEach(getLog()::warn);
    replaced.ifPresent(getLog()::warn);
    getLog()
        .info(
            "%s: %d migrations. What the application does between them: %s"
                .formatted(plan.title(), files.steps().size(), folder + name));
  }

  private static Change change(String text) throws MojoExecutionException {
    ChangeRequest.Result result = ChangeRequest.read(text);
    if (result instanceof ChangeRequest.NotRead notRead) {
      throw new MojoExecutionException("Parameter 'change': " + notRead.message());
    }
    return ((ChangeRequest.Read) result).change();
  }

  private OffendingStatement statement(AnalysisRequest request, QueryReader queries)
      throws MojoExecutionException {
    List<MigrationScript> scripts = request.scripts();
    int index = indexOf(scripts);
    MigrationScript script = scripts.get(index);
    return OffendingStatement.find(
            scripts.subList(0, index + 1),
            request.schema(),
            request.version(),
            queries,
            line == null ? OptionalInt.empty() : OptionalInt.of(line))
        .orElseThrow(
            () ->
                new MojoExecutionException(
                    "%s has no statement%s for which there is a plan; say what is wanted with 'change'."
                        .formatted(script.path(), line == null ? "" : " in line " + line)));
  }

  private int indexOf(List<MigrationScript> scripts) throws MojoExecutionException {
    String wanted = String.valueOf(version).strip();
    Version asked = Version.ofNumbers(wanted).orElseGet(() -> Version.ofLabel(wanted));
    for (int i = 0; i < scripts.size(); i++) {
      Optional<Version> own = scripts.get(i).version();
      if (own.filter(found -> asked.readLike(found).equals(found)).isPresent()) {
        return i;
      }
    }
    throw new MojoExecutionException(
        "Parameter 'version' is '%s', which no migration%s has."
            .formatted(wanted, baselineVersion().isPresent() ? " behind the base" : ""));
  }

  private String replaced(OffendingStatement statement) {
    if (statement.parts() > 1) {
      return "The statement in line %d of migration %s does %d things, and the plan only the one that its title names: take that out of the statement, and what belongs to it out of the way back, and ask again for the others."
          .formatted(statement.line(), version, statement.parts());
    }
    return statement.alone()
        ? "Delete migration %s and its way back: the plan does what it did. If it is applied anywhere, leave it and plan nothing."
            .formatted(version)
        : "Take the statement in line %d out of migration %s, and what belongs to it out of its way back: the plan does what it did. Move statements that need it behind the plan's expand."
            .formatted(statement.line(), version);
  }

  private static boolean given(@Nullable String value) {
    return value != null && !value.isBlank();
  }
}
