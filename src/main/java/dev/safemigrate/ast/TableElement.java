package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;

/** What stands between the parentheses of CREATE TABLE, in source order. */
public sealed interface TableElement {

  /** A column. */
  record Column(ColumnDefinition definition) implements TableElement {}

  /** A constraint of the table. */
  record TableConstraint(Constraint constraint) implements TableElement {}

  /** LIKE source with its INCLUDING and EXCLUDING options, in order. */
  record Like(Span span, QualifiedName source, List<LikeOption> options) implements TableElement {
    public Like {
      options = List.copyOf(options);
    }
  }

  /** INCLUDING or EXCLUDING; the name is folded to upper case: ALL, DEFAULTS, INDEXES ... */
  record LikeOption(boolean including, String name) {}
}
