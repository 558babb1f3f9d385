package dev.safemigrate.report;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.effect.LockHold;
import dev.safemigrate.effect.LockMode;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.schema.RelationName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Which relations are locked how strongly over the statements of one transaction, or of one
 * statement outside of any. A lock is kept until its transaction ends (manual, "Explicit Locking"),
 * so what a later statement takes long for is waited for, too.
 *
 * @param transaction its number in the file; empty outside
 * @param columns the statements, in order
 * @param rows the relations with locks that another session can wait for, worst first
 */
record LockTimeline(OptionalInt transaction, List<Column> columns, List<Row> rows) {

  LockTimeline {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /**
   * One statement.
   *
   * @param hold what it takes its time for; {@link LockHold#INSTANT} for catalog work
   */
  record Column(AnalysedStatement statement, LockHold hold) {
    boolean takesTime() {
      return hold != LockHold.INSTANT;
    }
  }

  /** A lock from one column up to, and without, another. */
  record Bar(int from, int to, LockMode mode) {}

  /**
   * One relation.
   *
   * @param bars its locks in order, each as strong as the strongest so far
   * @param strongest the last bar's mode
   * @param busy the longest that a statement keeps reads or writes of it waiting; {@link
   *     LockHold#INSTANT} if none does
   * @param slowest which statement that is, by its index in the columns; empty if none
   */
  record Row(
      RelationName relation,
      List<Bar> bars,
      LockMode strongest,
      LockHold busy,
      OptionalInt slowest) {

    Row {
      bars = List.copyOf(bars);
    }

    boolean makesOthersWaitLong() {
      return slowest.isPresent() && busy != LockHold.ROWS;
    }
  }

  /** One timeline for each transaction and for each statement outside one, in reading order. */
  static List<LockTimeline> of(AnalysedMigration migration) {
    List<LockTimeline> timelines = new ArrayList<>();
    for (List<AnalysedStatement> part : parts(migration.statements())) {
      timelines.add(of(part));
    }
    return timelines;
  }

  /** Neighbours of one transaction together, everything else alone. */
  private static List<List<AnalysedStatement>> parts(List<AnalysedStatement> statements) {
    List<List<AnalysedStatement>> parts = new ArrayList<>();
    OptionalInt current = OptionalInt.empty();
    for (AnalysedStatement statement : statements) {
      boolean continues =
          !parts.isEmpty()
              && statement.transaction().isPresent()
              && statement.transaction().equals(current);
      if (!continues) {
        parts.add(new ArrayList<>());
      }
      parts.get(parts.size() - 1).add(statement);
      current = statement.transaction();
    }
    return parts;
  }

  private static LockTimeline of(List<AnalysedStatement> statements) {
    List<Column> columns = statements.stream().map(s -> new Column(s, hold(s))).toList();
    Map<RelationName, List<Bar>> bars = new TreeMap<>();
    for (int index = 0; index < statements.size(); index++) {
      for (Map.Entry<RelationName, LockMode> lock : felt(statements.get(index)).entrySet()) {
        extend(
            bars.computeIfAbsent(lock.getKey(), name -> new ArrayList<>()),
            index,
            lock.getValue(),
            statements.size());
      }
    }
    List<Row> rows = new ArrayList<>();
    bars.forEach((relation, locks) -> rows.add(row(relation, locks, columns)));
    rows.sort(
        Comparator.comparing((Row row) -> row.slowest().isEmpty())
            .thenComparing(Row::strongest, Comparator.reverseOrder())
            .thenComparing(Row::relation));
    return new LockTimeline(statements.get(0).transaction(), columns, rows);
  }

  /** What the statement takes its time for, on whichever relation. */
  private static LockHold hold(AnalysedStatement statement) {
    return statement.effects().locks().stream()
        .filter(lock -> !lock.unseen())
        .map(RelationLock::hold)
        .max(Comparator.naturalOrder())
        .orElse(LockHold.INSTANT);
  }

  /** The strongest lock of the statement on each relation that others can wait for. */
  private static Map<RelationName, LockMode> felt(AnalysedStatement statement) {
    Map<RelationName, LockMode> strongest = new LinkedHashMap<>();
    for (RelationLock lock : statement.effects().locks()) {
      if (!lock.unseen()) {
        strongest.merge(lock.relation(), lock.mode(), LockTimeline::stronger);
      }
    }
    return strongest;
  }

  /** Two modes that do not imply one another are held both; the stronger decides who waits. */
  private static LockMode stronger(LockMode one, LockMode other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  /** From {@code index} on the lock is at least as strong as {@code mode}. */
  private static void extend(List<Bar> bars, int index, LockMode mode, int end) {
    if (bars.isEmpty()) {
      bars.add(new Bar(index, end, mode));
      return;
    }
    Bar last = bars.get(bars.size() - 1);
    if (mode.compareTo(last.mode()) > 0) {
      bars.set(bars.size() - 1, new Bar(last.from(), index, last.mode()));
      bars.add(new Bar(index, end, mode));
    }
  }

  private static Row row(RelationName relation, List<Bar> bars, List<Column> columns) {
    LockHold busy = LockHold.INSTANT;
    OptionalInt slowest = OptionalInt.empty();
    for (Bar bar : bars) {
      for (int index = bar.from(); index < bar.to() && bar.mode().blocksWrites(); index++) {
        LockHold hold = columns.get(index).hold();
        if (hold.compareTo(busy) > 0) {
          busy = hold;
          slowest = OptionalInt.of(index);
        }
      }
    }
    return new Row(relation, bars, bars.get(bars.size() - 1).mode(), busy, slowest);
  }

  /** Who waits for the relation and how long, in one sentence. */
  String sentence(Row row) {
    String who = Words.whoWaits(row.strongest());
    if (!row.strongest().blocksWrites()) {
      return who;
    }
    if (row.slowest().isEmpty()) {
      return who + " for an instant";
    }
    AnalysedStatement cause = columns.get(row.slowest().getAsInt()).statement();
    Optional<RelationLock> own =
        cause.effects().lockFeltOn(row.relation()).filter(lock -> lock.hold() == row.busy());
    String how = Words.howLong(row.busy());
    return own.isPresent()
        ? "%s %s".formatted(who, how)
        : "%s until the transaction ends: line %d takes %s"
            .formatted(who, cause.line(), how.replace("the table", "another table"));
  }
}
