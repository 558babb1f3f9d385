package dev.safemigrate.effect;

import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.IndexKey;
import dev.safemigrate.schema.NotNullProof;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.StoredConstraint;
import dev.safemigrate.schema.Table;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * UNIQUE, PRIMARY KEY and EXCLUDE on a table that exists: the index behind them is built under the
 * lock of ALTER TABLE (ATExecAddIndex() of tablecmds.c, transformIndexConstraint() of
 * parse_utilcmd.c).
 */
final class KeyConstraints {

  private final Prediction prediction;
  private final Optional<AlterTableJob> job;

  /**
   * @param job the ALTER TABLE around it, empty for CREATE TABLE
   */
  KeyConstraints(Prediction prediction, Optional<AlterTableJob> job) {
    this.prediction = prediction;
    this.job = job;
  }

  void add(Table table, Constraint.Key key, List<String> columns, boolean only) {
    String word = key.primary() ? "PRIMARY KEY" : "UNIQUE";
    if (key.attributes().notValid()) {
      prediction.fail(Prediction.NOT_SUPPORTED, "%s constraints cannot be marked NOT VALID", word);
      return;
    }
    if (key.usingIndex().isPresent()) {
      useIndex(table, key, key.usingIndex().get());
      refuseSecondPrimaryKey(table, key);
      return;
    }
    refuseSecondPrimaryKey(table, key);
    known(table, columns);
    refuseRepeated(prediction, columns);
    if (key.primary()) {
      requireNotNull(table, columns);
      setNotNull(table, columns, only);
    }
    new OperatorClasses(prediction).requireFor("btree", table, columns);
    includesPartitionKey(table, columns);
    String suffix = key.primary() ? "pkey" : String.join("_", columns) + "_key";
    build(table, key.name(), suffix, only);
    if (key.attributes().deferrable()) {
      // The trigger that checks later is created on the table and its partitions (CreateTrigger()).
      prediction
          .tree(table, only || table.partitionKey().isEmpty())
          .forEach(part -> prediction.lock(part, LockMode.SHARE_ROW_EXCLUSIVE));
    }
    addsInvariant(table, columns);
  }

  private void refuseSecondPrimaryKey(Table table, Constraint.Key key) {
    if (key.primary() && table.primaryKey().isPresent() && !dropsPrimaryKey(table)) {
      prediction.fail(
          Prediction.INVALID_TABLE_DEFINITION, "%s has a primary key already", table.name());
    }
  }

  void add(Table table, Constraint.Exclusion exclusion, boolean only) {
    if (exclusion.attributes().notValid()) {
      prediction.fail(Prediction.NOT_SUPPORTED, "EXCLUDE constraints cannot be marked NOT VALID");
      return;
    }
    if (table.kind() == RelationKind.PARTITIONED_TABLE && !prediction.atLeast(17)) {
      prediction.fail(
          Prediction.NOT_SUPPORTED,
          "exclusion constraints are not supported on partitioned tables");
    }
    List<String> columns =
        exclusion.elements().stream().flatMap(e -> e.column().column().stream()).toList();
    known(table, columns);
    includesPartitionKey(table, columns);
    new OperatorClasses(prediction)
        .require(
            exclusion.method(), table, exclusion.elements().stream().map(e -> e.column()).toList());
    build(table, exclusion.name(), String.join("_", columns) + "_excl", only);
    if (exclusion.attributes().deferrable()) {
      prediction.lock(table, LockMode.SHARE_ROW_EXCLUSIVE);
    }
    addsInvariant(table, columns);
  }

  private boolean dropsPrimaryKey(Table table) {
    return job.isPresent()
        && table.primaryKey().filter(key -> job.get().drops(key.name())).isPresent();
  }

  private void addsInvariant(Table table, List<String> columns) {
    prediction
        .out()
        .breaks(
            Breakage.Kind.STRICTER,
            table.name() + "." + String.join(", ", columns),
            "Writes that repeat a value fail from now on.");
  }

  private void known(Table table, List<String> columns) {
    for (String column : columns) {
      boolean known =
          table.column(column).isPresent() || job.filter(j -> j.adds(column)).isPresent();
      if (!known && table.columnsKnown()) {
        prediction.fail(
            Prediction.UNDEFINED_COLUMN, "column %s of %s does not exist", column, table.name());
      }
    }
  }

  /** 18 will not build a primary key over a NOT NULL that is not validated. */
  private void requireNotNull(Table table, List<String> columns) {
    for (String column : columns) {
      if (prediction.atLeast(18) && table.notNullProof(column) == NotNullProof.NOT_VALIDATED) {
        prediction.fail(
            Prediction.NOT_IN_PREREQUISITE_STATE,
            "the NOT NULL constraint of column %s is not validated",
            column);
      }
      boolean nullable = table.column(column).filter(c -> !c.notNull()).isPresent();
      if (nullable) {
        prediction
            .out()
            .breaks(Breakage.Kind.STRICTER, table.name() + "." + column, "Writes of nulls fail.");
      }
    }
  }

  /** What is below the table gets the NOT NULL of a primary key as well. */
  private void setNotNull(Table table, List<String> columns, boolean only) {
    boolean nullable =
        columns.stream().anyMatch(name -> table.column(name).filter(c -> !c.notNull()).isPresent());
    if (only || !nullable) {
      return;
    }
    for (Table child : prediction.schema().descendants(table.id())) {
      prediction.lock(child, LockMode.ACCESS_EXCLUSIVE);
      boolean proven = columns.stream().allMatch(column -> Prediction.provenNotNull(child, column));
      if (!proven && Prediction.hasStorage(child)) {
        prediction.out().scan(child.name());
      }
    }
  }

