package dev.safemigrate.schema;

import dev.safemigrate.ast.QueryReader;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Unparsed;
import java.util.Map;
import java.util.Set;

/** Carries a schema over statements, as a server of one version would. */
public final class SchemaFold {

  /** Refusals for what is missing or there already: dynamic SQL may have seen to that. */
  private static final Set<String> UNCERTAIN =
      Set.of(
          "42P01", "42703", "42704", "42883", "3F000", "42P07", "42701", "42710", "42723", "42P06",
          "2BP01", "42830");

  private final ServerVersion version;
  private final QueryReader reader;

  /** A fold for a server; the reader is asked about expressions and queries. */
  public SchemaFold(ServerVersion version, QueryReader reader) {
    this.version = version;
    this.reader = reader;
  }

  /** What the statement makes of the state; never throws for any statement. */
  public Outcome apply(SchemaState state, Statement statement) {
    Draft draft = new Draft(state, version, reader);
    try {
      statement.accept(new StatementFold(draft));
      return withSizes(state, draft.outcome());
    } catch (Refused refused) {
      return state.opaquePast() && UNCERTAIN.contains(refused.refusal().sqlState())
          ? draft.unchanged()
          : draft.refused(refused.refusal());
    }
  }

  private static Outcome withSizes(SchemaState before, Outcome outcome) {
    return new Outcome(
        outcome.state().withSizesCarried(before, outcome),
        outcome.refusal(),
        outcome.created(),
        outcome.dropped(),
        outcome.altered());
  }

  /**
   * A base to start from: a database that holds just what a schema dump creates.
   *
   * @param dump the statements of pg_dump --schema-only or of a snapshot
   * @param sizes sizes of its relations, as far as they were measured
   * @return with an {@link SchemaState#opaquePast() opaque past} if part of it is not understood
   */
  public SchemaState base(
      Iterable<? extends Statement> dump, Map<RelationName, RelationSize> sizes) {
    SchemaState state = SchemaState.empty();
    boolean understood = true;
    for (Statement statement : dump) {
      Outcome outcome = apply(state, statement);
      understood &= outcome.refusal().isEmpty() && !(statement instanceof Unparsed);
      state = outcome.state();
    }
    // A dump sets search_path and more for its own session only.
    SchemaState base = state.with(Settings.NONE).withSizes(sizes);
    return understood ? base : base.withOpaquePast();
  }

  /** The state behind all statements, in order; refused ones change nothing. */
  public SchemaState applyAll(SchemaState state, Iterable<? extends Statement> statements) {
    SchemaState current = state;
    for (Statement statement : statements) {
      current = apply(current, statement).state();
    }
    return current;
  }
}
