package dev.safemigrate.schema;

import dev.safemigrate.ast.PersistenceKind;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * An index of a table or materialised view.
 *
 * @param table what it indexes
 * @param valid false after a failed CREATE INDEX CONCURRENTLY, and for a partitioned index that
 *     still lacks parts
 * @param constraint the constraint that it backs
 * @param parent the partitioned index that it is a part of
 */
public record Index(
    ObjectId id,
    RelationName name,
    PersistenceKind persistence,
    ObjectId table,
    boolean partitioned,
    String method,
    List<IndexKey> keys,
    List<String> include,
    boolean unique,
    boolean primary,
    boolean nullsNotDistinct,
    Optional<StoredExpression> predicate,
    boolean valid,
    Optional<String> constraint,
    Optional<ObjectId> parent,
    Map<String, String> options,
    Optional<String> tablespace,
    boolean assumed)
    implements Relation {

  public Index {
    keys = List.copyOf(keys);
    include = List.copyOf(include);
    options = Map.copyOf(options);
  }

  @Override
  public RelationKind kind() {
    return partitioned ? RelationKind.PARTITIONED_INDEX : RelationKind.INDEX;
  }

  /** Key columns by name; an expression is not among them. */
  public List<String> keyColumns() {
    return keys.stream().flatMap(key -> key.column().stream()).toList();
  }

  public boolean hasExpressions() {
    return keys.stream().anyMatch(key -> key.expression().isPresent());
  }

  /** Every column that it stands on: keys, INCLUDE, expressions and predicate. */
  public Set<String> columns() {
    Set<String> columns = new TreeSet<>(include);
    keys.forEach(key -> columns.addAll(key.columns()));
    predicate.ifPresent(p -> columns.addAll(p.facts().columns()));
    return columns;
  }

  @Override
  public Set<ObjectId> references() {
    Set<ObjectId> references = new HashSet<>();
    references.add(table);
    parent.ifPresent(references::add);
    keys.forEach(key -> key.expression().ifPresent(e -> references.addAll(e.references())));
    predicate.ifPresent(p -> references.addAll(p.references()));
    return references;
  }

  Index withName(RelationName newName) {
    return new Index(
        id,
        newName,
        persistence,
        table,
        partitioned,
        method,
        keys,
        include,
        unique,
        primary,
        nullsNotDistinct,
        predicate,
        valid,
        constraint,
        parent,
        options,
        tablespace,
        assumed);
  }

  Index withKeys(
      List<IndexKey> newKeys, List<String> newInclude, Optional<StoredExpression> newPredicate) {
    return new Index(
        id,
        name,
        persistence,
        table,
        partitioned,
        method,
        newKeys,
        newInclude,
        unique,
        primary,
        nullsNotDistinct,
        newPredicate,
        valid,
        constraint,
        parent,
        options,
        tablespace,
        assumed);
  }

  Index withValid(boolean newValid) {
    return new Index(
        id,
        name,
        persistence,
        table,
        partitioned,
        method,
        keys,
        include,
        unique,
        primary,
        nullsNotDistinct,
        predicate,
        newValid,
        constraint,
        parent,
        options,
        tablespace,
        assumed);
  }

  Index withConstraint(boolean newPrimary, Optional<String> newConstraint) {
    return new Index(
        id,
        name,
        persistence,
        table,
        partitioned,
        method,
        keys,
        include,
        unique,
        newPrimary,
        nullsNotDistinct,
        predicate,
        valid,
        newConstraint,
        parent,
        options,
        tablespace,
        assumed);
  }

  Index withParent(Optional<ObjectId> newParent) {
    return new Index(
        id,
        name,
        persistence,
        table,
        partitioned,
        method,
        keys,
        include,
        unique,
        primary,
        nullsNotDistinct,
        predicate,
        valid,
        constraint,
        newParent,
        options,
        tablespace,
        assumed);
  }

  Index withPersistence(PersistenceKind newPersistence) {
    return new Index(
        id,
        name,
        newPersistence,
        table,
        partitioned,
        method,
        keys,
        include,
        unique,
        primary,
        nullsNotDistinct,
        predicate,
        valid,
        constraint,
        parent,
        options,
        tablespace,
        assumed);
  }

  Index withStorage(Map<String, String> newOptions, Optional<String> newTablespace) {
    return new Index(
        id,
        name,
        persistence,
        table,
        partitioned,
        method,
        keys,
        include,
        unique,
        primary,
        nullsNotDistinct,
        predicate,
        valid,
        constraint,
        parent,
        newOptions,
        newTablespace,
        assumed);
  }
}
