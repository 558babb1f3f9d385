package dev.safemigrate.plan;

import java.util.List;
import java.util.stream.Collectors;

/** Expressions that cut a text at blanks and put it together again. */
final class Words {

  private Words() {}

  /** The word at an index, counted from 0; the last part is all that is left. */
  static String part(String column, int index, int parts) {
    String words = "string_to_array(CAST(%s AS text), ' ')".formatted(Names.sql(column));
    return index < parts - 1
        ? "NULLIF((%s)[%d], '')".formatted(words, index + 1)
        : "NULLIF(array_to_string((%s)[%d:], ' '), '')".formatted(words, index + 1);
  }

  /** The columns with a blank between those that are not null. */
  static String joined(List<String> columns, boolean required) {
    String joined =
        columns.stream().map(Names::sql).collect(Collectors.joining(", ", "concat_ws(' ', ", ")"));
    return required ? joined : "NULLIF(" + joined + ", '')";
  }
}
