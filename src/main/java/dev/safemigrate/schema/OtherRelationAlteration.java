package dev.safemigrate.schema;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.PersistenceKind;
import java.util.Optional;

/** ALTER of indexes, sequences and views: few actions change what is known of them. */
final class OtherRelationAlteration {

  private OtherRelationAlteration() {}

  static void alter(Draft draft, Relation relation, AlterTable statement) {
    for (AlterTableAction action : statement.actions()) {
      if (relation instanceof Index index) {
        alterIndex(draft, (Index) draft.state().object(index.id()), action);
      } else if (relation instanceof Sequence sequence
          && action instanceof AlterTableAction.SetLogged set) {
        draft.put(
            sequence.withPersistence(
                set.logged() ? PersistenceKind.PERMANENT : PersistenceKind.UNLOGGED));
      } else if (relation instanceof View view
          && action instanceof AlterTableAction.SetOptions set) {
        draft.put(
            view.withOptions(Draft.changed(view.options(), set.options(), set.reset()))
                .withDefinition(Optional.empty()));
      }
    }
  }

  private static void alterIndex(Draft draft, Index index, AlterTableAction action) {
    if (action instanceof AlterTableAction.SetOptions set) {
      draft.put(
          index.withStorage(
              Draft.changed(index.options(), set.options(), set.reset()), index.tablespace()));
    }
    if (action instanceof AlterTableAction.SetTablespace set) {
      draft.put(index.withStorage(index.options(), Optional.of(set.tablespace())));
    }
    if (action instanceof AlterTableAction.AttachPartition attach
        && draft.relation(attach.partition()) instanceof Index part) {
      draft.put(part.withParent(Optional.of(index.id())));
      new IndexCreation(draft).completePartitionedIndex(index);
    }
  }
}
