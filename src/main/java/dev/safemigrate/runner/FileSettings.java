package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedStatement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which settings a file has made itself: those the runner leaves alone. */
final class FileSettings {

  static final String LOCK_TIMEOUT = "lock_timeout";
  static final String STATEMENT_TIMEOUT = "statement_timeout";

  /** Of a file that has set nothing yet. */
  static final FileSettings NONE = new FileSettings();

  private final Set<String> names = new HashSet<>();

  /** What the session keeps of units that have run. */
  static FileSettings after(List<WorkUnit> units) {
    FileSettings settings = new FileSettings();
    for (WorkUnit unit : units) {
      for (AnalysedStatement statement : unit.statements()) {
        SettingChange.in(statement).stream()
            .filter(change -> !change.local())
            .forEach(settings::note);
      }
    }
    return settings;
  }

  /** Whether a statement of the unit makes or unmakes the setting. */
  static boolean touched(WorkUnit unit, String name) {
    return unit.statements().stream()
        .flatMap(statement -> SettingChange.in(statement).stream())
        .anyMatch(change -> change.name().equals(name) || change.name().equals(SettingChange.ALL));
  }

  boolean has(String name) {
    return names.contains(name);
  }

  private void note(SettingChange change) {
    if (change.made()) {
      names.add(change.name());
    } else if (change.name().equals(SettingChange.ALL)) {
      names.clear();
    } else {
      names.remove(change.name());
    }
  }
}
