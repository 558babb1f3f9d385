package dev.safemigrate.runner;

import dev.safemigrate.runner.MigrationState.State;
import dev.safemigrate.source.MigrationScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Applied migrations whose files are gone. One among the versions of the files is a mistake or a
 * branch that is not merged; later ones only say that a newer version of the project was here.
 */
final class MissingFiles {

  private MissingFiles() {}

  /**
   * @param ignore whether they are only named
   * @throws RunException when one is gone that is earlier than a file that is there
   */
  static void look(List<MigrationState> states, boolean ignore, RunListener listener)
      throws RunException {
    List<String> gone = new ArrayList<>();
    List<String> newer = new ArrayList<>();
    boolean fileBehind = false;
    for (int i = states.size() - 1; i >= 0; i--) {
      MigrationState state = states.get(i);
      if (state.state() == State.MISSING) {
        boolean repeatable = state.entry().flatMap(row -> row.migration().version()).isEmpty();
        (fileBehind && !repeatable ? gone : newer).add(0, state.file());
      }
      fileBehind |= isVersioned(state.script());
    }
    if (!newer.isEmpty()) {
      listener.notice(
          "history",
          "applied, but not among the files (a newer version of the project?): "
              + String.join(", ", newer));
    }
    if (gone.isEmpty()) {
      return;
    }
    if (ignore) {
      listener.notice("history", "applied, but not among the files: " + String.join(", ", gone));
      return;
    }
    throw new RunException(
        RunException.Kind.REFUSED,
        ("Applied migrations are not among the files: %s. Nothing was changed. Put the files back,"
                + " or merge the branch that has them; if they were removed on purpose, allow it with"
                + " -Dmigrate.ignoreMissing=true.")
            .formatted(String.join(", ", gone)));
  }

  private static boolean isVersioned(Optional<MigrationScript> script) {
    return script.filter(file -> file.kind() == MigrationScript.Kind.VERSIONED).isPresent();
  }
}
