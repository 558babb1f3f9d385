package dev.safemigrate.mojo;

import dev.safemigrate.finding.Pending;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.Version;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which migrations ran already.
 *
 * @param identities of those that did
 * @param pending how that is known
 */
record Applied(Set<String> identities, Pending pending) {

  static final Applied NOTHING_KNOWN = new Applied(Set.of(), Pending.ALL);

  Applied {
    identities = Set.copyOf(identities);
  }

  /** Everything up to a version. */
  static Applied upTo(Version version, List<MigrationScript> scripts) {
    Set<String> identities =
        scripts.stream()
            .filter(
                script ->
                    script.version().filter(v -> v.compareTo(version.readLike(v)) <= 0).isPresent())
            .map(MigrationScript::identity)
            .collect(Collectors.toSet());
    return new Applied(
        identities, new Pending(Pending.By.BASELINE, "everything behind version " + version));
  }

  /**
   * The order in which the scripts ran or will run. A database says what ran first; without one, a
   * changed file stays where its name puts it, because later files build on it.
   */
  List<MigrationScript> inOrder(List<MigrationScript> scripts) {
    if (pending.by() != Pending.By.HISTORY) {
      return scripts;
    }
    return Stream.concat(
            scripts.stream().filter(script -> identities.contains(script.identity())),
            scripts.stream().filter(script -> !identities.contains(script.identity())))
        .toList();
  }
}
