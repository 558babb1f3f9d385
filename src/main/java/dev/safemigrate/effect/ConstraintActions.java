package dev.safemigrate.effect;

import dev.safemigrate.ast.AlterTableAction.AddConstraint;
import dev.safemigrate.ast.AlterTableAction.AlterConstraint;
import dev.safemigrate.ast.AlterTableAction.DropConstraint;
import dev.safemigrate.ast.AlterTableAction.ValidateConstraint;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.ExpressionFacts;
import dev.safemigrate.schema.ForeignKeyLink;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.ObjectId;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.StoredConstraint;
import dev.safemigrate.schema.Table;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** ADD, ALTER, VALIDATE and DROP CONSTRAINT. */
final class ConstraintActions {

  private final AlterTableJob job;
  private final Prediction prediction;
  private final Table table;

  ConstraintActions(AlterTableJob job) {
    this.job = job;
    this.prediction = job.prediction();
    this.table = job.table();
  }

  void add(AddConstraint action) {
    Constraint constraint = action.constraint();
    name(constraint).ifPresent(this::refuseDuplicate);
    if (constraint instanceof Constraint.Check check) {
      addCheck(check);
    } else if (constraint instanceof Constraint.NotNull notNull) {
      addNotNull(notNull);
    } else if (constraint instanceof Constraint.Key key) {
      new KeyConstraints(prediction, Optional.of(job)).add(table, key, key.columns(), job.only());
    } else if (constraint instanceof Constraint.Exclusion exclusion) {
      new KeyConstraints(prediction, Optional.of(job)).add(table, exclusion, job.only());
    } else if (constraint instanceof Constraint.ForeignKey key) {
      ForeignKeys.Check check = ForeignKeys.Check.BOTH;
      new ForeignKeys(prediction)
          .add(job.afterTypeChanges(), key, key.columns(), Optional.empty(), check);
      validatedInSameStatement(key);
    }
  }

  /** {@code ADD ... NOT VALID, VALIDATE ...} in one statement reads the rows all the same. */
  private void validatedInSameStatement(Constraint.ForeignKey key) {
    if (key.attributes().notValid() && validates(key.name())) {
      prediction
          .relation(key.references().name(), false)
          .filter(Table.class::isInstance)
          .map(Table.class::cast)
          .ifPresent(
              referenced ->
                  new ForeignKeys(prediction).check(table, referenced, ForeignKeys.Check.BOTH));
    }
  }

  private boolean validates(Optional<String> name) {
    return name.isPresent()
        && job.statement().actions().stream()
            .anyMatch(
                other ->
                    other instanceof ValidateConstraint validate
                        && validate.constraint().equals(name.get()));
  }

  private static Optional<String> name(Constraint constraint) {
    if (constraint instanceof Constraint.Check check) {
      return check.name();
    }
    if (constraint instanceof Constraint.ForeignKey key) {
      return key.name();
    }
    if (constraint instanceof Constraint.NotNull notNull) {
      return notNull.name();
    }
    if (constraint instanceof Constraint.Key key) {
      return key.name();
    }
    return constraint instanceof Constraint.Exclusion exclusion
        ? exclusion.name()
        : Optional.empty();
  }

  private void refuseDuplicate(String name) {
    if (table.constraint(name).isPresent() && !job.drops(name)) {
      prediction.fail(
          Prediction.DUPLICATE_OBJECT, "constraint %s of %s exists", name, table.name());
    }
  }

