package dev.safemigrate.effect;

import dev.safemigrate.schema.DataType;
import dev.safemigrate.schema.Table;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A value that ALTER TYPE ... ADD VALUE made cannot be used before its transaction has committed
 * (check_safe_enum_use() of enum.c). Since 17 it can, where the transaction created the type too.
 */
final class NewEnumValues {

  /** Types of columns that the constant in question is not meant for. */
  private static final Set<String> NUMBERS =
      Set.of("int2", "int4", "int8", "numeric", "float4", "float8", "bool", "uuid");

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
        String literal = "'" + label.replace("'", "''") + "'";
        boolean used =
            words.contains(literal)
                && (only.isPresent() || isOfType(words, literal, added.getKey()));
        if (used) {
          prediction.fail(
              "55P04",
              "the new value %s of %s is used before it is committed",
              label,
              added.getKey());
        }
      }
    }
  }

  /**
   * Whether a string constant of a statement is certainly read as a value of the type: it is cast
   * to it, stands beside a column of it, or is inserted where no other column takes a string.
   */
  private boolean isOfType(String words, String literal, String type) {
    String constant = Pattern.quote(literal);
    String name = Pattern.quote(type.substring(type.lastIndexOf('.') + 1));
    String cast =
        constant + "\\s*::\\s*(?:\\w+\\.)?\"?" + name + "\\b|\\(\\s*" + constant + "\\s+AS\\s";
    if (found(cast, words)) {
      return true;
    }
    return prediction
        .schema()
        .all(Table.class)
        .anyMatch(table -> comparedOrInserted(words, constant, type, table));
  }

  private static boolean comparedOrInserted(
      String words, String constant, String type, Table table) {
    String insert = "^\\s*INSERT\\s+INTO\\s+(?:\\S+\\.)?\"?" + Pattern.quote(table.name().name());
    boolean strings =
        table.columns().stream()
            .filter(column -> !column.type().name().toString().equals(type))
            .anyMatch(column -> !NUMBERS.contains(column.type().name().name()));
    return table.columns().stream()
        .filter(column -> column.type().name().toString().equals(type))
        .map(column -> "\"?\\b" + Pattern.quote(column.name()) + "\\b\"?")
        .anyMatch(
            column ->
                found(column + "\\s*(?:=|<>|!=|IN\\s*\\([^()]*?)\\s*" + constant, words)
                    || (!strings && found(insert + "\"?[\\s(]", words)));
  }

  private static boolean found(String pattern, String words) {
    return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE).matcher(words).find();
  }
}
