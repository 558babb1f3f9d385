package dev.safemigrate.effect;

import dev.safemigrate.ast.CreateView;
import dev.safemigrate.ast.TypeName;
import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.Table;
import dev.safemigrate.schema.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CREATE OR REPLACE VIEW may only add columns at the end (checkViewTupleDesc() of view.c). Judges
 * select lists of plain and cast columns, and nothing else.
 */
final class ViewColumns {

  private static final Pattern SELECT_LIST =
      Pattern.compile(
          "\\s*select\\s+(?!distinct|all\\b)(.*?)\\s+from\\s+([\\w.\"]+)\\s*;?\\s*(?:where\\b.*)?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern ITEM =
      Pattern.compile(
          "(?:\\w+\\.)?(\\w+)(?:\\s*::\\s*[\\w ]+?)?(?:\\s+(?:as\\s+)?(\\w+))?",
          Pattern.CASE_INSENSITIVE);

  private final Prediction prediction;

  private record Output(String name, String type) {}

  ViewColumns(Prediction prediction) {
    this.prediction = prediction;
  }

  void check(CreateView statement, Relation existing) {
    if (!(existing instanceof View view) || view.opaque() || !statement.columns().isEmpty()) {
      return;
    }
    Optional<List<Output>> before = outputs(view.query().text());
    Optional<List<Output>> after = outputs(statement.query().text());
    if (before.isEmpty() || after.isEmpty()) {
      return;
    }
    if (after.get().size() < before.get().size()) {
      prediction.fail(Prediction.INVALID_TABLE_DEFINITION, "columns cannot be dropped from a view");
      return;
    }
    for (int i = 0; i < before.get().size(); i++) {
      Output old = before.get().get(i);
      Output now = after.get().get(i);
      if (!old.name().equals(now.name()) || !old.type().equals(now.type())) {
        prediction.fail(
            Prediction.INVALID_TABLE_DEFINITION,
            "view column %s cannot change its name or type",
            old.name());
      }
    }
  }

  private Optional<List<Output>> outputs(String query) {
    Matcher matcher = SELECT_LIST.matcher(query);
    if (!matcher.matches() || matcher.group(1).contains("(")) {
      return Optional.empty();
    }
    Optional<Table> table =
        prediction
            .schema()
            .findTable(
                new dev.safemigrate.ast.QualifiedName(List.of(matcher.group(2).split("\\."))));
    if (table.isEmpty()) {
      return Optional.empty();
    }
    List<Output> outputs = new ArrayList<>();
    for (String item : matcher.group(1).split(",")) {
      if (item.trim().equals("*")) {
        table.get().columns().forEach(c -> outputs.add(new Output(c.name(), c.type().canonical())));
        continue;
      }
      Optional<Output> output = output(item.trim(), table.get());
      if (output.isEmpty()) {
        return Optional.empty();
      }
      outputs.add(output.get());
    }
    return Optional.of(outputs);
  }

  private Optional<Output> output(String item, Table table) {
    Matcher matcher = ITEM.matcher(item);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Optional<Column> column = table.column(matcher.group(1).toLowerCase(java.util.Locale.ROOT));
    if (column.isEmpty()) {
      return Optional.empty();
    }
    String bare = item.replaceAll("(?i)\\s+as\\s+\\w+$", "");
    Optional<TypeName> cast = prediction.reader().expression(bare).cast();
    String type =
        cast.map(prediction.schema()::resolve)
            .map(t -> t.canonical())
            .orElse(column.get().type().canonical());
    String name = matcher.group(2) == null ? column.get().name() : matcher.group(2);
    return Optional.of(new Output(name, type));
  }
}
