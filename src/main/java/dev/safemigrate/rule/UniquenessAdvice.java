package dev.safemigrate.rule;

import dev.safemigrate.finding.Remedy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How to find out beforehand what a new uniqueness would refuse. */
final class UniquenessAdvice {

  private UniquenessAdvice() {}

  static Remedy remedy(StatementContext context, NewUniqueness uniqueness) {
    return Remedy.of(
        "Look for such rows first: %s Mend them, and release a version that writes no others, before this runs.%s"
            .formatted(query(context, uniqueness), plan(uniqueness)));
  }

  private static String query(StatementContext context, NewUniqueness uniqueness) {
    if (!uniqueness.operators().isEmpty()) {
      return pairs(context, uniqueness);
    }
    String keys = String.join(", ", uniqueness.keys());
    List<String> conditions = new ArrayList<>();
    uniqueness.where().ifPresent(rows -> conditions.add("(" + rows + ")"));
    if (!uniqueness.nullsToo()) {
      uniqueness.keys().stream()
          .filter(key -> !requires(context, uniqueness, key))
          .map(key -> key + " IS NOT NULL")
          .forEach(conditions::add);
    }
    return "SELECT %s, count(*) FROM %s%s GROUP BY %s HAVING count(*) > 1;"
        .formatted(
            keys,
            context.name(uniqueness.table()),
            conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions),
            keys);
  }

  private static boolean requires(StatementContext context, NewUniqueness uniqueness, String key) {
    return uniqueness.columns().stream()
        .filter(column -> SqlNames.quote(column).equals(key))
        .anyMatch(column -> context.isNotNull(uniqueness.table(), column));
  }

  /** Each pair of rows once; expressions cannot be asked of two rows in the user's words. */
  private static String pairs(StatementContext context, NewUniqueness uniqueness) {
    boolean columnsOnly =
        uniqueness.columns().stream()
            .map(SqlNames::quote)
            .collect(Collectors.toSet())
            .containsAll(uniqueness.keys());
    if (!columnsOnly
        || uniqueness.where().isPresent()
        || context.isPartitioned(uniqueness.table())) {
      return "join the table with itself by the constraint's operators.";
    }
    StringBuilder join = new StringBuilder("one.ctid < other.ctid");
    for (int i = 0; i < uniqueness.keys().size(); i++) {
      String key = uniqueness.keys().get(i);
      join.append(" AND one.%s %s other.%s".formatted(key, uniqueness.operators().get(i), key));
    }
    String table = context.name(uniqueness.table());
    return "SELECT * FROM %s AS one JOIN %s AS other ON %s;".formatted(table, table, join);
  }

  /** The planner knows unique constraints over columns; quoted names cannot be pasted so. */
  private static String plan(NewUniqueness uniqueness) {
    boolean plain =
        uniqueness.operators().isEmpty()
            && uniqueness.where().isEmpty()
            && uniqueness.columns().containsAll(uniqueness.keys())
            && !uniqueness.nullsToo();
    return plain
        ? " The files that repair rows, build the index and add the constraint are written by: mvn migrate:plan -Dmigrate.change=\"add unique to %s.%s repair <statement>\""
            .formatted(uniqueness.table(), String.join(", ", uniqueness.keys()))
        : "";
  }
}
