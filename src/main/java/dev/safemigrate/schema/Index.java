package dev.safemigrate.schema;

import dev.safemigrate.ast.PersistenceKind;
import io.soabase.recordbuilder.core.RecordBuilder;
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
@RecordBuilder
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
    implements Relation, IndexBuilder.With {

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

  Index withKeys(
      List<IndexKey> newKeys, List<String> newInclude, Optional<StoredExpression> newPredicate) {
    return IndexBuilder.builder(this)
        .keys(newKeys)
        .include(newInclude)
        .predicate(newPredicate)
        .build();
  }

  Index withConstraint(boolean newPrimary, Optional<String> newConstraint) {
    return IndexBuilder.builder(this).primary(newPrimary).constraint(newConstraint).build();
  }

  Index withStorage(Map<String, String> newOptions, Optional<String> newTablespace) {
    return IndexBuilder.builder(this).options(newOptions).tablespace(newTablespace).build();
  }
}
