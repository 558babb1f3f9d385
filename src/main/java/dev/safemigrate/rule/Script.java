package dev.safemigrate.rule;

import dev.safemigrate.ast.Statement;
import java.util.List;

/**
 * A file as rules see it.
 *
 * @param file the path as the user knows it
 * @param text the characters that spans point into
 * @param statements all statements of the file, in order
 */
public record Script(String file, String text, List<Statement> statements) {

  public Script {
    statements = List.copyOf(statements);
  }
}
