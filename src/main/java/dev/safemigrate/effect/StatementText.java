package dev.safemigrate.effect;

import dev.safemigrate.ast.Delete;
import dev.safemigrate.ast.Insert;
import dev.safemigrate.ast.Merge;
import dev.safemigrate.ast.Select;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Update;
import java.util.Optional;

/** The words of statements that are queries. */
final class StatementText {

  private StatementText() {}

  static Optional<String> of(Statement statement) {
    if (statement instanceof Select select) {
      return Optional.of(select.query().text());
    }
    if (statement instanceof Insert insert) {
      return Optional.of(insert.query().text());
    }
    if (statement instanceof Update update) {
      return Optional.of(update.query().text());
    }
    if (statement instanceof Delete delete) {
      return Optional.of(delete.query().text());
    }
    return statement instanceof Merge merge ? Optional.of(merge.query().text()) : Optional.empty();
  }
}
