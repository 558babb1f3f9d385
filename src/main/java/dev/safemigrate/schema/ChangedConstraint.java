package dev.safemigrate.schema;

import dev.safemigrate.ast.AlterTableAction;
import java.util.List;

/** Copies of constraints with one thing changed. */
final class ChangedConstraint {

  private ChangedConstraint() {}

  /** As a parent has it too, or no longer. */
  static StoredConstraint inherited(StoredConstraint constraint, boolean inherited) {
    if (constraint instanceof StoredConstraint.Check check) {
      return check.withInherited(inherited);
    }
    if (constraint instanceof StoredConstraint.NotNull notNull) {
      return notNull.withInherited(inherited);
    }
    if (constraint instanceof StoredConstraint.Key key) {
      return key.withInherited(inherited);
    }
    if (constraint instanceof StoredConstraint.Exclusion exclusion) {
      return exclusion.withInherited(inherited);
    }
    if (constraint instanceof StoredConstraint.ForeignKey foreignKey) {
      return foreignKey.withInherited(inherited);
    }
    return constraint;
  }

  /** Under another name. */
  static StoredConstraint named(StoredConstraint constraint, String name) {
    if (constraint instanceof StoredConstraint.Check check) {
      return check.withName(name);
    }
    if (constraint instanceof StoredConstraint.NotNull notNull) {
      return notNull.withName(name);
    }
    if (constraint instanceof StoredConstraint.Key key) {
      return key.withName(name);
    }
    if (constraint instanceof StoredConstraint.Exclusion exclusion) {
      return exclusion.withName(name);
    }
    if (constraint instanceof StoredConstraint.ForeignKey foreignKey) {
      return foreignKey.withName(name);
    }
    return constraint;
  }

  /** After VALIDATE CONSTRAINT. */
  static StoredConstraint validated(StoredConstraint constraint) {
    if (constraint instanceof StoredConstraint.Check check) {
      return check.withValidated(true);
    }
    if (constraint instanceof StoredConstraint.NotNull notNull) {
      return notNull.withValidated(true);
    }
    if (constraint instanceof StoredConstraint.ForeignKey foreignKey) {
      return foreignKey.withValidated(true);
    }
    return constraint;
  }

  /** After ALTER CONSTRAINT; what is not written stays. */
  static StoredConstraint altered(
      StoredConstraint constraint, AlterTableAction.AlterConstraint action) {
    if (constraint instanceof StoredConstraint.ForeignKey foreignKey) {
      return StoredConstraintForeignKeyBuilder.builder(foreignKey)
          .validated(action.enforced().orElse(foreignKey.validated()))
          .enforced(action.enforced().orElse(foreignKey.enforced()))
          .deferrable(action.deferrable().orElse(foreignKey.deferrable()))
          .initiallyDeferred(action.initiallyDeferred().orElse(foreignKey.initiallyDeferred()))
          .build();
    }
    if (constraint instanceof StoredConstraint.NotNull notNull) {
      return notNull.withNoInherit(action.inherit().map(i -> !i).orElse(notNull.noInherit()));
    }
    return constraint;
  }

  /** With a column of its table renamed. */
  static StoredConstraint renamed(StoredConstraint constraint, String from, String to) {
    if (constraint instanceof StoredConstraint.Check check) {
      return check.withCondition(check.condition().renamed(from, to));
    }
    if (constraint instanceof StoredConstraint.NotNull notNull) {
      return notNull.column().equals(from) ? notNull.withColumn(to) : notNull;
    }
    if (constraint instanceof StoredConstraint.Key key) {
      return key.withColumns(renamed(key.columns(), from, to))
          .withInclude(renamed(key.include(), from, to));
    }
    if (constraint instanceof StoredConstraint.Exclusion exclusion) {
      return exclusion.withColumns(renamed(exclusion.columns(), from, to));
    }
    if (constraint instanceof StoredConstraint.ForeignKey foreignKey) {
      return foreignKey
          .withColumns(renamed(foreignKey.columns(), from, to))
          .withOnDeleteColumns(renamed(foreignKey.onDeleteColumns(), from, to));
    }
    return constraint;
  }

  /** A foreign key with a column of the referenced table renamed. */
  static StoredConstraint referencedRenamed(
      StoredConstraint.ForeignKey foreignKey, String from, String to) {
    return foreignKey.withReferencedColumns(renamed(foreignKey.referencedColumns(), from, to));
  }

  /** The names with one replaced. */
  static List<String> renamed(List<String> names, String from, String to) {
    return names.stream().map(name -> name.equals(from) ? to : name).toList();
  }
}
