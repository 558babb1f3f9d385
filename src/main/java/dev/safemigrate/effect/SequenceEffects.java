package dev.safemigrate.effect;

import dev.safemigrate.ast.AlterSequence;
import dev.safemigrate.ast.CreateSequence;
import dev.safemigrate.ast.Option;
import dev.safemigrate.ast.PersistenceKind;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.Sequence;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** CREATE and ALTER SEQUENCE (sequence.c). */
final class SequenceEffects {

  private static final String OWNED_BY = "owned_by";

  private final Prediction prediction;

  SequenceEffects(Prediction prediction) {
    this.prediction = prediction;
  }

  void create(CreateSequence statement) {
    RelationName name =
        statement.persistence() == PersistenceKind.TEMPORARY
            ? new RelationName("pg_temp", statement.name().name())
            : prediction.schema().creationName(statement.name());
    if (prediction.schema().find(name).isPresent()) {
      if (!statement.ifNotExists()) {
        prediction.fail(Prediction.DUPLICATE_TABLE, "relation %s exists", name);
      }
      return;
    }
    if (statement.persistence() == PersistenceKind.UNLOGGED && !prediction.atLeast(15)) {
      prediction.fail(Prediction.NOT_SUPPORTED, "unlogged sequences came with 15");
    }
    prediction.out().create(name);
    owner(statement.options());
  }

  private void owner(List<Option> options) {
    for (Option option : options) {
      String name = option.name().toLowerCase(Locale.ROOT).replace(' ', '_');
      Optional<String> column = option.value().filter(v -> v.contains("."));
      if (name.equals(OWNED_BY) && column.isPresent()) {
        List<String> parts = List.of(column.get().replace("\"", "").split("\\."));
        QualifiedName table = new QualifiedName(parts.subList(0, parts.size() - 1));
        prediction
            .relation(table, false)
            .ifPresent(relation -> owner(relation, parts.get(parts.size() - 1)));
      }
    }
  }

  private void owner(Relation relation, String column) {
    prediction.lock(relation, LockMode.ACCESS_SHARE);
    boolean fits = relation.kind().isTable() || relation.kind() == RelationKind.VIEW;
    if (!fits && !relation.assumed()) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "%s cannot own a sequence", relation.name());
    }
    new ObjectExistence(prediction).requireColumn(relation, column);
  }

  /** nextval() waits for the end of the transaction: it needs ROW EXCLUSIVE (init_sequence()). */
  void alter(AlterSequence statement) {
    Optional<Relation> found = prediction.relation(statement.name(), statement.ifExists());
    if (found.isEmpty()) {
      return;
    }
    if (!(found.get() instanceof Sequence) && !found.get().assumed()) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "%s is not a sequence", found.get().name());
      return;
    }
    prediction.lock(found.get(), LockMode.SHARE_ROW_EXCLUSIVE);
    prediction.lock(found.get(), LockMode.ROW_EXCLUSIVE);
    owner(statement.options());
    boolean identity = found.get() instanceof Sequence sequence && sequence.identity();
    boolean owned =
        statement.options().stream()
            .anyMatch(o -> o.name().toLowerCase(Locale.ROOT).replace(' ', '_').equals(OWNED_BY));
    if (identity && owned) {
      prediction.fail(Prediction.NOT_SUPPORTED, "the owner of an identity sequence is fixed");
    }
  }
}
