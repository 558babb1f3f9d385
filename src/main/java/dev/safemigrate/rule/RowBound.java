package dev.safemigrate.rule;

import dev.safemigrate.ast.Delete;
import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.Merge;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Update;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Whether a data change touches a bounded number of rows. */
final class RowBound {

  private RowBound() {}

  /**
   * True for UPDATE, DELETE and MERGE of a table that the application sees, unless a condition pins
   * a column of a unique key to constants, or the runner runs it in batches.
   */
  static boolean unbounded(StatementContext context) {
    Statement statement = context.statement();
    if (inBatches(context)) {
      return false;
    }
    if (statement instanceof Update update) {
      return context.isVisible(update.table().name())
          && !bounded(context, update.table().name(), update.where());
    }
    if (statement instanceof Delete delete) {
      return context.isVisible(delete.table().name())
          && !bounded(context, delete.table().name(), delete.where());
    }
    return statement instanceof Merge merge && context.isVisible(merge.table().name());
  }

  /** A backfill that the runner would refuse is none. */
  private static boolean inBatches(StatementContext context) {
    return context
        .script()
        .backfill(context.statement())
        .filter(options -> RefusedBackfill.refusal(context, options).isEmpty())
        .isPresent();
  }

  private static boolean bounded(
      StatementContext context, QualifiedName table, Optional<Expression> where) {
    if (where.isEmpty()) {
      return false;
    }
    List<String> conjuncts = context.queries().expression(where.get().text()).conjuncts();
    return conjuncts.stream().anyMatch(conjunct -> range(context, table, conjunct))
        || pinned(context, table, conjuncts);
  }

  /** Whether it changes but the rows of some keys that it names. */
  static boolean pinned(StatementContext context, Update update) {
    return update
        .where()
        .map(where -> context.queries().expression(where.text()).conjuncts())
        .filter(conjuncts -> pinned(context, update.table().name(), conjuncts))
        .isPresent();
  }

  private static boolean pinned(
      StatementContext context, QualifiedName table, List<String> conjuncts) {
    Set<String> pinned =
        conjuncts.stream()
            .flatMap(conjunct -> pinnedColumn(conjunct).stream())
            .collect(Collectors.toSet());
    return context.uniqueKeys(table).stream().anyMatch(pinned::containsAll);
  }

  private static final String COLUMN =
      "(?is)^\\(?\\s*(?:(?:\"(?:[^\"]|\"\")+\"|\\w+)\\s*\\.\\s*)*(\"(?:[^\"]|\"\")+\"|\\w+)\\s*";

  private static final Pattern EQUALS =
      Pattern.compile(
          COLUMN
              + "(?:=\\s*(?:'|\\d|-|\\$|:|CAST|ANY|\\(?\\s*'|uuid)|IN\\s*\\(\\s*(?!SELECT)['\\d$:-]).*");

  private static final Pattern BETWEEN = Pattern.compile(COLUMN + "\\s+BETWEEN\\s+['\\d$:].*");

  /** In a body, names that are no columns are variables. */
  private static final Pattern BETWEEN_VARIABLES =
      Pattern.compile(COLUMN + "\\s+BETWEEN\\s+(\\w+)\\s+AND\\s+(\\w+)\\s*$");

  private static Optional<String> pinnedColumn(String conjunct) {
    Matcher matcher = EQUALS.matcher(conjunct);
    return matcher.matches() ? Optional.of(unquoted(matcher.group(1))) : Optional.empty();
  }

  private static String unquoted(String name) {
    return name.startsWith("\"")
        ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
        : name.toLowerCase(Locale.ROOT);
  }

  /** A batch: a column between two constants, parameters or variables. */
  private static boolean range(StatementContext context, QualifiedName table, String conjunct) {
    if (BETWEEN.matcher(conjunct).matches()) {
      return true;
    }
    Matcher matcher = BETWEEN_VARIABLES.matcher(conjunct);
    return context.inBody()
        && matcher.matches()
        && !context.hasColumn(table, matcher.group(2))
        && !context.hasColumn(table, matcher.group(3));
  }
}
