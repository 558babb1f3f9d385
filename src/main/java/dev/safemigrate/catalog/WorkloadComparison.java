package dev.safemigrate.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What became worse for the application since a run: its statements and how it reads its tables.
 *
 * @param since when the run had ended
 * @param until when the figures of now were read
 * @param slower statements whose mean time grew, the most time in all first
 * @param sequential tables that were read through indexes before and are read whole since
 * @param unused indexes that are new since before the run and that nobody has read
 * @param notes what could not be compared, and why
 */
public record WorkloadComparison(
    Instant since,
    Instant until,
    List<Slower> slower,
    List<Sequential> sequential,
    List<Unused> unused,
    List<String> notes) {

  /** Fewer calls or scans say nothing. */
  private static final int ENOUGH = 10;

  private static final double GROWN = 1.5;
  private static final double GROWN_MILLIS = 0.1;
  private static final double TURNED = 0.25;

  /** A smaller table is rightly read whole. */
  private static final int MANY_ROWS = 1000;

  public WorkloadComparison {
    slower = List.copyOf(slower);
    sequential = List.copyOf(sequential);
    unused = List.copyOf(unused);
    notes = List.copyOf(notes);
  }

  /**
   * A statement that takes longer.
   *
   * @param hash the MD5 of its text
   * @param before its calls before the run
   * @param after its calls since
   */
  public record Slower(String hash, Workload.Calls before, Workload.Calls after) {

    private double more() {
      return (after.mean() - before.mean()) * after.calls();
    }
  }

  /** A table that is read whole. */
  public record Sequential(String table, Workload.TableScans before, Workload.TableScans after) {

    /** How many rows such a scan reads. */
    public long rows() {
      return after.sequential() == 0 ? 0 : after.sequentialRows() / after.sequential();
    }
  }

  /**
   * An index that only costs.
   *
   * @param bytes about how big it is
   * @param scans how often its table was read since, in all ways
   */
  public record Unused(String index, long bytes, long scans) {}

  /**
   * Compares the work before a run with that since.
   *
   * @param before the run
   * @param behind it, when it had ended; its own reading is left out
   * @param ignored tables of ours, as SQL names them
   */
  public static WorkloadComparison between(
      Workload before, Workload behind, Workload now, Workload.Names names, Set<String> ignored) {
    List<String> notes = new ArrayList<>(statementNotes(before, behind, now));
    if (isReset(behind.reset(), now.reset())) {
      notes.add(
          "The counters of tables and indexes were set to zero on %s, behind the run: what counts as since then is since then."
              .formatted(now.reset().orElseThrow()));
    }
    return new WorkloadComparison(
        behind.readAt(),
        now.readAt(),
        slower(before.statements(), behind.statements(), now.statements()),
        sequential(before, behind, now, names, ignored),
        unused(before, behind, now, names),
        notes);
  }

  /** How long the figures since the run reach back. */
  public Duration length() {
    return Duration.between(since, until);
  }

  private static boolean isReset(Optional<Instant> then, Optional<Instant> now) {
    return now.isPresent() && !now.equals(then);
  }

  private static List<String> statementNotes(Workload before, Workload behind, Workload now) {
    if (now.statements().missing().isPresent()) {
      return List.of("Statements are not compared: " + now.statements().missing().get() + ".");
    }
    if (before.statements().missing().isPresent()) {
      return List.of(
          "Statements are not compared: before the run, "
              + before.statements().missing().get()
              + ".");
    }
    List<String> notes = new ArrayList<>();
    if (isReset(behind.statements().reset(), now.statements().reset())) {
      notes.add(
          "pg_stat_statements was set to zero on %s, behind the run: the times since are since then."
              .formatted(now.statements().reset().orElseThrow()));
    }
    long dropped = now.statements().dropped() - before.statements().dropped();
    if (dropped > 0) {
      notes.add(
          "pg_stat_statements has dropped rare statements %d times since (pg_stat_statements.max): some may be missing here."
              .formatted(dropped));
    }
    if (now.statements().hidden() > 0) {
      notes.add(
          "%d statements of other users are not compared: this user may not see them (pg_read_all_stats)."
              .formatted(now.statements().hidden()));
    }
    return notes;
  }

  private static List<Slower> slower(
      Workload.Statements before, Workload.Statements behind, Workload.Statements now) {
    List<Slower> slower = new ArrayList<>();
    boolean fromZero = isReset(behind.reset(), now.reset());
    boolean resetByRun = isReset(before.reset(), behind.reset());
    now.times()
        .forEach(
            (hash, total) -> {
              Workload.Calls then = before.times().getOrDefault(hash, new Workload.Calls(0, 0));
              // What was kept behind the run may lack it; what it did before it is known.
              Workload.Calls counted = resetByRun ? new Workload.Calls(0, 0) : then;
              Workload.Calls since =
                  fromZero ? total : total.minus(behind.times().getOrDefault(hash, counted));
              if (isSlower(then, since)) {
                slower.add(new Slower(hash, then, since));
              }
            });
    slower.sort(Comparator.comparingDouble(Slower::more).reversed());
    return slower;
  }

  private static boolean isSlower(Workload.Calls before, Workload.Calls since) {
    return before.calls() >= ENOUGH
        && since.calls() >= ENOUGH
        && since.mean() >= before.mean() * GROWN
        && since.mean() - before.mean() >= GROWN_MILLIS;
  }

  private static List<Sequential> sequential(
      Workload before, Workload behind, Workload now, Workload.Names names, Set<String> ignored) {
    List<Sequential> turned = new ArrayList<>();
    since(behind, now)
        .forEach(
            (id, after) -> {
              Workload.TableScans then = before.tables().getOrDefault(id, Workload.TableScans.NONE);
              String name = names.tables().getOrDefault(id, "");
              if (then.all() >= ENOUGH && !name.isEmpty() && !ignored.contains(name)) {
                Sequential table = new Sequential(name, then, after);
                if (isTurned(table)) {
                  turned.add(table);
                }
              }
            });
    turned.sort(
        Comparator.comparingLong((Sequential table) -> table.after().sequentialRows()).reversed());
    return turned;
  }

  private static boolean isTurned(Sequential table) {
    return table.after().sequential() >= ENOUGH
        && table.rows() >= MANY_ROWS
        && table.after().sequentialShare() - table.before().sequentialShare() >= TURNED;
  }

  private static List<Unused> unused(
      Workload before, Workload behind, Workload now, Workload.Names names) {
    Map<Long, Workload.TableScans> since = since(behind, now);
    List<Unused> unused = new ArrayList<>();
    for (Workload.IndexName index : names.indexes()) {
      long used = now.indexes().getOrDefault(index.id(), 0L);
      long usedBehind = behind.indexes().getOrDefault(index.id(), 0L);
      long scans = since.getOrDefault(index.table(), Workload.TableScans.NONE).all();
      boolean read = used < usedBehind ? used > 0 : used > usedBehind;
      if (!before.indexes().containsKey(index.id()) && !read && scans >= ENOUGH) {
        unused.add(new Unused(index.name(), index.bytes(), scans));
      }
    }
    unused.sort(Comparator.comparingLong(Unused::bytes).reversed().thenComparing(Unused::index));
    return unused;
  }

  private static Map<Long, Workload.TableScans> since(Workload behind, Workload now) {
    boolean fromZero = isReset(behind.reset(), now.reset());
    Map<Long, Workload.TableScans> since = new HashMap<>();
    now.tables()
        .forEach(
            (id, total) ->
                since.put(
                    id,
                    fromZero
                        ? total
                        : total.minus(behind.tables().getOrDefault(id, Workload.TableScans.NONE))));
    return since;
  }
}
