package dev.safemigrate.rule;

import dev.safemigrate.ast.Delete;
import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.Merge;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Update;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a data change touches a bounded number of rows. */
final class RowBound {

  private RowBound() {}

  /**
   * True for UPDATE, DELETE and MERGE of a table that the application sees, unless a condition pins
   * a column of a unique key to constants, or the runner runs it in batches.
   */
  static boolean unbounded(StatementContext context) {
    Statement statement = context.statement();
    if (context.script().backfill(statement).isPresent()) {
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

  private static boolean bounded(
      StatementContext context, QualifiedName table, Optional<Expression> where) {
    if (where.isEmpty()) {
      return false;
    }
    Set<String> pinned = new HashSet<>();
    List<String> conjuncts = context.queries().expression(where.get().text()).conjuncts();
    for (String conjunct : conjuncts) {
      pinnedColumn(conjunct).ifPresent(pinned::add);
      if (rangeOfKey(conjunct)) {
        return true;
      }
    }
    return context.uniqueKeys(table).stream().anyMatch(pinned::containsAll);
  }

  private static final Pattern EQUALS =
      Pattern.compile(
          "(?is)^\\(?\\s*(?:\"?\\w+\"?\\.)?\"?(\\w+)\"?\\s*(?:=\\s*(?:'|\\d|-|\\$|:|CAST|ANY|\\(?\\s*'|uuid)|IN\\s*\\(\\s*(?!SELECT)['\\d$:-]).*");

  private static final Pattern BETWEEN =
      Pattern.compile("(?is)^\\(?\\s*(?:\"?\\w+\"?\\.)?\"?(\\w+)\"?\\s+BETWEEN\\s+['\\d$:].*");

  private static Optional<String> pinnedColumn(String conjunct) {
    Matcher matcher = EQUALS.matcher(conjunct);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** A batch: a column between two constants or parameters. */
  private static boolean rangeOfKey(String conjunct) {
    return BETWEEN.matcher(conjunct).matches();
  }
}
