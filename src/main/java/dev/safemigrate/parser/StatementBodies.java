package dev.safemigrate.parser;

import dev.safemigrate.ast.CreateFunction;
import dev.safemigrate.ast.DoBlock;
import dev.safemigrate.ast.Statement;
import java.util.List;

/** Gives functions and DO blocks the statements of their bodies. */
final class StatementBodies {

  private final BodyReader reader;

  StatementBodies(BodyReader reader) {
    this.reader = reader;
  }

  /**
   * The statement with the statements of its body, if it has one that is not read yet.
   *
   * @param source the text that the statement's spans refer to
   */
  Statement read(String source, Statement statement) {
    if (statement instanceof DoBlock block) {
      List<Statement> statements = reader.statements(source, block.language(), block.body());
      return new DoBlock(block.span(), block.language(), block.body(), statements);
    }
    if (statement instanceof CreateFunction function
        && function.bodyStatements().isEmpty()
        && function.body().isPresent()) {
      return function.withBodyStatements(
          reader.statements(source, function.language(), function.body().get()));
    }
    return statement;
  }
}
