package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.ast.SetVariable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which settings a file has made itself: those the runner leaves alone. */
final class FileSettings {

  static final String LOCK_TIMEOUT = "lock_timeout";
  static final String STATEMENT_TIMEOUT = "statement_timeout";

  private final Set<String> names = new HashSet<>();

  /** What the session keeps of units that have run. */
  static FileSettings after(List<WorkUnit> units) {
    FileSettings settings = new FileSettings();
    for (WorkUnit unit : units) {
      for (AnalysedStatement statement : unit.statements()) {
        if (statement.statement() instanceof SetVariable set && !set.local()) {
          settings.note(set);
        }
      }
    }
    return settings;
  }

  /** Whether a statement of the unit makes or unmakes the setting. */
  static boolean touched(WorkUnit unit, String name) {
    return unit.statements().stream().anyMatch(statement -> touches(statement, name));
  }

  boolean has(String name) {
    return names.contains(name);
  }

  private static boolean touches(AnalysedStatement statement, String name) {
    return statement.statement() instanceof SetVariable set
        && (set.name().equals(name) || set.kind() == SetVariable.Kind.RESET_ALL);
  }

  private void note(SetVariable set) {
    switch (set.kind()) {
      case RESET_ALL -> names.clear();
      case RESET, SET_DEFAULT -> names.remove(set.name());
      case SET_VALUE, SET_CURRENT, SET_MULTI -> names.add(set.name());
    }
  }
}
