package dev.safemigrate.analysis;

import dev.safemigrate.source.Directive.Phase;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * With which project version applied migrations came, and whether what they promise has been seen
 * to hold.
 *
 * @param current the project version that would bring what is pending; empty when there is none
 * @param applied by identity, in the order of the files
 * @param alone no application of an earlier version works on the database, so that all may be
 *     brought at once
 * @param firstInstall the same, since no run has come to its end on it yet
 */
public record Releases(
    Optional<String> current, Map<String, Release> applied, boolean alone, boolean firstInstall) {

  /** Nobody who knows has been asked. */
  public static final Releases UNKNOWN = new Releases(Optional.empty(), Map.of(), false);

  private static final String ONLY_VERSION =
      " (the history knows only this version; where no application works on the database, apply with -Dmigrate.allowEarlyContract=true)";

  private static final String SNAPSHOT = "-SNAPSHOT";

  /** Where a run has come to its end before. */
  public Releases(Optional<String> current, Map<String, Release> applied, boolean alone) {
    this(current, applied, alone, false);
  }

  /** A snapshot counts as the release that it leads to. */
  public Releases {
    alone |= firstInstall;
    current = current.map(Releases::release);
    applied = Collections.unmodifiableMap(new LinkedHashMap<>(applied));
  }

  /**
   * An applied migration.
   *
   * @param name of its file
   * @param phase what its file says, if it does
   * @param projectVersion it came with; empty where the history does not say
   * @param verified its queries have been true, or it has none
   */
  public record Release(
      String name, Optional<Phase> phase, Optional<String> projectVersion, boolean verified) {

    /** A snapshot counts as the release that it leads to. */
    public Release {
      projectVersion = projectVersion.map(Releases::release);
    }
  }

  /** The release that a snapshot leads to; other versions as they are. */
  public static String release(String projectVersion) {
    return projectVersion.endsWith(SNAPSHOT)
        ? projectVersion.substring(0, projectVersion.length() - SNAPSHOT.length())
        : projectVersion;
  }

  /**
   * Why it is not certain that an applied migration came in an earlier release, and what to do, as
   * a clause; empty where it is certain.
   *
   * @param identity of the migration
   * @param name what to call it
   */
  Optional<String> doubt(String identity, String name) {
    if (alone) {
      return Optional.empty();
    }
    Optional<Release> known = Optional.ofNullable(applied.get(identity));
    if (known.isEmpty()) {
      return Optional.of(
          ("it is not known with which project version %s was applied: give the database (url), or"
                  + " a snapshot of it as base")
              .formatted(name));
    }
    Optional<String> came = known.get().projectVersion();
    if (came.isEmpty() || current.isEmpty()) {
      return Optional.of(
          "the history does not say that %s was applied by another project version than this: if it was, acknowledge the finding"
              .formatted(name));
    }
    return came.equals(current)
        ? Optional.of(
            "%s came with this project version, %s, before which another one may still run: bring the contract with a later version%s"
                .formatted(name, came.get(), onlyThis() ? ONLY_VERSION : ""))
        : Optional.empty();
  }

  private boolean onlyThis() {
    return applied.values().stream().allMatch(each -> each.projectVersion().equals(current));
  }
}
