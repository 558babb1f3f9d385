package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.effect.LockMode;
import dev.safemigrate.schema.RelationName;
import java.util.List;

/** One thing that is sent for a unit; what a run sends and what a preview shows are the same. */
sealed interface Step {

  /** The settings with which it begins. */
  static List<String> leadingSettings(List<Step> steps) {
    return steps.stream()
        .takeWhile(Setting.class::isInstance)
        .map(step -> ((Setting) step).sql())
        .toList();
  }

  /** A statement of the file. */
  record FromFile(AnalysedStatement statement) implements Step {}

  /** A setting of the runner's own. */
  record Setting(String sql) implements Step {}

  /** Locks that the next statements need, taken before the first of them, sorted by name. */
  record UpFront(List<TableLock> locks) implements Step {

    public UpFront {
      locks = List.copyOf(locks);
    }
  }

  /** As lock_timeout what the locks that were taken up front have left of their time. */
  record Budget() implements Step {}

  /** A lock on one table, without the tables that inherit from it. */
  record TableLock(RelationName table, LockMode mode) {

    /** The statement that takes it. */
    String sql() {
      return sql(Identifiers.quote(table.schema()) + "." + Identifiers.quote(table.name()), mode);
    }

    static String sql(String quotedName, LockMode mode) {
      return "LOCK TABLE ONLY %s IN %s MODE".formatted(quotedName, mode.sqlName());
    }
  }
}
