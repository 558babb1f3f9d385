package dev.safemigrate.plan;

import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.StoredConstraint;
import dev.safemigrate.schema.StoredConstraint.Check;
import dev.safemigrate.schema.StoredConstraint.Key;
import dev.safemigrate.schema.StoredExpression;
import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The constraints and indexes of columns that move, for the empty table that gets them, and its
 * key.
 *
 * @param name that the table has in the end
 * @param moved the columns' names
 */
record MovedRules(
    Before before, Table table, RelationName name, SideTable side, Set<String> moved) {

  /** What stands behind the columns in CREATE TABLE. */
  List<String> constraints() {
    List<String> elements = new ArrayList<>();
    String key = Names.list(side.keyNames());
    elements.add(
        "CONSTRAINT %s PRIMARY KEY (%s)"
            .formatted(Names.sql(Names.join(name.name(), "pkey")), key));
    elements.add(
        "CONSTRAINT %s FOREIGN KEY (%s) REFERENCES %s (%s) ON UPDATE CASCADE ON DELETE CASCADE"
            .formatted(
                Names.sql(Names.join(name.name(), String.join("_", side.keyNames()), "fkey")),
                key,
                Names.sql(table),
                key));
    for (StoredConstraint constraint : table.constraints()) {
      if (moves(constraint.name(), constraint.columns())) {
        constraint(constraint, elements);
      }
    }
    return elements;
  }

  private void constraint(StoredConstraint constraint, List<String> elements) {
    if (constraint instanceof StoredConstraint.NotNull) {
      return;
    }
    String name = "CONSTRAINT " + Names.sql(newName(constraint.name()));
    if (constraint instanceof Check check && check.enforced()) {
      elements.add("%s CHECK (%s)".formatted(name, words(check.condition())));
      return;
    }
    if (constraint instanceof Key key && !key.withoutOverlaps()) {
      elements.add(
          "%s UNIQUE%s (%s)%s%s"
              .formatted(
                  name,
                  key.nullsNotDistinct() ? " NULLS NOT DISTINCT" : "",
                  Names.list(key.columns()),
                  key.include().isEmpty() ? "" : " INCLUDE (" + Names.list(key.include()) + ")",
                  key.initiallyDeferred()
                      ? " DEFERRABLE INITIALLY DEFERRED"
                      : key.deferrable() ? " DEFERRABLE" : ""));
      return;
    }
    throw new Refusal(
        "%s stands on a column that moves, and cannot be in force in both tables meanwhile: drop it first, and add it to %s behind the contract."
            .formatted(constraint.name(), name().name()));
  }

  /** Indexes that no constraint has. */
  List<String> indexes() {
    List<String> statements = new ArrayList<>();
    for (Index index : before.schema().indexes(table.id())) {
      if (index.constraint().isEmpty() && moves(index.name().name(), index.columns())) {
        statements.add(
            IndexDefinition.of(index, column -> column, MovedRules::words)
                .sql(newName(index.name().name()), side.name(), false));
      }
    }
    return statements;
  }

  /** False for what stays; what stands on columns of both cannot be kept. */
  private boolean moves(String rule, Collection<String> columns) {
    Set<String> staying = new HashSet<>(columns);
    boolean moves = staying.removeAll(moved);
    staying.removeAll(side.keyNames());
    if (moves && !staying.isEmpty()) {
      throw new Refusal(
          "%s stands on %s, which stay in %s, and on what moves: drop it first, or move them too."
              .formatted(rule, String.join(", ", staying), table.name().name()));
    }
    return moves;
  }

  private static String words(StoredExpression expression) {
    if (expression.facts().opaque()) {
      throw new Refusal("The expression (" + expression.text() + ") cannot be read.");
    }
    return expression.text();
  }

  private String newName(String rule) {
    String old = table.name().name();
    return rule.contains(old)
        ? Names.join(rule.replace(old, name.name()))
        : Names.join(name.name(), rule);
  }
}