  /** ADD CHECK reads the table under the lock unless NOT VALID or NOT ENFORCED is written. */
  private void addCheck(Constraint.Check check) {
    boolean inherited = !check.attributes().noInherit();
    if (inherited && job.only() && job.hasChildren()) {
      prediction.fail(
          Prediction.INVALID_TABLE_DEFINITION, "constraint must be added to child tables too");
    }
    if (!inherited && table.kind() == RelationKind.PARTITIONED_TABLE) {
      prediction.fail(
          Prediction.INVALID_TABLE_DEFINITION,
          "a partitioned table cannot have a NO INHERIT constraint");
    }
    ExpressionFacts facts = prediction.reader().expression(check.condition().text());
    for (String column : facts.columns()) {
      boolean known = table.column(column).isPresent() || job.adds(column);
      if (!known && table.columnsKnown() && !facts.opaque()) {
        prediction.fail(
            Prediction.UNDEFINED_COLUMN, "column %s of %s does not exist", column, table.name());
      }
    }
    facts
        .bareColumn()
        .flatMap(table::column)
        .map(c -> RelationTypes.resolve(prediction.schema(), c.type(), prediction.types()))
        .filter(type -> type.kind() == ResolvedType.Kind.BASE && !type.is("bool"))
        .ifPresent(
            type ->
                prediction.fail(
                    Prediction.DATATYPE_MISMATCH, "a CHECK must be boolean, not %s", type.name()));
    if (facts.subquery()) {
      prediction.fail(Prediction.NOT_SUPPORTED, "a CHECK cannot hold a query");
    }
    List<Table> tree = inherited ? job.tree() : List.of(table);
    // 18 locks the children even where NO INHERIT keeps the constraint from them.
    List<Table> locked = prediction.atLeast(18) ? job.tree() : tree;
    locked.forEach(target -> prediction.lock(target, LockMode.ACCESS_EXCLUSIVE));
    boolean read = !check.attributes().notValid() && check.attributes().isEnforced();
    if (read || check.attributes().notValid() && validates(check.name())) {
      tree.forEach(job::scan);
    }
    prediction
        .out()
        .breaks(
            Breakage.Kind.STRICTER,
            table.name() + "." + check.name().orElse("check"),
            "Writes that violate the check fail from now on.");
  }

  /** NOT NULL as a table constraint (18). */
  private void addNotNull(Constraint.NotNull notNull) {
    String column = notNull.column().orElse("");
    job.column(column);
    if (notNull.attributes().noInherit() && table.partitionKey().isPresent()) {
      prediction.fail(
          Prediction.NOT_SUPPORTED, "a partitioned table has no NOT NULL that is NO INHERIT");
    }
    if (table.column(column).filter(c -> c.notNull()).isPresent()
        && !notNull.attributes().notValid()
        && notNull.name().isPresent()
        && namedOtherwise(column, notNull.name().get())) {
      prediction.fail(
          Prediction.NOT_IN_PREREQUISITE_STATE,
          "column %s has a NOT NULL constraint of another name",
          column);
    }
    List<Table> tree = notNull.attributes().noInherit() ? List.of(table) : job.tree();
    tree.forEach(target -> prediction.lock(target, LockMode.ACCESS_EXCLUSIVE));
    ColumnActions columns = new ColumnActions(job);
    if (!notNull.attributes().notValid() || validates(notNull.name())) {
      tree.stream().filter(target -> !columns.proven(target, column)).forEach(job::scan);
    }
    prediction
        .out()
        .breaks(Breakage.Kind.STRICTER, table.name() + "." + column, "Writes of nulls fail.");
  }

  private boolean namedOtherwise(String column, String name) {
    return table.constraints(StoredConstraint.NotNull.class).stream()
        .anyMatch(c -> c.column().equals(column) && !c.name().equals(name));
  }

