package dev.safemigrate.git;

import dev.safemigrate.source.MigrationScript;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What became of migrations. One is known by what its tool's history calls it, so that another
 * description in a file's name is no change where the tool goes by the number.
 *
 * @param unchanged {@link MigrationScript#identity() identities} of those that are as they were,
 *     line endings aside
 * @param added those that are new, in the order in which they run
 * @param changed those that were there with another content
 * @param gone those that are there no more, as they were
 */
public record ChangedMigrations(
    Set<String> unchanged,
    List<MigrationScript> added,
    List<MigrationScript> changed,
    List<MigrationScript> gone) {

  /** Copies its collections. */
  public ChangedMigrations {
    unchanged = Set.copyOf(unchanged);
    added = List.copyOf(added);
    changed = List.copyOf(changed);
    gone = List.copyOf(gone);
  }

  static ChangedMigrations between(List<MigrationScript> before, List<MigrationScript> now) {
    Map<String, MigrationScript> left = new LinkedHashMap<>();
    before.forEach(script -> left.put(script.identity(), script));
    Set<String> unchanged = new HashSet<>();
    List<MigrationScript> added = new ArrayList<>();
    List<MigrationScript> changed = new ArrayList<>();
    for (MigrationScript script : now) {
      MigrationScript earlier = left.remove(script.identity());
      if (earlier == null) {
        added.add(script);
      } else if (earlier.checksum().equals(script.checksum())) {
        unchanged.add(script.identity());
      } else {
        changed.add(script);
      }
    }
    return new ChangedMigrations(unchanged, added, changed, List.copyOf(left.values()));
  }

  /** Their numbers, as in {@code 2 new, 1 changed}. */
  public String summary() {
    List<String> words = new ArrayList<>();
    count(words, added.size(), "new");
    count(words, changed.size(), "changed");
    count(words, gone.size(), "gone");
    return words.isEmpty() ? "nothing new" : String.join(", ", words);
  }

  private static void count(List<String> words, int number, String what) {
    if (number > 0) {
      words.add(number + " " + what);
    }
  }
}
