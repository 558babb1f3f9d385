package dev.safemigrate.schema;

import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.CreateTrigger;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A trigger; its name is unique among those of its table and carries no schema.
 *
 * @param function the function where its history is known
 * @param parent the trigger of the partitioned table that it is a clone of
 */
@RecordBuilder
public record Trigger(
    ObjectId id,
    RelationName name,
    ObjectId table,
    CreateTrigger definition,
    List<String> updateColumns,
    Optional<StoredExpression> when,
    Optional<ObjectId> function,
    Optional<ObjectId> fromTable,
    AlterTableAction.FiringState state,
    Optional<ObjectId> parent)
    implements SchemaObject, TriggerBuilder.With {

  public Trigger {
    updateColumns = List.copyOf(updateColumns);
  }

  @Override
  public Set<ObjectId> references() {
    Set<ObjectId> references = new HashSet<>();
    references.add(table);
    function.ifPresent(references::add);
    fromTable.ifPresent(references::add);
    parent.ifPresent(references::add);
    return references;
  }

  Trigger withColumns(List<String> newUpdateColumns, Optional<StoredExpression> newWhen) {
    return TriggerBuilder.builder(this).updateColumns(newUpdateColumns).when(newWhen).build();
  }
}
