package dev.safemigrate.schema;

import dev.safemigrate.ast.AlterTableAction;
import java.util.List;

/** Copies of constraints with one thing changed. */
final class ChangedConstraint {

  private ChangedConstraint() {}

  /** As a parent has it too, or no longer. */
  static StoredConstraint inherited(StoredConstraint constraint, boolean inherited) {
    if (constraint instanceof StoredConstraint.Check check) {
      return new StoredConstraint.Check(
          check.name(),
          check.condition(),
          check.validated(),
          check.enforced(),
          check.noInherit(),
          inherited);
    }
    if (constraint instanceof StoredConstraint.NotNull notNull) {
      return new StoredConstraint.NotNull(
          notNull.name(), notNull.column(), notNull.validated(), notNull.noInherit(), inherited);
    }
    if (constraint instanceof StoredConstraint.Key key) {
      return new StoredConstraint.Key(
          key.name(),
          key.primary(),
          key.columns(),
          key.include(),
          key.nullsNotDistinct(),
          key.withoutOverlaps(),
          key.deferrable(),
          key.initiallyDeferred(),
          key.index(),
          inherited);
    }
    if (constraint instanceof StoredConstraint.Exclusion exclusion) {
      return new StoredConstraint.Exclusion(
          exclusion.name(),
          exclusion.columns(),
          exclusion.operators(),
          exclusion.deferrable(),
          exclusion.initiallyDeferred(),
          exclusion.index(),
          inherited);
    }
    if (constraint instanceof StoredConstraint.ForeignKey foreignKey) {
      return new StoredConstraint.ForeignKey(
          foreignKey.name(),
          foreignKey.columns(),
          foreignKey.referencedTable(),
          foreignKey.referencedColumns(),
          foreignKey.match(),
          foreignKey.onUpdate(),
          foreignKey.onDelete(),
          foreignKey.onDeleteColumns(),
          foreignKey.period(),
          foreignKey.validated(),
          foreignKey.enforced(),
          foreignKey.deferrable(),
          foreignKey.initiallyDeferred(),
          inherited);
    }
    return constraint;
  }

  /** Under another name. */
  static StoredConstraint named(StoredConstraint constraint, String name) {
    if (constraint instanceof StoredConstraint.Check check) {
      return new StoredConstraint.Check(
          name,
          check.condition(),
          check.validated(),
          check.enforced(),
          check.noInherit(),
          check.inherited());
    }
    if (constraint instanceof StoredConstraint.NotNull notNull) {
      return new StoredConstraint.NotNull(
          name, notNull.column(), notNull.validated(), notNull.noInherit(), notNull.inherited());
    }
    if (constraint instanceof StoredConstraint.Key key) {
      return new StoredConstraint.Key(
          name,
          key.primary(),
          key.columns(),
          key.include(),
          key.nullsNotDistinct(),
          key.withoutOverlaps(),
          key.deferrable(),
          key.initiallyDeferred(),
          key.index(),
          key.inherited());
    }
    if (constraint instanceof StoredConstraint.Exclusion exclusion) {
      return new StoredConstraint.Exclusion(
          name,
          exclusion.columns(),
          exclusion.operators(),
          exclusion.deferrable(),
          exclusion.initiallyDeferred(),
          exclusion.index(),
          exclusion.inherited());
    }
    if (constraint instanceof StoredConstraint.ForeignKey foreignKey) {
      return new StoredConstraint.ForeignKey(
          name,
          foreignKey.columns(),
          foreignKey.referencedTable(),
          foreignKey.referencedColumns(),
          foreignKey.match(),
          foreignKey.onUpdate(),
          foreignKey.onDelete(),
          foreignKey.onDeleteColumns(),
          foreignKey.period(),
          foreignKey.validated(),
          foreignKey.enforced(),
          foreignKey.deferrable(),
          foreignKey.initiallyDeferred(),
          foreignKey.inherited());
    }
    return constraint;
  }

  /** After VALIDATE CONSTRAINT. */
  static StoredConstraint validated(StoredConstraint constraint) {
    if (constraint instanceof StoredConstraint.Check check) {
      return new StoredConstraint.Check(
          check.name(),
          check.condition(),
          true,
          check.enforced(),
          check.noInherit(),
          check.inherited());
    }
    if (constraint instanceof StoredConstraint.NotNull notNull) {
      return new StoredConstraint.NotNull(
          notNull.name(), notNull.column(), true, notNull.noInherit(), notNull.inherited());
    }
    if (constraint instanceof StoredConstraint.ForeignKey foreignKey) {
      return new StoredConstraint.ForeignKey(
          foreignKey.name(),
          foreignKey.columns(),
          foreignKey.referencedTable(),
          foreignKey.referencedColumns(),
          foreignKey.match(),
          foreignKey.onUpdate(),
          foreignKey.onDelete(),
          foreignKey.onDeleteColumns(),
          foreignKey.period(),
          true,
          foreignKey.enforced(),
          foreignKey.deferrable(),
          foreignKey.initiallyDeferred(),
          foreignKey.inherited());
    }
    return constraint;
  }

