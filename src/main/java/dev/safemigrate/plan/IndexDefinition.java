package dev.safemigrate.plan;

import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.IndexKey;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.StoredExpression;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * An index as a statement that creates it again, on columns or a table of other names.
 *
 * @param column the new name of a column
 * @param words an expression with the new names
 */
record IndexDefinition(
    Index index, UnaryOperator<String> column, Function<StoredExpression, String> words) {

  static IndexDefinition of(
      Index index, UnaryOperator<String> column, Function<StoredExpression, String> words) {
    return new IndexDefinition(index, column, words);
  }

  String sql(String name, RelationName table, boolean concurrently) {
    return "CREATE %sINDEX %s%s ON %s USING %s (%s)%s%s%s%s"
        .formatted(
            index.unique() ? "UNIQUE " : "",
            concurrently ? "CONCURRENTLY " : "",
            Names.sql(name),
            Names.sql(table),
            index.method(),
            index.keys().stream().map(this::key).collect(Collectors.joining(", ")),
            index.include().isEmpty()
                ? ""
                : " INCLUDE (" + Names.list(index.include().stream().map(column).toList()) + ")",
            index.nullsNotDistinct() ? " NULLS NOT DISTINCT" : "",
            options(index.options()),
            index.predicate().map(p -> " WHERE " + words.apply(p)).orElse(""));
  }

  private String key(IndexKey key) {
    String what =
        key.column()
            .map(name -> Names.sql(column.apply(name)))
            .orElseGet(() -> key.expression().map(e -> "(" + words.apply(e) + ")").orElseThrow());
    boolean nullsFirstByItself = key.descending();
    return what
        + key.collation().map(c -> " COLLATE " + Identifiers.quote(c)).orElse("")
        + key.operatorClass().map(c -> " " + Identifiers.quote(c)).orElse("")
        + (key.descending() ? " DESC" : "")
        + (key.nullsFirst() == nullsFirstByItself
            ? ""
            : key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST");
  }

  private static String options(Map<String, String> options) {
    return options.isEmpty()
        ? ""
        : options.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(option -> option.getKey() + " = " + option.getValue())
            .collect(Collectors.joining(", ", " WITH (", ")"));
  }
}
