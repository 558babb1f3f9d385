package dev.safemigrate.history;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One row of the history.
 *
 * @param rank the order of application, from 1
 * @param migration what was applied
 * @param appliedBy the database user, host and versions
 * @param startedAt by the server's clock
 * @param finishedAt empty while statements are still to run
 * @param durationMillis time spent in the database, over all runs that worked on it
 * @param journal the statements that have run, where they run one by one
 * @param lockWaits what waiting for locks has cost
 * @param rolledBackAt set when a down script has undone it
 * @param verifiedAt set when the queries were true that must be behind it
 */
public record HistoryEntry(
    long rank,
    AppliedMigration migration,
    AppliedBy appliedBy,
    Instant startedAt,
    Optional<Instant> finishedAt,
    long durationMillis,
    Journal journal,
    LockWaits lockWaits,
    Optional<Instant> rolledBackAt,
    Optional<Instant> verifiedAt) {

  /** Applied in full and not undone. */
  public boolean applied() {
    return finishedAt.isPresent() && rolledBackAt.isEmpty();
  }

  /** Begun by a run that did not come to its end. */
  public boolean unfinished() {
    return finishedAt.isEmpty() && rolledBackAt.isEmpty();
  }

  /** What a row is about. */
  public enum Kind {
    VERSIONED,
    REPEATABLE,
    BASELINE,
    /** A down script's run; the row that it undoes is marked when it ends. */
    ROLLBACK
  }

  /**
   * The migration as it was.
   *
   * @param version empty for repeatables
   * @param script the file's path below its location
   * @param checksum SHA-256 in hexadecimal over the content with line endings folded; empty for a
   *     baseline
   * @param classification its class when it was applied
   * @param phase expand, backfill or contract, where it is known
   */
  public record AppliedMigration(
      Kind kind,
      Optional<String> version,
      String description,
      String script,
      Optional<String> checksum,
      Optional<String> classification,
      Optional<String> phase) {}

  /**
   * Who applied it, and from where.
   *
   * @param user the database user
   * @param host the machine that ran the plugin
   * @param projectVersion the project's version
   * @param gitCommit the commit that was checked out, if there is one
   * @param toolVersion the plugin's version
   */
  public record AppliedBy(
      String user,
      String host,
      Optional<String> projectVersion,
      Optional<String> gitCommit,
      String toolVersion) {}

  /**
   * What waiting for locks has cost.
   *
   * @param retries how often a transaction was tried again because a lock was not to be had
   * @param millis from the first attempts to those that succeeded, pauses included
   */
  public record LockWaits(int retries, long millis) {

    /** Every lock was had at once. */
    public static final LockWaits NONE = new LockWaits(0, 0);
  }

  /**
   * The progress through statements that run one by one.
   *
   * @param total how many units of work there are: transactions and single statements; 0 where the
   *     whole file is one transaction
   * @param done the SHA-256 of each unit that has run, in order
   * @param running the unit (from 0) that was sent and of whose end nothing is known
   * @param name the name that was chosen for what that unit builds, where its file gives none
   */
  public record Journal(
      int total, List<String> done, Optional<Integer> running, Optional<String> name) {

    /** The whole file is one transaction. */
    public static final Journal NONE =
        new Journal(0, List.of(), Optional.empty(), Optional.empty());

    public Journal {
      done = List.copyOf(done);
    }
  }
}
