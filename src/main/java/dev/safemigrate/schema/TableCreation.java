package dev.safemigrate.schema;

import dev.safemigrate.ast.ColumnDefinition;
import dev.safemigrate.ast.CreateTable;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.TableElement;
import dev.safemigrate.schema.ConstraintCreation.Pending;
import dev.safemigrate.schema.NameKey.Namespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** CREATE TABLE in all its forms. */
final class TableCreation {

  private final Draft draft;
  private final ColumnCreation columns;
  private final ConstraintCreation constraints;

  TableCreation(Draft draft) {
    this.draft = draft;
    this.columns = new ColumnCreation(draft);
    this.constraints = new ConstraintCreation(draft);
  }

  void create(CreateTable statement) {
    RelationName name = draft.newName(statement.name(), statement.persistence());
    if (!draft.isFree(name, statement.ifNotExists())) {
      return;
    }
    if (draft.find(Namespace.TYPE, name).isPresent()) {
      throw new Refused("42710", "type " + name + " already exists");
    }
    List<Table> parents = parents(statement);
    Table table = draft.put(emptyTable(statement, name));
    inheritColumns(table.id(), parents, statement.partitionOf().isPresent());
    ofType(table.id(), statement);
    List<Pending> pending = new ArrayList<>();
    List<TableElement.Like> likes = new ArrayList<>();
    LikeClause likeClause = new LikeClause(draft);
    for (TableElement element : statement.elements()) {
      if (element instanceof TableElement.Column column) {
        addColumn(table.id(), column.definition(), statement);
        pending.addAll(ColumnCreation.pending(column.definition()));
      } else if (element instanceof TableElement.TableConstraint constraint) {
        pending.add(new Pending(constraint.constraint(), Optional.empty()));
      } else if (element instanceof TableElement.Like like) {
        likeClause.copyColumns(table.id(), like);
        likes.add(like);
      }
    }
    link(table.id(), statement, parents);
    partitionBy(table.id(), statement);
    parents.forEach(parent -> constraints.inheritFrom(parent, table.id()));
    likes.forEach(like -> likeClause.copyNotNull(table.id(), like));
    constraints.addAll(table.id(), pending);
    likes.forEach(like -> likeClause.copyRest(table.id(), like));
    if (statement.partitionOf().isPresent()) {
      new PartitionTree(draft).cloneInto(parents.get(0), table.id());
    }
  }

  private List<Table> parents(CreateTable statement) {
    List<QualifiedName> names = statement.partitionOf().map(List::of).orElse(statement.inherits());
    List<Table> parents = new ArrayList<>();
    for (QualifiedName name : names) {
      Table parent = draft.table(name);
      boolean partitioned = parent.kind() == RelationKind.PARTITIONED_TABLE || parent.assumed();
      if (statement.partitionOf().isPresent() && !partitioned) {
        throw new Refused("42P17", parent.name() + " is not partitioned");
      }
      parents.add(parent);
    }
    return parents;
  }

  private Table emptyTable(CreateTable statement, RelationName name) {
    RelationKind kind =
        statement.foreignServer().isPresent()
            ? RelationKind.FOREIGN_TABLE
            : statement.partitionBy().isPresent()
                ? RelationKind.PARTITIONED_TABLE
                : RelationKind.TABLE;
    return new Table(
        draft.nextId(),
        name,
        kind,
        statement.persistence(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        TableProperties.DEFAULT
            .withAccessMethod(statement.accessMethod())
            .withTablespace(statement.tablespace())
            .withOptions(Draft.options(statement.options()))
            .withOnCommit(statement.onCommit())
            .withForeignServer(statement.foreignServer()),
        true,
        false);
  }

  private void inheritColumns(ObjectId id, List<Table> parents, boolean partition) {
    for (Table parent : parents) {
      Table table = draft.table(id);
      if (!parent.columnsKnown()) {
        table = table.withColumnsKnown(false);
      }
      for (Column column : parent.columns()) {
        if (table.column(column.name()).isEmpty()) {
          Column inherited = column.withInheritance(true, false);
          // Identity is inherited by partitions from 17 on, never by other children.
          boolean keepsIdentity = partition && draft.version.atLeast(17);
          table =
              table.withColumn(
                  keepsIdentity ? inherited : inherited.withIdentity(Optional.empty()));
        }
      }
      draft.put(table);
    }
  }

  private void ofType(ObjectId id, CreateTable statement) {
    statement
        .ofType()
        .map(draft.state()::resolve)
        .flatMap(DataType::definition)
        .filter(draft.state()::exists)
        .map(draft.state()::object)
        .filter(Table.class::isInstance)
        .map(Table.class::cast)
        .ifPresent(
            type -> {
              Table table = draft.table(id);
              List<Column> copied =
                  type.columns().stream().map(c -> c.withInheritance(false, false)).toList();
              draft.put(
                  table
                      .withColumns(copied)
                      .withProperties(table.properties().withOfType(Optional.of(type.id()))));
            });
  }

  private void addColumn(ObjectId id, ColumnDefinition definition, CreateTable statement) {
    boolean onlyOptions = statement.partitionOf().isPresent() || statement.ofType().isPresent();
    if (onlyOptions) {
      IndexCreation.requireColumn(draft.table(id), definition.name());
    }
    columns.add(id, definition);
  }

  private void link(ObjectId id, CreateTable statement, List<Table> parents) {
    Optional<Partition> partition =
        statement
            .partitionOf()
            .map(p -> new Partition(parents.get(0).id(), statement.bound(), false));
    Table table = draft.table(id);
    draft.put(table.withParents(parents.stream().map(Table::id).toList(), partition));
  }

  private void partitionBy(ObjectId id, CreateTable statement) {
    IndexCreation indexes = new IndexCreation(draft);
    statement
        .partitionBy()
        .ifPresent(
            by -> {
              List<IndexKey> keys = by.keys().stream().map(indexes::key).toList();
              Table table = draft.table(id);
              keys.forEach(
                  key -> key.column().ifPresent(c -> IndexCreation.requireColumn(table, c)));
              draft.put(table.withPartitionKey(Optional.of(new PartitionKey(by.strategy(), keys))));
            });
  }
}
