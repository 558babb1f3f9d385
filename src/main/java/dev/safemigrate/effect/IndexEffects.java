package dev.safemigrate.effect;

import dev.safemigrate.ast.CreateIndex;
import dev.safemigrate.ast.Drop;
import dev.safemigrate.ast.IndexColumn;
import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Reindex;
import dev.safemigrate.schema.ForeignKeyLink;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.PartitionKey;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.Table;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * CREATE INDEX, DROP INDEX and REINDEX (manual, "Building Indexes Concurrently" and "Rebuilding
 * Indexes Concurrently"; DefineIndex() and ReindexIndex() of indexcmds.c).
 */
final class IndexEffects {

  private static final String WRITERS = "writers";
  private static final String OLD_SNAPSHOTS = "old snapshots";

  private final Prediction prediction;

  IndexEffects(Prediction prediction) {
    this.prediction = prediction;
  }

  void create(CreateIndex statement) {
    if (statement.concurrently()) {
      prediction.out().needs(TransactionNeed.FORBIDDEN);
    }
    Optional<Relation> found = prediction.relation(statement.table().name(), false);
    if (found.isEmpty()) {
      return;
    }
    Relation relation = found.get();
    if (statement.concurrently() && !isTemporary(relation)) {
      prediction.out().needs(TransactionNeed.FORBIDDEN);
    }
    boolean indexable =
        Prediction.hasStorage(relation) || relation.kind() == RelationKind.PARTITIONED_TABLE;
    if (!indexable && !relation.assumed()) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "%s cannot have an index", relation.name());
      return;
    }
    PendingTriggers.refuse(prediction, relation, "CREATE INDEX");
    boolean temporary = isTemporary(relation);
    boolean concurrently = statement.concurrently() && !temporary;
    LockMode mode = concurrently ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.SHARE;
    if (relation.kind() == RelationKind.PARTITIONED_TABLE && statement.concurrently()) {
      prediction.fail(
          Prediction.NOT_SUPPORTED, "an index on a partitioned table cannot be built concurrently");
      return;
    }
    prediction.lock(relation, mode);
    if (relation instanceof Table table
        && table.partitionKey().isPresent()
        && !statement.table().only()) {
      // ProcessUtilitySlow() locks the partitions before it looks whether there is anything to do.
      prediction.tree(table, false).forEach(part -> prediction.lock(part, mode));
    }
    if (existsAlready(statement, relation)) {
      return;
    }
    refuse(statement, relation);
    if (concurrently) {
      prediction.out().waitFor(WRITERS);
      prediction.out().waitFor(OLD_SNAPSHOTS);
    }
    build(statement, relation, mode);
    if (statement.unique()) {
      prediction
          .out()
          .breaks(
              Breakage.Kind.STRICTER,
              relation.name().toString(),
              "Writes that repeat a value fail from now on.");
    }
  }

  private static boolean isTemporary(Relation relation) {
    return relation.persistence() == dev.safemigrate.ast.PersistenceKind.TEMPORARY;
  }

  private boolean existsAlready(CreateIndex statement, Relation relation) {
    if (statement.name().isEmpty()) {
      return false;
    }
    RelationName name = prediction.beside(relation, statement.name().get());
    if (prediction.schema().find(name).isEmpty()) {
      return false;
    }
    if (!statement.ifNotExists()) {
      prediction.fail(Prediction.DUPLICATE_TABLE, "relation %s exists", name);
    } else if (statement.concurrently()) {
      prediction.out().note("IF NOT EXISTS keeps an index that an interrupted build left invalid.");
    }
    return true;
  }

  private void refuse(CreateIndex statement, Relation relation) {
    if (relation instanceof Table table) {
      for (IndexColumn key : statement.columns()) {
        operatorClass(statement.method(), key, table);
        boolean missing = key.column().filter(column -> table.column(column).isEmpty()).isPresent();
        if (missing && table.columnsKnown()) {
          prediction.fail(
              Prediction.UNDEFINED_COLUMN,
              "column %s of %s does not exist",
              key.column().orElse(""),
              table.name());
        }
      }
      new OperatorClasses(prediction).require(statement.method(), table, statement.columns());
      uniqueOverPartitions(statement, table);
    }
    Immutability immutability = new Immutability(prediction);
    statement.columns().stream()
        .flatMap(key -> key.expression().stream())
        .forEach(each -> immutability.require(each.text(), "an index expression"));
    statement.where().ifPresent(each -> immutability.require(each.text(), "an index predicate"));
    if (statement.unique() && !statement.method().equals("btree")) {
      prediction.fail(
          Prediction.NOT_SUPPORTED, "method %s has no unique indexes", statement.method());
    }
    boolean several = statement.columns().size() > 1;
    if (several && (statement.method().equals("hash") || statement.method().equals("spgist"))) {
      prediction.fail(
          Prediction.NOT_SUPPORTED,
          "method %s has no indexes on several columns",
          statement.method());
    }
    boolean refusesInclude = List.of("hash", "gin", "brin").contains(statement.method());
    if (refusesInclude && !statement.include().isEmpty()) {
      prediction.fail(Prediction.NOT_SUPPORTED, "method %s has no INCLUDE", statement.method());
    }
  }

  /** A class that is named must take the column's type (ResolveOpClass() of indexcmds.c). */
  private void operatorClass(String method, IndexColumn key, Table table) {
    if (key.operatorClass().isEmpty()) {
      return;
    }
    key.column()
        .flatMap(table::column)
        .ifPresent(
            column ->
                new OperatorClasses(prediction)
                    .requireFits(method, key.operatorClass().get().name(), column.type()));
  }

  private void uniqueOverPartitions(CreateIndex statement, Table table) {
    if (!statement.unique()) {
      return;
    }
    Optional<PartitionKey> key = table.partitionKey();
    List<String> columns = statement.columns().stream().flatMap(c -> c.column().stream()).toList();
    if (key.isPresent() && !new HashSet<>(columns).containsAll(key.get().columns())) {
      prediction.fail(
          Prediction.NOT_SUPPORTED,
          "a unique index on a partitioned table must include all partitioning columns");
    }
  }

  private void build(CreateIndex statement, Relation relation, LockMode mode) {
    String suffix = indexSuffix(statement);
    RelationName own =
        prediction.beside(relation, statement.name().orElse(relation.name().name() + "_" + suffix));
    prediction.out().createIndex(own);
    if (Prediction.hasStorage(relation)) {
      prediction.out().scan(relation.name());
      prediction.lock(relation, mode, LockHold.BUILD);
    }
    if (!(relation instanceof Table table)
        || table.partitionKey().isEmpty()
        || statement.table().only()) {
      return;
    }
    for (Table part : prediction.schema().descendants(table.id())) {
      prediction.lock(part, mode, LockHold.BUILD);
      Optional<Index> match = matching(statement, part);
      if (match.isPresent()) {
        prediction.lock(match.get(), mode);
        continue;
      }
      if (Prediction.hasStorage(part)) {
        prediction.out().scan(part.name());
      }
      prediction.out().createIndex(prediction.beside(part, part.name().name() + "_" + suffix));
    }
  }

  private static String indexSuffix(CreateIndex statement) {
    return String.join(
            "_", statement.columns().stream().map(c -> c.column().orElse("expr")).toList())
        + "_idx";
  }

  /** An index of the partition that becomes a part of the new one. */
  private Optional<Index> matching(CreateIndex statement, Table part) {
    boolean plain =
        statement.columns().stream().allMatch(c -> c.column().isPresent())
            && statement.where().isEmpty();
    List<String> columns = statement.columns().stream().flatMap(c -> c.column().stream()).toList();
    List<String> include = statement.include().stream().flatMap(c -> c.column().stream()).toList();
    return prediction.schema().indexes(part.id()).stream()
        .filter(
            index ->
                plain
                    && index.parent().isEmpty()
                    && index.valid()
                    && index.method().equals(statement.method())
                    && index.unique() == statement.unique()
                    && index.keyColumns().equals(columns)
                    && !index.hasExpressions()
                    && index.include().equals(include)
                    && index.predicate().isEmpty())
        .findFirst();
  }

  void drop(Drop statement) {
    if (statement.concurrently()) {
      prediction.out().needs(TransactionNeed.FORBIDDEN);
      if (statement.cascade()) {
        prediction.fail(
            Prediction.NOT_SUPPORTED, "DROP INDEX CONCURRENTLY does not support CASCADE");
      }
      if (statement.objects().size() > 1) {
        prediction.fail(
            Prediction.NOT_SUPPORTED, "DROP INDEX CONCURRENTLY takes one index at a time");
      }
    }
    for (ObjectReference object : statement.objects()) {
      Optional<Relation> found = prediction.relation(object.name(), true);
      if (found.isEmpty()) {
        if (!statement.ifExists()) {
          prediction.fail(Prediction.UNDEFINED_OBJECT, "index %s does not exist", object.name());
        }
        continue;
      }
      if (found.get() instanceof Index index) {
        drop(index, statement);
      } else if (found.get().assumed()) {
        LockMode mode = dropMode(statement.concurrently());
        prediction.lock(found.get(), mode);
      } else {
        prediction.fail(Prediction.WRONG_OBJECT_TYPE, "%s is not an index", found.get().name());
      }
    }
  }

  private static LockMode dropMode(boolean concurrently) {
    return concurrently ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
  }

  private void drop(Index index, Drop statement) {
    Relation table = prediction.schema().relation(index.table());
    boolean concurrently = statement.concurrently() && !isTemporary(table);
    PendingTriggers.refuse(prediction, table, "DROP INDEX");
    if (index.partitioned() && statement.concurrently()) {
      prediction.fail(
          Prediction.NOT_SUPPORTED, "a partitioned index cannot be dropped concurrently");
    }
    if (index.constraint().isPresent()) {
      prediction.fail(
          Prediction.DEPENDENT_OBJECTS,
          "constraint %s requires index %s",
          index.constraint().get(),
          index.name());
    }
    if (index.parent().isPresent()) {
      prediction.fail(
          Prediction.DEPENDENT_OBJECTS, "a partitioned index requires %s", index.name());
    }
    for (ForeignKeyLink link : prediction.schema().foreignKeysTo(index.table())) {
      boolean stands =
          index.unique()
              && new HashSet<>(link.constraint().referencedColumns())
                  .equals(new HashSet<>(index.keyColumns()))
              && onlyIndexFor(index, link);
      if (stands && !statement.cascade()) {
        prediction.fail(
            Prediction.DEPENDENT_OBJECTS,
            "foreign key %s depends on %s",
            link.constraint().name(),
            index.name());
      } else if (stands) {
        new ForeignKeys(prediction).dropLink(link);
      }
    }
    if (index.unique() && index.valid() && !keptByAnother(index)) {
      prediction
          .out()
          .breaks(
              Breakage.Kind.INVARIANT,
              index.name().toString(),
              "Values that it kept unique may repeat, and INSERT ... ON CONFLICT on its columns"
                  + " fails.");
    }
    if (concurrently) {
      prediction.out().waitFor(WRITERS);
      prediction.lock(table, LockMode.SHARE_UPDATE_EXCLUSIVE, LockHold.WAIT);
      prediction.lock(index, LockMode.SHARE_UPDATE_EXCLUSIVE, LockHold.WAIT);
      // At the very end, when nobody uses it any more (index_drop() of index.c).
      prediction.lock(index, LockMode.ACCESS_EXCLUSIVE);
      return;
    }
    prediction.lock(table, LockMode.ACCESS_EXCLUSIVE);
    prediction.lock(index, LockMode.ACCESS_EXCLUSIVE);
    for (Index part : prediction.schema().indexParts(index.id())) {
      prediction.lock(prediction.schema().relation(part.table()), LockMode.ACCESS_EXCLUSIVE);
      prediction.lock(part, LockMode.ACCESS_EXCLUSIVE);
    }
  }

  private boolean keptByAnother(Index index) {
    return prediction.schema().indexes(index.table()).stream()
        .filter(other -> !other.id().equals(index.id()) && other.unique() && other.valid())
        .filter(other -> other.keys().equals(index.keys()))
        .anyMatch(other -> other.predicate().equals(index.predicate()));
  }

  private boolean onlyIndexFor(Index index, ForeignKeyLink link) {
    return KeyConstraints.uniqueIndex(
            prediction, link.referenced(), link.constraint().referencedColumns())
        .filter(first -> first.id().equals(index.id()))
        .isPresent();
  }

  void reindex(Reindex statement) {
    boolean whole =
        statement.target() == Reindex.Target.SCHEMA
            || statement.target() == Reindex.Target.DATABASE
            || statement.target() == Reindex.Target.SYSTEM;
    if (statement.concurrently() || whole) {
      prediction.out().needs(TransactionNeed.FORBIDDEN);
    }
    if (statement.target() == Reindex.Target.SYSTEM) {
      if (statement.concurrently()) {
        prediction.fail(Prediction.NOT_SUPPORTED, "catalogs cannot be reindexed concurrently");
      }
      return;
    }
    if (whole) {
      reindexAll(statement);
      return;
    }
    statement.name().ifPresent(name -> reindexOne(statement, name));
  }

  private void reindexAll(Reindex statement) {
    String schema = statement.name().map(QualifiedName::name).orElse("");
    boolean one = statement.target() == Reindex.Target.SCHEMA;
    if (one && !prediction.schema().hasSchema(schema)) {
      prediction.fail("3F000", "schema %s does not exist", schema);
      return;
    }
    prediction
        .schema()
        .relations()
        .filter(Prediction::hasStorage)
        .filter(relation -> !one || relation.name().schema().equals(schema))
        .forEach(relation -> reindexTable(relation, statement.concurrently()));
  }

  private void reindexOne(Reindex statement, QualifiedName name) {
    Optional<Relation> found = prediction.relation(name, false);
    if (found.isEmpty()) {
      return;
    }
    boolean wantsIndex = statement.target() == Reindex.Target.INDEX;
    if (found.get() instanceof Index index && wantsIndex) {
      reindexIndex(index, statement.concurrently());
      return;
    }
    if (wantsIndex && !found.get().assumed()) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "%s is not an index", found.get().name());
      return;
    }
    boolean table =
        Prediction.hasStorage(found.get()) || found.get().kind() == RelationKind.PARTITIONED_TABLE;
    if (!wantsIndex && !table) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "%s is not a table", found.get().name());
      return;
    }
    if (found.get() instanceof Table parent && parent.partitionKey().isPresent()) {
      prediction.out().needs(TransactionNeed.FORBIDDEN);
      // find_all_inheritors(ShareLock) lists the partitions, whatever is said of CONCURRENTLY.
      for (Table part : prediction.tree(parent, false)) {
        prediction.lock(part, LockMode.SHARE);
        if (Prediction.hasStorage(part)) {
          reindexTable(part, statement.concurrently());
        }
      }
      return;
    }
    reindexTable(found.get(), statement.concurrently());
  }

  private void reindexTable(Relation table, boolean concurrently) {
    prediction.lock(
        table, concurrently ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.SHARE, LockHold.BUILD);
    for (Index index : prediction.schema().indexes(table.id())) {
      reindexIndex(index, concurrently);
    }
  }

  private void reindexIndex(Index index, boolean concurrently) {
    Relation table = prediction.schema().relation(index.table());
    LockMode mode = concurrently ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.SHARE;
    prediction.lock(table, mode, LockHold.BUILD);
    if (index.partitioned()) {
      prediction.out().needs(TransactionNeed.FORBIDDEN);
      prediction.lock(index, LockMode.ACCESS_EXCLUSIVE);
      prediction.schema().indexParts(index.id()).forEach(part -> reindexIndex(part, concurrently));
      return;
    }
    if (concurrently) {
      prediction.out().waitFor(WRITERS);
      prediction.out().waitFor(OLD_SNAPSHOTS);
      prediction.lock(index, LockMode.SHARE_UPDATE_EXCLUSIVE, LockHold.BUILD);
      prediction.lock(index, LockMode.ACCESS_EXCLUSIVE, LockHold.WAIT);
    } else {
      prediction.lock(index, LockMode.ACCESS_EXCLUSIVE, LockHold.BUILD);
    }
    prediction.out().rebuild(index.name());
    prediction.out().scan(table.name());
  }
}
