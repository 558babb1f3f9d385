package dev.safemigrate.mojo;

import dev.safemigrate.catalog.Snapshot;
import dev.safemigrate.history.HistoryEntry;
import dev.safemigrate.history.HistoryEntry.AppliedBy;
import dev.safemigrate.history.HistoryEntry.AppliedMigration;
import dev.safemigrate.history.HistoryEntry.Journal;
import dev.safemigrate.history.HistoryEntry.Kind;
import dev.safemigrate.history.HistoryEntry.LockWaits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The history as a snapshot keeps it: what is applied, by which project version. */
final class SnapshotHistory {

  private SnapshotHistory() {}

  /** The rows that stand. */
  static List<Snapshot.Applied> rows(List<HistoryEntry> entries) {
    return entries.stream()
        .filter(HistoryEntry::applied)
        .filter(entry -> entry.migration().kind() != Kind.ROLLBACK)
        .map(
            entry ->
                new Snapshot.Applied(
                    entry.migration().kind().name().toLowerCase(Locale.ROOT),
                    entry.migration().version(),
                    entry.migration().description(),
                    entry.migration().script(),
                    entry.migration().checksum(),
                    entry.appliedBy().projectVersion(),
                    entry.verifiedAt().isPresent()))
        .toList();
  }

  /**
   * The same as a history, without times and people.
   *
   * @throws IllegalArgumentException when a row is of no kind
   */
  static List<HistoryEntry> entries(List<Snapshot.Applied> rows) {
    List<HistoryEntry> entries = new ArrayList<>();
    for (Snapshot.Applied row : rows) {
      entries.add(entry(entries.size() + 1, row));
    }
    return entries;
  }

  private static HistoryEntry entry(long rank, Snapshot.Applied row) {
    return new HistoryEntry(
        rank,
        new AppliedMigration(
            Kind.valueOf(row.kind().toUpperCase(Locale.ROOT)),
            row.version(),
            row.description(),
            row.script(),
            row.checksum(),
            Optional.empty(),
            Optional.empty()),
        new AppliedBy("", "", row.projectVersion(), Optional.empty(), ""),
        Instant.EPOCH,
        Optional.of(Instant.EPOCH),
        0,
        Journal.NONE,
        LockWaits.NONE,
        Optional.empty(),
        row.verified() ? Optional.of(Instant.EPOCH) : Optional.empty());
  }
}
