package dev.safemigrate.effect;

import dev.safemigrate.ast.QueryFacts;
import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.Table;
import dev.safemigrate.schema.View;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Columns that a query names and its relation certainly lacks. Only asked of queries on one
 * relation in one piece: wherever a name could come from elsewhere nothing is said.
 */
final class QueryColumns {

  /** Every table has these besides its own (manual 5.6). */
  private static final Set<String> SYSTEM_COLUMNS =
      Set.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid", "oid");

  /** What brings in other names, or reads names as something else than columns. */
  private static final Pattern OTHER_NAMES =
      Pattern.compile(
          "\\b(with|join|lateral|using|union|intersect|except|merge|window|over|interval|extract|"
              + "collate|xml\\w*|json_\\w+|on\\s+conflict|excluded|returning|at\\s+time\\s+zone)\\b"
              + "|\\(\\s*(select|values)\\b|->|\\$\\$|\\.\\s*\\w+\\s*\\)\\s*\\.",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern ONE_RELATION =
      Pattern.compile(
          "^\\s*(?:select\\b.*?\\bfrom|update|delete\\s+from)\\s+(?:only\\s+)?(?:[\\w\"]+\\.)?[\\w\"]+"
              + "\\s*(?:$|;|\\bset\\b|\\bwhere\\b|\\border\\b|\\bgroup\\b|\\blimit\\b)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final Prediction prediction;

  QueryColumns(Prediction prediction) {
    this.prediction = prediction;
  }

  void check(String text, QueryFacts facts, Relation relation) {
    boolean simple =
        !facts.opaque()
            && ONE_RELATION.matcher(text).find()
            && !OTHER_NAMES.matcher(text).find()
            && text.toLowerCase(Locale.ROOT).split("\\bfrom\\b", -1).length <= 2;
    Optional<Set<String>> known = columns(relation);
    if (!simple || known.isEmpty()) {
      return;
    }
    for (String name : facts.columns()) {
      boolean isKnown =
          known.get().contains(name)
              || name.equals("default")
              || SYSTEM_COLUMNS.contains(name)
              || name.equals(relation.name().name());
      // An output name is used again where it is used at all.
      if (!isKnown && occurrences(text, name) == 1) {
        prediction.fail(
            Prediction.UNDEFINED_COLUMN, "column %s of %s does not exist", name, relation.name());
        return;
      }
    }
  }

  private static Optional<Set<String>> columns(Relation relation) {
    if (relation instanceof Table table && table.columnsKnown()) {
      return Optional.of(new HashSet<>(table.columns().stream().map(Column::name).toList()));
    }
    if (relation instanceof View view && !view.assumed() && !view.opaque()) {
      List<String> columns = view.columns();
      return columns.isEmpty() ? Optional.empty() : Optional.of(new HashSet<>(columns));
    }
    return Optional.empty();
  }

  private static int occurrences(String text, String name) {
    Matcher matcher =
        Pattern.compile("(?<!\\w)" + Pattern.quote(name) + "(?!\\w)", Pattern.CASE_INSENSITIVE)
            .matcher(text);
    int count = 0;
    while (matcher.find()) {
      count++;
    }
    return count;
  }
}