  private void includesPartitionKey(Table table, List<String> columns) {
    table
        .partitionKey()
        .ifPresent(
            key -> {
              boolean expression = key.keys().stream().anyMatch(k -> k.column().isEmpty());
              if (expression || !columns.containsAll(key.columns())) {
                prediction.fail(
                    Prediction.NOT_SUPPORTED,
                    "a unique constraint on a partitioned table must include all partitioning"
                        + " columns");
              }
            });
  }

  private void build(Table table, Optional<String> name, String suffix, boolean only) {
    name.ifPresent(given -> refuseExisting(table, given));
    List<Table> tree = prediction.tree(table, only || table.partitionKey().isEmpty());
    // Of ONLY a partitioned table, and of one without partitions, the index is an entry.
    LockHold hold =
        tree.stream().anyMatch(Prediction::hasStorage) ? LockHold.BUILD : LockHold.INSTANT;
    for (Table target : tree) {
      boolean self = target.id().equals(table.id());
      if (!self && prediction.atLeast(18)) {
        // Since 18 the partitions are opened under the lock of the statement.
        prediction.lock(target, LockMode.ACCESS_EXCLUSIVE, hold);
      }
      prediction.lock(target, LockMode.SHARE, hold);
      if (Prediction.hasStorage(target)) {
        prediction.out().scan(target.name());
        prediction.out().build(target.name());
      }
      String own =
          self
              ? name.orElse(target.name().name() + "_" + suffix)
              : target.name().name() + "_" + suffix;
      RelationName index = prediction.beside(target, own);
      if (dropsIndexOf(target, own)) {
        if (Prediction.hasStorage(target)) {
          prediction.out().rebuild(index);
        }
      } else {
        prediction.out().createIndex(index);
      }
    }
  }

  private void refuseExisting(Table table, String name) {
    RelationName wanted = prediction.beside(table, name);
    if (dropsIndexOf(table, name)) {
      return;
    }
    if (prediction.schema().find(wanted).isPresent()) {
      prediction.fail(Prediction.DUPLICATE_TABLE, "relation %s exists", wanted);
    }
  }

  /** DROP CONSTRAINT of the same statement runs first and takes the index with it. */
  private boolean dropsIndexOf(Table table, String name) {
    boolean hasIndex =
        table
            .constraint(name)
            .filter(
                c -> c instanceof StoredConstraint.Key || c instanceof StoredConstraint.Exclusion)
            .isPresent();
    return hasIndex && job.filter(j -> j.drops(name)).isPresent();
  }

  /** USING INDEX takes an index that is there; only what it lacks is checked. */
  private void useIndex(Table table, Constraint.Key key, String name) {
    Optional<Index> found =
        prediction.schema().findIndex(QualifiedName.of(table.name().schema(), name));
    if (found.isEmpty()) {
      if (prediction.schema().complete() && !table.assumed()) {
        prediction.fail(Prediction.UNDEFINED_OBJECT, "index %s does not exist", name);
      }
      prediction.out().assume();
      return;
    }
    if (table.kind() == RelationKind.PARTITIONED_TABLE) {
      prediction.fail(
          Prediction.NOT_SUPPORTED, "USING INDEX is not supported on partitioned tables");
      return;
    }
    Index index = found.get();
    refuseUnfit(table, index);
    prediction.lock(index, LockMode.ACCESS_SHARE);
    if (key.name().filter(given -> !given.equals(name)).isPresent()) {
      // The index takes the constraint's name (RenameRelationInternal()).
      prediction.lock(index, LockMode.SHARE_UPDATE_EXCLUSIVE);
      refuseExisting(table, key.name().get());
    }
    if (key.primary()) {
      requireNotNull(table, index.keyColumns());
      boolean proven =
          index.keyColumns().stream().allMatch(column -> Prediction.provenNotNull(table, column));
      if (!proven) {
        prediction.out().scan(table.name());
      }
    }
  }

  private void refuseUnfit(Table table, Index index) {
    if (!index.table().equals(table.id()) || index.constraint().isPresent()) {
      prediction.fail(
          index.constraint().isPresent()
              ? Prediction.NOT_IN_PREREQUISITE_STATE
              : Prediction.NOT_IN_PREREQUISITE_STATE,
          "index %s is not free for a constraint of %s",
          index.name(),
          table.name());
    }
    if (!index.valid()) {
      prediction.fail(Prediction.NOT_IN_PREREQUISITE_STATE, "index %s is not valid", index.name());
    }
    boolean plainOrder = index.keys().stream().noneMatch(KeyConstraints::unusualOrder);
    if (!index.unique()
        || index.hasExpressions()
        || index.predicate().isPresent()
        || !index.method().equals("btree")
        || !plainOrder) {
      prediction.fail(
          Prediction.WRONG_OBJECT_TYPE,
          "index %s is not a plain unique index in default order",
          index.name());
    }
  }

  private static boolean unusualOrder(IndexKey key) {
    return key.descending() || key.nullsFirst() || key.operatorClass().isPresent();
  }

  static void refuseRepeated(Prediction prediction, List<String> columns) {
    if (new HashSet<>(columns).size() < columns.size()) {
      prediction.fail(Prediction.DUPLICATE_COLUMN, "a column appears twice in the key");
    }
  }

  /** The unique index without predicate that has just these columns, if there is one. */
  static Optional<Index> uniqueIndex(Prediction prediction, Table table, List<String> columns) {
    Set<String> wanted = new HashSet<>(columns);
    return prediction.schema().indexes(table.id()).stream()
        .filter(
            index ->
                index.unique()
                    && index.predicate().isEmpty()
                    && !index.hasExpressions()
                    && new HashSet<>(index.keyColumns()).equals(wanted))
        .findFirst();
  }

  /** Whether the type of a column is known. */
  static Optional<Column> column(Table table, String name) {
    return table.column(name);
  }
}
