package dev.safemigrate.rule;

import dev.safemigrate.ast.Statement;
import dev.safemigrate.source.BackfillOptions;
import dev.safemigrate.text.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A file as rules see it.
 *
 * @param file the path as the user knows it
 * @param version as the file's name says it, if it has one
 * @param text the characters that spans point into
 * @param statements all statements of the file, in order
 * @param backfills the spans of statements that the runner runs in batches, each with its options
 * @param mayRunAgain where the statements begin of which the file says that they may run twice
 */
public record Script(
    String file,
    Optional<String> version,
    String text,
    List<Statement> statements,
    Map<Span, BackfillOptions> backfills,
    Set<Integer> mayRunAgain) {

  public Script {
    statements = List.copyOf(statements);
    backfills = Map.copyOf(backfills);
    mayRunAgain = Set.copyOf(mayRunAgain);
  }

  /** The options of a statement that the runner runs in batches. */
  public Optional<BackfillOptions> backfill(Statement statement) {
    return Optional.ofNullable(backfills.get(statement.span()));
  }
}
