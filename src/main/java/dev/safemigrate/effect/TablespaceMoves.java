package dev.safemigrate.effect;

import dev.safemigrate.ast.AlterTableAllInTablespace;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.Table;
import java.util.Optional;

/** ALTER TABLE ALL IN TABLESPACE locks and copies each in turn (AlterTableMoveAll()). */
final class TablespaceMoves {

  private static final String DEFAULT = "pg_default";

  private final Prediction prediction;

  TablespaceMoves(Prediction prediction) {
    this.prediction = prediction;
  }

  void move(AlterTableAllInTablespace statement) {
    if (statement.tablespace().equals(statement.newTablespace())) {
      return;
    }
    prediction
        .schema()
        .relations()
        .filter(relation -> tablespace(relation).filter(statement.tablespace()::equals).isPresent())
        .filter(relation -> fits(statement.objectType(), relation))
        .forEach(
            relation -> {
              prediction.lock(relation, LockMode.ACCESS_EXCLUSIVE, LockHold.REWRITE);
              if (relation instanceof Index) {
                prediction.out().rebuild(relation.name());
              } else {
                prediction.out().rewrite(relation.name());
              }
            });
  }

  private static boolean fits(ObjectType type, Relation relation) {
    return switch (type) {
      case INDEX -> relation.kind().isIndex();
      case MATERIALIZED_VIEW -> relation.kind() == RelationKind.MATERIALIZED_VIEW;
      default -> relation.kind().isTable();
    };
  }

  private static Optional<String> tablespace(Relation relation) {
    if (relation instanceof Table table && Prediction.hasStorage(table)) {
      return Optional.of(table.properties().tablespace().orElse(DEFAULT));
    }
    return relation instanceof Index index
        ? Optional.of(index.tablespace().orElse(DEFAULT))
        : Optional.empty();
  }
}
