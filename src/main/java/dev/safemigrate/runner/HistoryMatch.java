package dev.safemigrate.runner;

import dev.safemigrate.history.HistoryEntry;
import dev.safemigrate.history.HistoryEntry.Kind;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which versioned file a row of the history is about: the one of its version and name, for some
 * tools allow several files of one version; else the one of its version, for a file may be renamed.
 */
final class HistoryMatch {

  private final Map<MigrationScript, HistoryEntry> entries = new IdentityHashMap<>();
  private final Map<Long, MigrationScript> scripts = new HashMap<>();
  private final List<HistoryEntry> versioned;

  private HistoryMatch(List<HistoryEntry> versioned) {
    this.versioned = List.copyOf(versioned);
  }

  /** Matches the rows that were not rolled back. */
  static HistoryMatch of(List<MigrationScript> scripts, List<HistoryEntry> history) {
    HistoryMatch match =
        new HistoryMatch(
            history.stream()
                .filter(entry -> entry.migration().kind() == Kind.VERSIONED)
                .filter(entry -> entry.rolledBackAt().isEmpty())
                .toList());
    List<MigrationScript> files =
        scripts.stream().filter(script -> script.kind() == MigrationScript.Kind.VERSIONED).toList();
    match.byName(files);
    match.renamed(files);
    return match;
  }

  /** The rows about versioned files that were not rolled back, in the order of application. */
  List<HistoryEntry> versioned() {
    return versioned;
  }

  Optional<HistoryEntry> entry(MigrationScript script) {
    return Optional.ofNullable(entries.get(script));
  }

  Optional<MigrationScript> script(HistoryEntry entry) {
    return Optional.ofNullable(scripts.get(entry.rank()));
  }

  /** The version of a row; its file knows whether it is a number or a label. */
  Version version(HistoryEntry entry) {
    return script(entry)
        .map(MigrationStates::versionOf)
        .orElseGet(() -> MigrationStates.versionOf(entry));
  }

  private void byName(List<MigrationScript> files) {
    Map<String, List<HistoryEntry>> byName = new HashMap<>();
    for (HistoryEntry entry : versioned) {
      byName.computeIfAbsent(entry.migration().script(), name -> new ArrayList<>()).add(entry);
    }
    for (MigrationScript file : files) {
      byName.getOrDefault(file.name(), List.of()).stream()
          .filter(entry -> isOfVersion(entry, file))
          .findFirst()
          .ifPresent(entry -> put(file, entry));
    }
  }

  private void renamed(List<MigrationScript> files) {
    Map<Version, HistoryEntry> left = new HashMap<>();
    for (HistoryEntry entry : versioned) {
      if (!scripts.containsKey(entry.rank())) {
        Version version = MigrationStates.versionOf(entry);
        left.put(version, entry);
        left.put(Version.ofLabel(version.text()), entry);
      }
    }
    Set<Long> taken = new HashSet<>();
    for (MigrationScript file : files) {
      @Nullable HistoryEntry entry = left.get(MigrationStates.versionOf(file));
      if (entry != null && !entries.containsKey(file) && taken.add(entry.rank())) {
        put(file, entry);
      }
    }
  }

  private static boolean isOfVersion(HistoryEntry entry, MigrationScript file) {
    Version version = MigrationStates.versionOf(file);
    return MigrationStates.versionOf(entry).readLike(version).equals(version);
  }

  private void put(MigrationScript file, HistoryEntry entry) {
    entries.put(file, entry);
    scripts.put(entry.rank(), file);
  }
}
