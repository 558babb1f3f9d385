package dev.safemigrate.effect;

import dev.safemigrate.schema.DataType;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A value that ALTER TYPE ... ADD VALUE made cannot be used before its transaction has committed
 * (check_safe_enum_use() of enum.c). Since 17 it can, where the transaction created the type too.
 */
final class NewEnumValues {

  private final Prediction prediction;

  NewEnumValues(Prediction prediction) {
    this.prediction = prediction;
  }

  /** A default is read as a value of the column's type when it is set. */
  void refuseDefault(DataType type, String words) {
    refuse(words, Optional.of(type.name().toString()));
  }

  void refuse(String words) {
    refuse(words, Optional.empty());
  }

  private void refuse(String words, Optional<String> only) {
    for (Map.Entry<String, Set<String>> added :
        prediction.transaction().addedEnumValues().entrySet()) {
      if (only.filter(type -> !type.equals(added.getKey())).isPresent()) {
        continue;
      }
      boolean ownType = prediction.transaction().createdTypes().contains(added.getKey());
      if (ownType && prediction.atLeast(17)) {
        continue;
      }
      for (String label : added.getValue()) {
        if (words.contains("'" + label.replace("'", "''") + "'")) {
          prediction.fail(
              "55P04",
              "the new value %s of %s is used before it is committed",
              label,
              added.getKey());
        }
      }
    }
  }
}
