package dev.safemigrate.plan;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.Drop;
import dev.safemigrate.ast.QueryReader;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.parser.ParsedScript;
import dev.safemigrate.parser.SqlParser;
import dev.safemigrate.schema.SchemaFold;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.source.MigrationScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The statement of a migration for which a plan is wanted.
 *
 * @param change what it does at once
 * @param before what exists in front of it
 * @param line of the file
 * @param alone whether it is all that the migration does
 * @param parts how many things the statement does, the change being the first that can be planned
 */
public record OffendingStatement(
    Change change, SchemaState before, int line, boolean alone, int parts) {

  /**
   * Finds the statement.
   *
   * @param scripts all migrations up to the one that is asked about, in order
   * @param base what exists before the first of them
   * @param line of the statement; when empty, the first one that a plan can stand for and that is
   *     about something older than the migration
   * @return empty where there is no such statement
   */
  public static Optional<OffendingStatement> find(
      List<MigrationScript> scripts,
      SchemaState base,
      ServerVersion version,
      QueryReader queries,
      OptionalInt line) {
    MigrationScript script = scripts.get(scripts.size() - 1);
    SchemaState start = after(scripts.subList(0, scripts.size() - 1), base, version, queries);
    SchemaFold fold = new SchemaFold(version, queries);
    ParsedScript parsed = SqlParser.parse(script.sql().text(), version);
    List<OffendingStatement> found = new ArrayList<>();
    SchemaState state = start;
    for (int i = 0; i < parsed.statements().size(); i++) {
      Statement statement = parsed.statements().get(i);
      int first = script.sql().position(statement.span().start()).line();
      int last = script.sql().position(statement.span().end()).line();
      boolean asked =
          line.isPresent()
              ? line.getAsInt() >= first && line.getAsInt() <= last
              : !isAboutNew(statement, start, state);
      if (asked) {
        SchemaState before = state;
        List<Statement> later = parsed.statements().subList(i + 1, parsed.statements().size());
        StatementChange.of(statement, state, script.sql().text(), later)
            .map(
                change ->
                    new OffendingStatement(
                        change, before, first, parsed.statements().size() == 1, parts(statement)))
            .ifPresent(found::add);
      }
      state = fold.apply(state, statement).state();
    }
    return found.stream()
        .filter(statement -> !(statement.change() instanceof Change.NotPlanned))
        .findFirst()
        .or(() -> found.stream().findFirst());
  }

  /** Whether it alters a table of which the running version knows nothing. */
  private static boolean isAboutNew(Statement statement, SchemaState start, SchemaState state) {
    return statement instanceof AlterTable alter
        && state
            .findTable(alter.relation().name())
            .filter(table -> !start.exists(table.id()))
            .isPresent();
  }

  private static int parts(Statement statement) {
    if (statement instanceof AlterTable alter) {
      return alter.actions().size();
    }
    return statement instanceof Drop drop ? drop.objects().size() : 1;
  }

  /** What exists when all scripts have run. */
  public static SchemaState after(
      List<MigrationScript> scripts, SchemaState base, ServerVersion version, QueryReader queries) {
    SchemaFold fold = new SchemaFold(version, queries);
    SchemaState state = base;
    for (MigrationScript script : scripts) {
      state = fold.applyAll(state, SqlParser.parse(script.sql().text(), version).statements());
    }
    return state;
  }
}
