package dev.safemigrate.schema;

import dev.safemigrate.ast.AlterTableAction.AddConstraint;
import dev.safemigrate.ast.AlterTableAction.AlterConstraint;
import dev.safemigrate.ast.AlterTableAction.DropConstraint;
import dev.safemigrate.ast.AlterTableAction.ValidateConstraint;
import dev.safemigrate.schema.ConstraintCreation.Pending;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The actions of ALTER TABLE on constraints. */
final class ConstraintAlteration {

  private final Draft draft;
  private final ObjectId id;
  private final boolean only;

  ConstraintAlteration(Draft draft, ObjectId id, boolean only) {
    this.draft = draft;
    this.id = id;
    this.only = only;
  }

  private Table table() {
    return draft.table(id);
  }

  void addConstraint(AddConstraint action) {
    new ConstraintCreation(draft)
        .addAll(id, List.of(new Pending(action.constraint(), Optional.empty())), only);
  }

  /** The constraint; empty where it may exist without being known. */
  private Optional<StoredConstraint> find(String name) {
    Optional<StoredConstraint> constraint = table().constraint(name);
    if (constraint.isEmpty() && !table().assumed()) {
      throw new Refused(
          "42704", "constraint " + name + " of relation " + table().name() + " does not exist");
    }
    return constraint;
  }

  void alterConstraint(AlterConstraint action) {
    Optional<StoredConstraint> constraint = find(action.constraint());
    if (constraint.isEmpty()) {
      return;
    }
    boolean foreignKey = constraint.get() instanceof StoredConstraint.ForeignKey;
    if (!foreignKey && action.inherit().isEmpty()) {
      throw new Refused("42809", action.constraint() + " is not a foreign key constraint");
    }
    change(action.constraint(), c -> ChangedConstraint.altered(c, action));
  }

  void validateConstraint(ValidateConstraint action) {
    Optional<StoredConstraint> constraint = find(action.constraint());
    if (constraint.isEmpty()) {
      return;
    }
    boolean key =
        constraint.get() instanceof StoredConstraint.Key
            || constraint.get() instanceof StoredConstraint.Exclusion;
    if (key) {
      throw new Refused("42809", action.constraint() + " cannot be validated");
    }
    if (!isEnforced(constraint.get())) {
      throw new Refused("42809", "cannot validate NOT ENFORCED constraint");
    }
    change(action.constraint(), ChangedConstraint::validated);
  }

  private static boolean isEnforced(StoredConstraint constraint) {
    if (constraint instanceof StoredConstraint.Check check) {
      return check.enforced();
    }
    return !(constraint instanceof StoredConstraint.ForeignKey key) || key.enforced();
  }

  private void change(String name, UnaryOperator<StoredConstraint> change) {
    table().constraint(name).ifPresent(c -> draft.put(table().withConstraint(change.apply(c))));
    for (Table below : draft.state().descendants(id)) {
      below
          .constraint(name)
          .filter(StoredConstraint::inherited)
          .ifPresent(c -> draft.put(below.withConstraint(change.apply(c))));
    }
  }

  void dropConstraint(DropConstraint action) {
    if (action.ifExists() && table().constraint(action.constraint()).isEmpty()) {
      return;
    }
    Optional<StoredConstraint> constraint = find(action.constraint());
    if (constraint.isEmpty()) {
      return;
    }
    if (constraint.get().inherited()) {
      throw new Refused("42P16", "cannot drop inherited constraint " + action.constraint());
    }
    if (constraint.get() instanceof StoredConstraint.NotNull notNull) {
      requireNoPrimaryKey(notNull.column());
    }
    new Removal(draft)
        .drop(List.of(new Part.OfConstraint(id, action.constraint())), action.cascade());
  }

  private void requireNoPrimaryKey(String column) {
    if (table().primaryKey().filter(k -> k.columns().contains(column)).isPresent()) {
      throw new Refused("42P16", "column " + column + " is in a primary key");
    }
  }
}