  /** ALTER CONSTRAINT: only foreign keys, and from 18 on NOT NULL's inheritance. */
  void alter(AlterConstraint action) {
    Optional<StoredConstraint> found = constraint(action.constraint());
    if (found.isEmpty()) {
      return;
    }
    if (found.get() instanceof StoredConstraint.NotNull && action.inherit().isPresent()) {
      job.tree().forEach(target -> prediction.lock(target, LockMode.ACCESS_EXCLUSIVE));
      return;
    }
    if (!(found.get() instanceof StoredConstraint.ForeignKey key)) {
      prediction.fail(
          Prediction.WRONG_OBJECT_TYPE, "constraint %s is not a foreign key", found.get().name());
      return;
    }
    if (key.inherited()) {
      prediction.fail(
          Prediction.INVALID_TABLE_DEFINITION, "constraint %s belongs to the parent", key.name());
    }
    prediction
        .tree(table, table.partitionKey().isEmpty())
        .forEach(target -> prediction.lock(target, LockMode.ACCESS_EXCLUSIVE));
    action.enforced().ifPresent(enforced -> enforce(key, enforced));
  }

  /** 18: the triggers of the constraint go or come back, on both sides. */
  private void enforce(StoredConstraint.ForeignKey key, boolean enforced) {
    if (enforced == key.enforced()) {
      return;
    }
    Table referenced = prediction.schema().table(key.referencedTable());
    ForeignKeys foreignKeys = new ForeignKeys(prediction);
    if (!enforced) {
      prediction
          .tree(referenced, referenced.partitionKey().isEmpty())
          .forEach(part -> prediction.lock(part, LockMode.ACCESS_EXCLUSIVE));
      return;
    }
    foreignKeys.lockReferenced(referenced, true);
    foreignKeys.validate(table, key);
  }

  private Optional<StoredConstraint> constraint(String name) {
    Optional<StoredConstraint> found = table.constraint(name);
    if (found.isEmpty() && table.columnsKnown() && !addsConstraint(name)) {
      prediction.fail(
          Prediction.UNDEFINED_OBJECT, "constraint %s of %s does not exist", name, table.name());
    }
    return found;
  }

  private boolean addsConstraint(String name) {
    return job.statement().actions().stream()
        .anyMatch(
            other ->
                other instanceof AddConstraint add
                    && name(add.constraint()).filter(name::equals).isPresent());
  }

  /** VALIDATE CONSTRAINT reads the table and lets everybody work on. */
  void validate(ValidateConstraint action) {
    Optional<StoredConstraint> found = constraint(action.constraint());
    if (found.isEmpty()) {
      return;
    }
    StoredConstraint constraint = found.get();
    if (constraint instanceof StoredConstraint.Key
        || constraint instanceof StoredConstraint.Exclusion) {
      prediction.fail(
          Prediction.WRONG_OBJECT_TYPE, "constraint %s cannot be validated", constraint.name());
      return;
    }
    if (notEnforced(constraint)) {
      prediction.fail(
          Prediction.NOT_IN_PREREQUISITE_STATE, "constraint %s is NOT ENFORCED", constraint.name());
      return;
    }
    if (constraint instanceof StoredConstraint.ForeignKey key) {
      validateForeignKey(key);
      return;
    }
    if (constraint.validated()) {
      return;
    }
    boolean noInherit = constraint instanceof StoredConstraint.Check check && check.noInherit();
    if (job.only() && job.hasChildren() && !noInherit) {
      prediction.fail(
          Prediction.INVALID_TABLE_DEFINITION, "constraint must be validated on child tables too");
    }
    for (Table target : noInherit ? List.of(table) : job.tree()) {
      prediction.lock(target, LockMode.SHARE_UPDATE_EXCLUSIVE);
      boolean done =
          target.constraint(constraint.name()).filter(StoredConstraint::validated).isPresent();
      if (!done) {
        job.scan(target);
      }
    }
  }

  private void validateForeignKey(StoredConstraint.ForeignKey key) {
    if (key.validated()) {
      return;
    }
    prediction
        .tree(table, table.partitionKey().isEmpty())
        .forEach(part -> prediction.lock(part, LockMode.SHARE_UPDATE_EXCLUSIVE));
    new ForeignKeys(prediction).validate(table, key);
  }

  private static boolean notEnforced(StoredConstraint constraint) {
    return constraint instanceof StoredConstraint.Check check && !check.enforced()
        || constraint instanceof StoredConstraint.ForeignKey key && !key.enforced();
  }

