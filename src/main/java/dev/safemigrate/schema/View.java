package dev.safemigrate.schema;

import dev.safemigrate.ast.CreateView;
import dev.safemigrate.ast.PersistenceKind;
import dev.safemigrate.ast.Query;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A view or materialised view.
 *
 * @param columns output columns by name; empty where they are not known
 * @param query its text
 * @param uses relations that its query reads
 * @param usedColumns columns that its query names, by their own names and of whichever relation
 * @param opaque true where the query could not be read: it may use anything
 * @param populated false after WITH NO DATA
 * @param definition the statement that made it, as long as its columns are those
 */
@RecordBuilder
public record View(
    ObjectId id,
    RelationName name,
    boolean materialized,
    PersistenceKind persistence,
    List<String> columns,
    Query query,
    Set<ObjectId> uses,
    Set<String> usedColumns,
    boolean opaque,
    boolean populated,
    Map<String, String> options,
    Optional<CreateView> definition,
    boolean assumed)
    implements Relation, ViewBuilder.With {

  public View {
    columns = List.copyOf(columns);
    uses = Set.copyOf(uses);
    usedColumns = Set.copyOf(usedColumns);
    options = Map.copyOf(options);
  }

  @Override
  public RelationKind kind() {
    return materialized ? RelationKind.MATERIALIZED_VIEW : RelationKind.VIEW;
  }

  @Override
  public Set<ObjectId> references() {
    return uses;
  }

  View withColumns(List<String> newColumns, Set<String> newUsedColumns) {
    return ViewBuilder.builder(this)
        .columns(newColumns)
        .usedColumns(newUsedColumns)
        .definition(Optional.empty())
        .build();
  }
}
