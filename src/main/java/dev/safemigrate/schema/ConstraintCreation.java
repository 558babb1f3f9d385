package dev.safemigrate.schema;

import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.ConstraintAttributes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** CHECK and NOT NULL constraints, on a table and all below it. */
final class ConstraintCreation {

  private final Draft draft;

  ConstraintCreation(Draft draft) {
    this.draft = draft;
  }

  /** A constraint with the column that it stands behind, if it stands behind one. */
  record Pending(Constraint constraint, Optional<String> column) {}

  /**
   * Adds constraints in the server's order: checks, not-null constraints, the primary key, the
   * other keys, exclusion constraints, foreign keys.
   */
  void addAll(ObjectId table, List<Pending> pending) {
    addAll(table, pending, false);
  }

  /** As {@link #addAll(ObjectId, List)}; with ONLY, keys are left out on the partitions. */
  void addAll(ObjectId table, List<Pending> pending, boolean only) {
    KeyCreation keys = new KeyCreation(draft, only);
    each(pending, Constraint.Check.class, (check, column) -> addCheck(table, check));
    each(
        pending,
        Constraint.NotNull.class,
        (notNull, column) ->
            notNull
                .column()
                .or(() -> column)
                .ifPresent(c -> addNotNull(table, c, notNull.name(), notNull.attributes(), true)));
    keys.addAll(table, pending);
    ForeignKeyCreation foreignKeys = new ForeignKeyCreation(draft);
    each(
        pending, Constraint.ForeignKey.class, (key, column) -> foreignKeys.add(table, key, column));
  }

  private interface Adding<T> {
    void add(T constraint, Optional<String> column);
  }

  private static <T extends Constraint> void each(
      List<Pending> pending, Class<T> kind, Adding<T> adding) {
    for (Pending one : pending) {
      if (kind.isInstance(one.constraint())) {
        adding.add(kind.cast(one.constraint()), one.column());
      }
    }
  }

  void addCheck(ObjectId id, Constraint.Check check) {
    Table table = draft.table(id);
    ConstraintAttributes attributes = check.attributes();
    StoredExpression condition = draft.stored(check.condition());
    String name = check.name().orElseGet(() -> checkName(table, condition));
    requireFreeName(table, name);
    boolean valid = !attributes.notValid() && attributes.isEnforced();
    putCheck(
        id,
        new StoredConstraint.Check(
            name, condition, valid, attributes.isEnforced(), attributes.noInherit(), false));
  }

  private void putCheck(ObjectId id, StoredConstraint.Check check) {
    draft.put(draft.table(id).withConstraint(check));
    if (check.noInherit()) {
      return;
    }
    for (Table child : draft.state().children(id)) {
      putCheck(
          child.id(),
          new StoredConstraint.Check(
              check.name(), check.condition(), check.validated(), check.enforced(), false, true));
    }
  }

  private String checkName(Table table, StoredExpression condition) {
    Set<String> columns = condition.facts().columns();
    Optional<String> only =
        columns.size() == 1 ? Optional.of(columns.iterator().next()) : Optional.empty();
    return draft.names.constraint(
        table.name().schema(), table.name().name(), only, "check", Set.of());
  }

  static void requireFreeName(Table table, String name) {
    if (table.constraint(name).isPresent()) {
      throw new Refused(
          "42710", "constraint " + name + " for relation " + table.name() + " already exists");
    }
  }

  /** Marks the column; from 18 on with a constraint of its own, of that name or a made-up one. */
  void addNotNull(
      ObjectId id,
      String column,
      Optional<String> name,
      ConstraintAttributes attributes,
      boolean recurse) {
    Table table = draft.table(id);
    IndexCreation.requireColumn(table, column);
    Optional<StoredConstraint.NotNull> existing = notNull(table, column);
    boolean validated =
        !attributes.notValid() || existing.filter(StoredConstraint::validated).isPresent();
    String chosen =
        existing
            .map(StoredConstraint::name)
            .or(() -> name)
            .orElseGet(() -> notNullName(table, column));
    StoredConstraint.NotNull constraint =
        new StoredConstraint.NotNull(
            chosen,
            column,
            validated,
            attributes.noInherit(),
            existing.filter(StoredConstraint::inherited).isPresent());
    putNotNull(table, constraint);
    if (recurse && !attributes.noInherit()) {
      draft.state().children(id).forEach(child -> inheritNotNull(child.id(), constraint));
    }
  }

  /** A child takes over its parent's constraint, with the same name where it has none. */
  void inheritNotNull(ObjectId id, StoredConstraint.NotNull parent) {
    Table table = draft.table(id);
    Optional<StoredConstraint.NotNull> existing = notNull(table, parent.column());
    String name =
        existing
            .map(StoredConstraint::name)
            .orElseGet(
                () ->
                    table.constraint(parent.name()).isEmpty()
                        ? parent.name()
                        : notNullName(table, parent.column()));
    boolean validated = existing.map(StoredConstraint::validated).orElse(parent.validated());
    StoredConstraint.NotNull constraint =
        new StoredConstraint.NotNull(name, parent.column(), validated, false, true);
    putNotNull(table, constraint);
    draft.state().children(id).forEach(child -> inheritNotNull(child.id(), constraint));
  }

  private void putNotNull(Table table, StoredConstraint.NotNull constraint) {
    Column column =
        table
            .column(constraint.column())
            .orElseGet(() -> Column.of(constraint.column(), DataType.UNKNOWN));
    Table marked = table.withColumn(column.withNotNull(true));
    draft.put(draft.version.atLeast(18) ? marked.withConstraint(constraint) : marked);
  }

  static Optional<StoredConstraint.NotNull> notNull(Table table, String column) {
    return table.constraints(StoredConstraint.NotNull.class).stream()
        .filter(c -> c.column().equals(column))
        .findFirst();
  }

  private String notNullName(Table table, String column) {
    return draft.names.constraint(
        table.name().schema(), table.name().name(), Optional.of(column), "not_null", Set.of());
  }

  /** What a child gets from a parent: checks and not-null constraints. */
  void inheritFrom(Table parent, ObjectId child) {
    for (StoredConstraint.Check check : parent.constraints(StoredConstraint.Check.class)) {
      if (!check.noInherit()) {
        putCheck(
            child,
            new StoredConstraint.Check(
                check.name(), check.condition(), check.validated(), check.enforced(), false, true));
      }
    }
    for (Column column : parent.columns()) {
      if (column.notNull()) {
        inheritNotNull(
            child,
            notNull(parent, column.name()).orElseGet(() -> unnamedNotNull(parent, column.name())));
      }
    }
  }

  private StoredConstraint.NotNull unnamedNotNull(Table table, String column) {
    return new StoredConstraint.NotNull(notNullName(table, column), column, true, false, false);
  }
}