  /** After ALTER CONSTRAINT; what is not written stays. */
  static StoredConstraint altered(
      StoredConstraint constraint, AlterTableAction.AlterConstraint action) {
    if (constraint instanceof StoredConstraint.ForeignKey foreignKey) {
      return new StoredConstraint.ForeignKey(
          foreignKey.name(),
          foreignKey.columns(),
          foreignKey.referencedTable(),
          foreignKey.referencedColumns(),
          foreignKey.match(),
          foreignKey.onUpdate(),
          foreignKey.onDelete(),
          foreignKey.onDeleteColumns(),
          foreignKey.period(),
          action.enforced().orElse(foreignKey.validated()),
          action.enforced().orElse(foreignKey.enforced()),
          action.deferrable().orElse(foreignKey.deferrable()),
          action.initiallyDeferred().orElse(foreignKey.initiallyDeferred()),
          foreignKey.inherited());
    }
    if (constraint instanceof StoredConstraint.NotNull notNull) {
      return new StoredConstraint.NotNull(
          notNull.name(),
          notNull.column(),
          notNull.validated(),
          action.inherit().map(i -> !i).orElse(notNull.noInherit()),
          notNull.inherited());
    }
    return constraint;
  }

  /** With a column of its table renamed. */
  static StoredConstraint renamed(StoredConstraint constraint, String from, String to) {
    if (constraint instanceof StoredConstraint.Check check) {
      return new StoredConstraint.Check(
          check.name(),
          check.condition().renamed(from, to),
          check.validated(),
          check.enforced(),
          check.noInherit(),
          check.inherited());
    }
    if (constraint instanceof StoredConstraint.NotNull notNull) {
      return new StoredConstraint.NotNull(
          notNull.name(),
          notNull.column().equals(from) ? to : notNull.column(),
          notNull.validated(),
          notNull.noInherit(),
          notNull.inherited());
    }
    if (constraint instanceof StoredConstraint.Key key) {
      return new StoredConstraint.Key(
          key.name(),
          key.primary(),
          renamed(key.columns(), from, to),
          renamed(key.include(), from, to),
          key.nullsNotDistinct(),
          key.withoutOverlaps(),
          key.deferrable(),
          key.initiallyDeferred(),
          key.index(),
          key.inherited());
    }
    if (constraint instanceof StoredConstraint.Exclusion exclusion) {
      return new StoredConstraint.Exclusion(
          exclusion.name(),
          renamed(exclusion.columns(), from, to),
          exclusion.operators(),
          exclusion.deferrable(),
          exclusion.initiallyDeferred(),
          exclusion.index(),
          exclusion.inherited());
    }
    if (constraint instanceof StoredConstraint.ForeignKey foreignKey) {
      return new StoredConstraint.ForeignKey(
          foreignKey.name(),
          renamed(foreignKey.columns(), from, to),
          foreignKey.referencedTable(),
          foreignKey.referencedColumns(),
          foreignKey.match(),
          foreignKey.onUpdate(),
          foreignKey.onDelete(),
          renamed(foreignKey.onDeleteColumns(), from, to),
          foreignKey.period(),
          foreignKey.validated(),
          foreignKey.enforced(),
          foreignKey.deferrable(),
          foreignKey.initiallyDeferred(),
          foreignKey.inherited());
    }
    return constraint;
  }

  /** A foreign key with a column of the referenced table renamed. */
  static StoredConstraint referencedRenamed(
      StoredConstraint.ForeignKey foreignKey, String from, String to) {
    return new StoredConstraint.ForeignKey(
        foreignKey.name(),
        foreignKey.columns(),
        foreignKey.referencedTable(),
        renamed(foreignKey.referencedColumns(), from, to),
        foreignKey.match(),
        foreignKey.onUpdate(),
        foreignKey.onDelete(),
        foreignKey.onDeleteColumns(),
        foreignKey.period(),
        foreignKey.validated(),
        foreignKey.enforced(),
        foreignKey.deferrable(),
        foreignKey.initiallyDeferred(),
        foreignKey.inherited());
  }

  /** The names with one replaced. */
  static List<String> renamed(List<String> names, String from, String to) {
    return names.stream().map(name -> name.equals(from) ? to : name).toList();
  }
}
