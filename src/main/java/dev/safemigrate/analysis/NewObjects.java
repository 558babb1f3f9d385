package dev.safemigrate.analysis;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.CreateIndex;
import dev.safemigrate.ast.CreateTable;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.schema.Outcome;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.RelationNames;
import dev.safemigrate.schema.SchemaObject;
import dev.safemigrate.schema.SchemaState;
import java.util.Set;

/** The relations that the running application cannot know, by the number that they keep. */
final class NewObjects {

  private RelationNames relations = RelationNames.none();

  /** Forgets all: what was new is known once its file has run. */
  void clear() {
    relations = RelationNames.none();
  }

  /**
   * Takes in what a statement created, but for what may have been there or is reached otherwise.
   */
  void after(Statement statement, Outcome outcome) {
    if (statement instanceof AlterTable alter) {
      for (AlterTableAction action : alter.actions()) {
        if (action instanceof AlterTableAction.AttachPartition attach) {
          outcome.state().find(attach.partition()).ifPresent(this::remove);
        }
        if (action instanceof AlterTableAction.Inherit) {
          outcome.state().find(alter.relation().name()).ifPresent(this::remove);
        }
      }
      return;
    }
    if (mayBeOld(statement, outcome.state())) {
      return;
    }
    for (SchemaObject object : outcome.created()) {
      if (object instanceof Relation) {
        relations = relations.with(object.id());
      }
    }
  }

  /** IF NOT EXISTS may have found another; partitions and children are reached by the parent. */
  private boolean mayBeOld(Statement statement, SchemaState state) {
    if (statement instanceof CreateTable table) {
      boolean reached =
          table.partitionOf().filter(parent -> !isNew(parent, state)).isPresent()
              || table.inherits().stream().anyMatch(parent -> !isNew(parent, state));
      return reached || state.mayHoldAlready(statement);
    }
    if (statement instanceof CreateIndex index) {
      return !isNew(index.table().name(), state);
    }
    return state.mayHoldAlready(statement);
  }

  private boolean isNew(QualifiedName name, SchemaState state) {
    return state.find(name).filter(relation -> relations.has(relation.id())).isPresent();
  }

  /** Their names in a state. */
  Set<RelationName> names(SchemaState state) {
    return relations.in(state);
  }

  private void remove(Relation relation) {
    relations = relations.without(relation.id());
  }
}
