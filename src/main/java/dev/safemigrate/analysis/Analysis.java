package dev.safemigrate.analysis;

import dev.safemigrate.ast.QueryReader;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.effect.EffectModel;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.parser.JSqlParserQueryReader;
import dev.safemigrate.rule.RowValues;
import dev.safemigrate.schema.SchemaFold;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.source.CallbackEvent;
import dev.safemigrate.source.MigrationScript;
import java.util.ArrayList;
import java.util.List;

/**
 * The fold over all scripts in order: schema, transactions, effects, findings, classes,
 * acknowledgements. Pure: the same request gives the same result.
 */
public final class Analysis {

  private Analysis() {}

  /** Analyses all scripts of a request, in its order. Never throws for any SQL. */
  public static AnalysisResult analyse(AnalysisRequest request) {
    QueryReader queries = new JSqlParserQueryReader();
    EffectModel model = new EffectModel(queries);
    SchemaFold fold = new SchemaFold(request.version(), queries);
    NewObjects newObjects = new NewObjects();
    SchemaState schema = request.schema();
    RowValues values = RowValues.NONE;
    List<AnalysedMigration> migrations = new ArrayList<>();
    Session session = new Session(false);
    String previous = "";
    for (MigrationScript script : request.scripts()) {
      boolean applied = request.applied().contains(script.identity());
      boolean joins = request.group() && !applied && CallbackEvent.isOfEachMigration(script);
      boolean joined = joins && !previous.isEmpty();
      if (!joined && !request.unused() && (applied || !request.pending().known())) {
        newObjects.clear();
        values = values.released();
      }
      session = joined ? session.behind(previous) : new Session(joins);
      previous = joins ? script.path() : "";
      FileAnalysis file =
          new FileAnalysis(
              request, script, queries, model, fold, newObjects, schema, session, values);
      migrations.add(file.analyse(applied));
      schema = file.schema();
      values = file.values();
      if (applied) {
        if (!request.unused()) {
          newObjects.clear();
          values = values.released();
        }
        // Sizes are of now: what applied statements dropped and renamed is in them.
        schema = schema.withSizesOf(request.schema());
      }
    }
    return new AnalysisResult(
        request.version(),
        request.runner().id(),
        request.pending(),
        migrations,
        coverage(migrations),
        notes(request, migrations));
  }

  private static Coverage coverage(List<AnalysedMigration> migrations) {
    int statements = 0;
    int opaque = 0;
    for (AnalysedMigration migration : migrations) {
      if (migration.pending()) {
        statements += migration.statements().size();
        opaque += (int) migration.statements().stream().filter(Analysis::isOpaque).count();
      }
    }
    return new Coverage(statements, statements - opaque, opaque);
  }

  private static boolean isOpaque(AnalysedStatement statement) {
    return statement.effects().unknown()
        || statement.findings().stream()
            .anyMatch(finding -> finding.classification() == Classification.UNKNOWN);
  }

  private static List<String> notes(AnalysisRequest request, List<AnalysedMigration> migrations) {
    List<String> notes = new ArrayList<>();
    if (request.version().compareTo(ServerVersion.NEWEST_PROVEN) > 0) {
      notes.add(
          "PostgreSQL %s is newer than what was measured and is treated as %s."
              .formatted(request.version(), ServerVersion.NEWEST_PROVEN));
    }
    if (request.version().compareTo(ServerVersion.OLDEST_PROVEN) < 0) {
      notes.add(
          "PostgreSQL %s is older than what was measured; %s is the oldest."
              .formatted(request.version(), ServerVersion.OLDEST_PROVEN));
    }
    notes.addAll(ConfiguredAllowances.notes(request, migrations));
    return notes;
  }
}
