package dev.safemigrate.schema;

import dev.safemigrate.ast.Copy;
import dev.safemigrate.ast.CreateTableAs;
import dev.safemigrate.ast.Delete;
import dev.safemigrate.ast.Insert;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.RelationReference;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Truncate;
import java.util.Optional;

/** Which tables hold rows, as far as statements put them there. */
final class RowFold {

  private RowFold() {}

  /** The state after a statement that was not refused. */
  static SchemaState apply(SchemaState state, Statement statement) {
    if (statement instanceof Insert insert) {
      return mark(state, insert.table(), true);
    }
    if (statement instanceof Copy copy && copy.from() && copy.data().isPresent()) {
      Optional<QualifiedName> table = copy.table();
      return table.map(name -> mark(state, name, true)).orElse(state);
    }
    if (statement instanceof CreateTableAs create && create.withData()) {
      return mark(state, create.name(), true);
    }
    if (statement instanceof Delete delete) {
      // Which rows are left cannot be told.
      return mark(state, delete.table().name(), false);
    }
    if (statement instanceof Truncate truncate) {
      SchemaState emptied = state;
      for (RelationReference table : truncate.tables()) {
        emptied = mark(emptied, table.name(), false);
      }
      return emptied;
    }
    return state;
  }

  private static SchemaState mark(SchemaState state, QualifiedName name, boolean hasRows) {
    return state
        .find(name)
        .map(relation -> state.with(state.store().withFilled(relation.id(), hasRows)))
        .orElse(state);
  }
}
