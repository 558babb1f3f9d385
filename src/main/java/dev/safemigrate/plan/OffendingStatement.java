package dev.safemigrate.plan;

import dev.safemigrate.ast.QueryReader;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.parser.ParsedScript;
import dev.safemigrate.parser.SqlParser;
import dev.safemigrate.schema.SchemaFold;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.source.MigrationScript;
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
 */
public record OffendingStatement(Change change, SchemaState before, int line, boolean alone) {

  /**
   * Finds the statement.
   *
   * @param scripts all migrations up to the one that is asked about, in order
   * @param base what exists before the first of them
   * @param line of the statement; the first one that a plan can stand for when empty
   * @return empty where there is no such statement
   */
  public static Optional<OffendingStatement> find(
      List<MigrationScript> scripts,
      SchemaState base,
      ServerVersion version,
      QueryReader queries,
      OptionalInt line) {
    SchemaFold fold = new SchemaFold(version, queries);
    MigrationScript script = scripts.get(scripts.size() - 1);
    SchemaState state = after(scripts.subList(0, scripts.size() - 1), base, version, queries);
    ParsedScript parsed = SqlParser.parse(script.sql().text(), version);
    for (Statement statement : parsed.statements()) {
      int first = script.sql().position(statement.span().start()).line();
      int last = script.sql().position(statement.span().end()).line();
      boolean asked = line.isEmpty() || (line.getAsInt() >= first && line.getAsInt() <= last);
      Optional<Change> change =
          asked ? StatementChange.of(statement, state, script.sql().text()) : Optional.empty();
      if (change.isPresent()) {
        boolean alone = parsed.statements().size() == 1;
        return Optional.of(new OffendingStatement(change.get(), state, first, alone));
      }
      state = fold.apply(state, statement).state();
    }
    return Optional.empty();
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