  /** DROP CONSTRAINT; the index behind it goes with it, a foreign key locks the other side. */
  void drop(DropConstraint action) {
    if (table.partitionKey().isPresent()) {
      // ATCheckPartitionsNotInUse() opens all partitions, whatever is found.
      prediction
          .tree(table, false)
          .forEach(part -> prediction.lock(part, LockMode.ACCESS_EXCLUSIVE));
    }
    Optional<StoredConstraint> found = table.constraint(action.constraint());
    if (found.isEmpty()) {
      if (!action.ifExists()) {
        constraint(action.constraint());
      }
      return;
    }
    StoredConstraint constraint = found.get();
    if (constraint.inherited()) {
      prediction.fail(
          Prediction.INVALID_TABLE_DEFINITION,
          "constraint %s is inherited from the parent",
          constraint.name());
      return;
    }
    prediction
        .out()
        .breaks(
            Breakage.Kind.INVARIANT,
            table.name() + "." + constraint.name(),
            "What readers rely on no longer holds.");
    if (constraint instanceof StoredConstraint.ForeignKey key) {
      new ForeignKeys(prediction)
          .dropLink(
              new ForeignKeyLink(table, key, prediction.schema().table(key.referencedTable())));
    } else if (constraint instanceof StoredConstraint.Key key) {
      dropKey(key, action.cascade());
    } else if (constraint instanceof StoredConstraint.Exclusion exclusion) {
      dropIndex(exclusion.index());
    } else {
      dropFromTree(constraint);
    }
  }

  private void dropFromTree(StoredConstraint constraint) {
    boolean partitioned = table.kind() == RelationKind.PARTITIONED_TABLE;
    if (job.only() && partitioned && job.hasChildren()) {
      prediction.fail(
          Prediction.INVALID_TABLE_DEFINITION,
          "constraint cannot be removed from only the partitioned table");
    }
    boolean primaryKeyNeedsIt =
        constraint instanceof StoredConstraint.NotNull notNull
            && table.primaryKey().filter(k -> k.columns().contains(notNull.column())).isPresent();
    if (primaryKeyNeedsIt) {
      prediction.fail(Prediction.INVALID_TABLE_DEFINITION, "the column is in a primary key");
    }
    for (Table target : prediction.tree(table, false)) {
      boolean has =
          target.id().equals(table.id()) || target.constraint(constraint.name()).isPresent();
      if (has) {
        prediction.lock(target, LockMode.ACCESS_EXCLUSIVE);
      }
    }
  }

  private void dropKey(StoredConstraint.Key key, boolean cascade) {
    for (ForeignKeyLink link : linksTo(key)) {
      if (!cascade) {
        prediction.fail(
            Prediction.DEPENDENT_OBJECTS,
            "foreign key %s of %s depends on it",
            link.constraint().name(),
            link.referencing().name());
      }
      new ForeignKeys(prediction).dropLink(link);
    }
    dropIndex(key.index());
  }

  /** The foreign keys that stand on this key. */
  private List<ForeignKeyLink> linksTo(StoredConstraint.Key key) {
    return prediction.schema().foreignKeysTo(table.id()).stream()
        .filter(
            link ->
                new HashSet<>(link.constraint().referencedColumns())
                    .equals(new HashSet<>(key.columns())))
        .toList();
  }

  private void dropIndex(ObjectId id) {
    if (!prediction.schema().exists(id)) {
      return;
    }
    if (prediction.schema().object(id) instanceof Index index) {
      prediction.lock(index, LockMode.ACCESS_EXCLUSIVE);
      for (Index part : prediction.schema().indexParts(index.id())) {
        prediction.lock(prediction.schema().table(part.table()), LockMode.ACCESS_EXCLUSIVE);
        dropIndex(part.id());
      }
    }
  }
}
