package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.CreateCompositeType;
import dev.safemigrate.ast.CreateDomain;
import dev.safemigrate.ast.CreateEnum;
import dev.safemigrate.ast.CreateFunction;
import dev.safemigrate.ast.CreateSchema;
import dev.safemigrate.ast.CreateTable;
import dev.safemigrate.ast.CreateTableAs;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Rename;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.DataType;
import dev.safemigrate.schema.NotNullProof;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What rules ask about the schema that earlier statements left behind. */
interface SchemaVocabulary extends SqlVocabulary {

  SchemaState schemaBeforeFile();

  default Optional<Table> table(QualifiedName name) {
    return schema().findTable(name);
  }

  default boolean isTable(RelationName name) {
    return schema()
        .find(name)
        .or(() -> schemaBeforeFile().find(name))
        .map(
            relation ->
                relation.kind().isTable() || relation.kind() == RelationKind.MATERIALIZED_VIEW)
        .orElse(true);
  }

  /** Likewise, but a materialised view is none. */
  default boolean isStoredTable(RelationName name) {
    return isTable(name)
        && schema()
            .find(name)
            .filter(relation -> relation.kind() == RelationKind.MATERIALIZED_VIEW)
            .isEmpty();
  }

  default boolean isIndex(RelationName name) {
    return schema().find(name).map(relation -> relation.kind().isIndex()).orElse(false);
  }

  default boolean isPartitioned(QualifiedName name) {
    return table(name).filter(t -> t.kind() == RelationKind.PARTITIONED_TABLE).isPresent();
  }

  /** All partitions below a table, leaves and partitioned ones. */
  default List<RelationName> partitionsOf(QualifiedName name) {
    return table(name)
        .map(t -> schema().descendants(t.id()).stream().map(Table::name).toList())
        .orElse(List.of());
  }

  /** Whether a relation is a partition or child of one of the others. */
  default boolean isBelow(RelationName name, Set<RelationName> others) {
    return others.stream()
        .flatMap(other -> schema().find(other).stream())
        .flatMap(other -> schema().descendants(other.id()).stream())
        .anyMatch(child -> child.name().equals(name));
  }

  /** Whether an earlier statement of the file created a type, domain, function or schema so. */
  default boolean createdInFile(QualifiedName name) {
    return script().statements().stream()
        .filter(before -> before.span().end() <= statement().span().start())
        .anyMatch(before -> created(before).filter(n -> n.name().equals(name.name())).isPresent());
  }

  /** Whether an earlier statement of the file added the column to a table that was there. */
  default boolean newInFile(QualifiedName table, String column) {
    Optional<Table> before = schemaBeforeFile().findTable(table);
    return before.filter(t -> t.columnsKnown() && t.column(column).isEmpty()).isPresent();
  }

  /** Whether the statement, or a later one of its transaction, gives the column a default. */
  default boolean defaultSetBehind(QualifiedName table, String column) {
    return script().statements().stream()
        .filter(AlterTable.class::isInstance)
        .map(AlterTable.class::cast)
        .filter(alter -> alter == statement() || transaction().state().open())
        .filter(alter -> alter.span().start() >= statement().span().start())
        .filter(alter -> relation(alter.relation().name()).equals(relation(table)))
        .flatMap(alter -> alter.actions().stream())
        .anyMatch(
            action ->
                action instanceof AlterTableAction.SetDefault set && set.column().equals(column));
  }

  /** Whether a later statement of the file creates a table of that name. */
  default boolean createdLater(QualifiedName name) {
    return script().statements().stream()
        .filter(later -> later.span().start() > statement().span().start())
        .anyMatch(
            later ->
                (later instanceof CreateTable table
                        && relation(table.name()).equals(relation(name)))
                    || (later instanceof CreateTableAs as
                        && relation(as.name()).equals(relation(name))));
  }

  private static Optional<QualifiedName> created(Statement before) {
    if (before instanceof CreateFunction create) {
      return Optional.of(create.name());
    }
    if (before instanceof CreateEnum create) {
      return Optional.of(create.name());
    }
    if (before instanceof CreateCompositeType create) {
      return Optional.of(create.name());
    }
    if (before instanceof CreateDomain create) {
      return Optional.of(create.name());
    }
    if (before instanceof CreateSchema create) {
      return create.name().map(QualifiedName::of);
    }
    return Optional.empty();
  }

  /** Whether the column is known to be marked NOT NULL. */
  default boolean isNotNull(QualifiedName name, String column) {
    return table(name).filter(t -> t.notNullProof(column) == NotNullProof.NOT_NULL).isPresent();
  }

  /** The type of a column as SQL writes it, if it is known. */
  default Optional<String> typeOf(QualifiedName name, String column) {
    return table(name)
        .flatMap(t -> t.column(column))
        .map(Column::type)
        .filter(DataType::known)
        .map(type -> type.canonical().replace("pg_catalog.", ""));
  }

  /** The column to walk a table by: its primary key, when that is one column. */
  default Optional<String> keyColumn(QualifiedName name) {
    return table(name)
        .flatMap(Table::primaryKey)
        .filter(key -> key.columns().size() == 1)
        .map(key -> key.columns().get(0));
  }

  default boolean hasColumn(QualifiedName name, String column) {
    return table(name).flatMap(t -> t.column(column)).isPresent();
  }

  /** Whether the table is known in full and has no such column. */
  default boolean lacksColumn(QualifiedName name, String column) {
    return table(name)
        .filter(t -> t.columnsKnown() && !t.assumed() && t.column(column).isEmpty())
        .isPresent();
  }

  /** The later statement of the file by which another table takes a table's name. */
  default Optional<Rename> successor(QualifiedName name) {
    return script().statements().stream()
        .filter(later -> later.span().start() > statement().span().start())
        .filter(Rename.class::isInstance)
        .map(Rename.class::cast)
        .filter(rename -> rename.objectType() == ObjectType.TABLE)
        .filter(rename -> rename.newName().equals(name.name()))
        .filter(rename -> !relation(rename.object().name()).equals(relation(name)))
        .filter(rename -> relation(rename.object().name()).schema().equals(relation(name).schema()))
        .findFirst();
  }

  /** The columns of one table that another one does not have, as far as they are known. */
  default List<String> columnsLacking(QualifiedName in, QualifiedName of) {
    return table(of).map(Table::columns).orElse(List.of()).stream()
        .map(Column::name)
        .filter(column -> !hasColumn(in, column))
        .toList();
  }

  /** Whether migrations before this file created something of that name. */
  default boolean knewBefore(QualifiedName name) {
    return schemaBeforeFile().find(name).isPresent()
        || !schemaBeforeFile().functions(name).isEmpty();
  }

  /** The columns of each unique key; the column {@code id} where the table's past is not known. */
  default List<Set<String>> uniqueKeys(QualifiedName name) {
    Optional<Table> known = table(name);
    List<Set<String>> keys = new ArrayList<>();
    known.ifPresent(
        t ->
            schema().indexes(t.id()).stream()
                .filter(index -> index.unique() && !index.hasExpressions())
                .filter(index -> index.predicate().isEmpty())
                .forEach(index -> keys.add(Set.copyOf(index.keyColumns()))));
    if (known.isEmpty() || known.get().assumed()) {
      keys.add(Set.of("id"));
    }
    return keys;
  }
}
