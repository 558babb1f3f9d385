package dev.safemigrate.effect;

import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.ObjectId;
import dev.safemigrate.schema.Sequence;
import dev.safemigrate.schema.Table;
import java.util.Set;

/** Defaults that go, with CASCADE, when the sequence or function they call is dropped. */
final class DropDependants {

  private final Prediction prediction;

  DropDependants(Prediction prediction) {
    this.prediction = prediction;
  }

  /**
   * Tables whose defaults call the sequence.
   *
   * @param going tables that go with it, whose own defaults do not matter
   */
  void ofSequence(Sequence sequence, Set<ObjectId> going, boolean cascade) {
    for (Table user : prediction.schema().dependants(sequence.id(), Table.class)) {
      if (going.contains(user.id()) || !usedIn(user, sequence.id())) {
        continue;
      }
      if (!cascade) {
        prediction.fail(
            Prediction.DEPENDENT_OBJECTS, "a default of %s calls %s", user.name(), sequence.name());
      }
      prediction.lock(user, LockMode.ACCESS_EXCLUSIVE);
    }
  }

  private static boolean usedIn(Table table, ObjectId id) {
    return table.columns().stream()
        .flatMap(column -> column.defaultValue().stream())
        .anyMatch(value -> value.references().contains(id));
  }

  /** Whether a column's default or generation expression calls the object. */
  static boolean calls(Column column, ObjectId id) {
    return column.defaultValue().filter(v -> v.references().contains(id)).isPresent()
        || column.generated().filter(g -> g.expression().references().contains(id)).isPresent();
  }
}
