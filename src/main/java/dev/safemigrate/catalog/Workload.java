package dev.safemigrate.catalog;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a server has counted of the work on one database up to an instant. Holds no text of any
 * statement.
 *
 * @param readAt by the server's clock
 * @param reset when the counters of tables and indexes were last set to zero, if they ever were
 * @param statements by the MD5 of their text, as pg_stat_statements normalises it
 * @param tables by their object identifier
 * @param indexes by theirs
 */
public record Workload(
    Instant readAt,
    Optional<Instant> reset,
    Statements statements,
    SortedMap<Long, TableScans> tables,
    SortedMap<Long, Long> indexes) {

  public Workload {
    tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
    indexes = Collections.unmodifiableSortedMap(new TreeMap<>(indexes));
  }

  /**
   * The figures of pg_stat_statements.
   *
   * @param missing why there are none; empty when there are
   * @param reset when they were last set to zero
   * @param dropped how often rare statements were dropped to make room
   * @param hidden how many statements of others this user may not see
   * @param times those with the most time in total, by the MD5 of their text
   */
  public record Statements(
      Optional<String> missing,
      Optional<Instant> reset,
      long dropped,
      long hidden,
      Map<String, Calls> times) {

    public Statements {
      times = Collections.unmodifiableSortedMap(new TreeMap<>(times));
    }

    static Statements missing(String why) {
      return new Statements(Optional.of(why), Optional.empty(), 0, 0, Map.of());
    }
  }

  /**
   * How often a statement ran.
   *
   * @param calls since the counters were zero
   * @param millis of all calls together
   */
  public record Calls(long calls, double millis) {

    /** Milliseconds of one. */
    public double mean() {
      return calls == 0 ? 0 : millis / calls;
    }

    Calls minus(Calls earlier) {
      // A counter that went back was set to zero, by somebody or by a crash.
      return calls < earlier.calls()
          ? this
          : new Calls(calls - earlier.calls(), millis - earlier.millis());
    }
  }

  /**
   * How a table was read.
   *
   * @param sequential scans of the whole table
   * @param sequentialRows rows that those have read
   * @param byIndex scans through an index
   */
  public record TableScans(long sequential, long sequentialRows, long byIndex) {

    static final TableScans NONE = new TableScans(0, 0, 0);

    /** How many there were of both kinds. */
    public long all() {
      return sequential + byIndex;
    }

    /** Which part of them read the whole table, 0 to 1. */
    public double sequentialShare() {
      return all() == 0 ? 0 : (double) sequential / all();
    }

    TableScans minus(TableScans earlier) {
      boolean restarted =
          sequential < earlier.sequential()
              || byIndex < earlier.byIndex()
              || sequentialRows < earlier.sequentialRows();
      return restarted
          ? this
          : new TableScans(
              sequential - earlier.sequential(),
              sequentialRows - earlier.sequentialRows(),
              byIndex - earlier.byIndex());
    }
  }

  /**
   * The names that the counters of an instant belong to.
   *
   * @param tables by their object identifier, each as SQL names it
   * @param indexes that no constraint needs, so that only reads make use of them
   */
  public record Names(Map<Long, String> tables, List<IndexName> indexes) {

    public Names {
      tables = Map.copyOf(tables);
      indexes = List.copyOf(indexes);
    }
  }

  /**
   * An index.
   *
   * @param id its object identifier
   * @param name as SQL names it
   * @param table the object identifier of its table
   * @param bytes about how big it is
   */
  public record IndexName(long id, String name, long table, long bytes) {}
}
