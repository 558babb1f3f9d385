package dev.safemigrate.schema;

import dev.safemigrate.ast.CreateIndex;
import dev.safemigrate.ast.IndexColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Indexes, those behind constraints too, with their parts on partitions. */
final class IndexCreation {

  /** Makes the constraint that an index backs. */
  interface Backing {
    StoredConstraint constraint(String name, ObjectId index, boolean inherited);
  }

  /**
   * What an index is made of.
   *
   * @param label behind a made-up name: idx, key, pkey, excl
   */
  record Shape(
      String method,
      List<IndexKey> keys,
      List<String> include,
      boolean unique,
      boolean primary,
      boolean nullsNotDistinct,
      Optional<StoredExpression> predicate,
      Map<String, String> options,
      Optional<String> tablespace,
      String label) {

    boolean fits(Index index) {
      return index.method().equals(method)
          && index.keys().equals(keys)
          && index.include().equals(include)
          && index.unique() == unique
          && index.nullsNotDistinct() == nullsNotDistinct
          && index.predicate().equals(predicate);
    }

    static Shape of(Index index, String label) {
      return new Shape(
          index.method(),
          index.keys(),
          index.include(),
          index.unique(),
          index.primary(),
          index.nullsNotDistinct(),
          index.predicate(),
          index.options(),
          Optional.empty(),
          label);
    }
  }

  private final Draft draft;

  IndexCreation(Draft draft) {
    this.draft = draft;
  }

  void create(CreateIndex statement) {
    Relation relation = draft.relation(statement.table().name());
    if (!(relation instanceof Table) && !(relation instanceof View)) {
      throw new Refused("42809", relation.name() + " has no indexes");
    }
    requireColumns(relation, statement);
    Optional<String> name = statement.name();
    if (name.isPresent()
        && !draft.isFree(
            new RelationName(relation.name().schema(), name.get()), statement.ifNotExists())) {
      return;
    }
    Shape shape =
        new Shape(
            statement.method(),
            statement.columns().stream().map(this::key).toList(),
            statement.include().stream().flatMap(c -> c.column().stream()).toList(),
            statement.unique(),
            false,
            statement.nullsNotDistinct(),
            statement.where().map(draft::stored),
            Draft.options(statement.options()),
            statement.tablespace(),
            "idx");
    create(relation, name, shape, Optional.empty(), Optional.empty(), statement.table().only());
  }

  private static void requireColumns(Relation relation, CreateIndex statement) {
    if (!(relation instanceof Table table) || !table.columnsKnown()) {
      return;
    }
    List<IndexColumn> all = new ArrayList<>(statement.columns());
    all.addAll(statement.include());
    for (IndexColumn column : all) {
      column.column().ifPresent(name -> requireColumn(table, name));
    }
  }

  /** Refuses a column that certainly is not there. */
  static void requireColumn(Table table, String column) {
    boolean system = List.of("ctid", "xmin", "xmax", "cmin", "cmax", "tableoid").contains(column);
    if (table.columnsKnown() && table.column(column).isEmpty() && !system) {
      throw new Refused("42703", "column " + column + " of " + table.name() + " does not exist");
    }
  }

  IndexKey key(IndexColumn column) {
    boolean descending = column.descending().orElse(false);
    return new IndexKey(
        column.column(),
        column.expression().map(draft::stored),
        column.collation(),
        column.operatorClass(),
        descending,
        column.nullsFirst().orElse(descending));
  }

  /** Creates an index, the constraint that it backs, and its parts on partitions. */
  Index create(
      Relation relation,
      Optional<String> wanted,
      Shape shape,
      Optional<Backing> backing,
      Optional<ObjectId> parent,
      boolean only) {
    String schema = relation.name().schema();
    String name = wanted.orElseGet(() -> chosenName(relation, shape, backing.isPresent()));
    boolean partitioned = relation.kind() == RelationKind.PARTITIONED_TABLE;
    boolean incomplete = partitioned && only && !draft.state().partitions(relation.id()).isEmpty();
    Index index =
        draft.put(
            new Index(
                draft.nextId(),
                new RelationName(schema, name),
                relation.persistence(),
                relation.id(),
                partitioned,
                shape.method(),
                shape.keys(),
                shape.include(),
                shape.unique(),
                shape.primary(),
                shape.nullsNotDistinct(),
                shape.predicate(),
                !incomplete,
                backing.map(b -> name),
                parent,
                shape.options(),
                shape.tablespace(),
                false));
    if (backing.isPresent()) {
      Table table = draft.table(relation.id());
      draft.put(
          table.withConstraint(backing.get().constraint(name, index.id(), parent.isPresent())));
    }
    if (partitioned && !only) {
      for (Table partition : draft.state().partitions(relation.id())) {
        attachOrCreate(index, partition, shape, backing);
      }
    }
    return index;
  }

  /** Gives a partition its part of an index: one that it has already, or a new one. */
  void attachOrCreate(Index parent, Table partition, Shape shape, Optional<Backing> backing) {
    if (partition.kind() == RelationKind.FOREIGN_TABLE) {
      return;
    }
    Optional<Index> fitting =
        draft.state().indexes(partition.id()).stream()
            .filter(i -> i.parent().isEmpty() && i.valid() && shape.fits(i))
            .filter(i -> backing.isEmpty() || i.constraint().isPresent())
            .filter(i -> backing.isEmpty() || i.primary() == shape.primary())
            .findFirst();
    if (fitting.isPresent()) {
      draft.put(fitting.get().withParent(Optional.of(parent.id())));
      return;
    }
    create(partition, Optional.empty(), shape, backing, Optional.of(parent.id()), false);
  }

  private String chosenName(Relation relation, Shape shape, boolean constraint) {
    List<String> columns = new ArrayList<>();
    for (IndexKey key : shape.keys()) {
      columns.add(
          key.column()
              .orElseGet(
                  () ->
                      key.expression()
                          .map(e -> ExpressionTokens.indexName(e.text()))
                          .orElse("expr")));
    }
    columns.addAll(shape.include());
    Optional<String> addition =
        shape.primary() ? Optional.empty() : ObjectNames.addition(ObjectNames.distinct(columns));
    return draft.names.relation(
        relation.name().schema(), relation.name().name(), addition, shape.label(), constraint);
  }

  /** A partitioned index becomes valid when every partition has its valid part. */
  void completePartitionedIndex(Index index) {
    List<Table> partitions = draft.state().partitions(index.table());
    List<Index> parts = draft.state().indexParts(index.id());
    if (!index.valid() && parts.stream().filter(Index::valid).count() == partitions.size()) {
      draft.put(index.withValid(true));
      index
          .parent()
          .ifPresent(above -> completePartitionedIndex((Index) draft.state().object(above)));
    }
  }
}
