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
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;

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
   * @param makesOthersWaitLong whether reads or writes of it wait for more than an instant
   */
  record Row(
      RelationName relation, List<Bar> bars, LockMode strongest, boolean makesOthersWaitLong) {

    Row {
      bars = List.copyOf(bars);
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
        Comparator.comparing((Row row) -> !row.makesOthersWaitLong())
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
    boolean waitLong =
        bars.stream()
            .anyMatch(bar -> bar.mode().blocksWrites() && slowest(bar, columns).isPresent());
    return new Row(relation, bars, bars.get(bars.size() - 1).mode(), waitLong);
  }

  /** Who waits for the relation and how long, in one sentence without full stop. */
  String sentence(Row row) {
    List<String> clauses = new ArrayList<>();
    for (int i = 0; i < row.bars().size(); i++) {
      Bar bar = row.bars().get(i);
      boolean last = i == row.bars().size() - 1;
      if (bar.mode().blocksWrites() && (last || slowest(bar).isPresent())) {
        clauses.add(clause(row.relation(), bar));
      }
    }
    return clauses.isEmpty() ? Words.whoWaits(row.strongest()) : String.join(", then ", clauses);
  }

  private String clause(RelationName relation, Bar bar) {
    String who = Words.whoWaits(bar.mode());
    OptionalInt slowest = slowest(bar);
    if (slowest.isEmpty()) {
      return who + " for an instant";
    }
    Column column = columns.get(slowest.getAsInt());
    boolean own =
        column
            .statement()
            .effects()
            .lockFeltOn(relation)
            .filter(lock -> lock.hold() == column.hold())
            .isPresent();
    String how = Words.howLong(column.hold());
    return own
        ? who + " " + how
        : "%s until the transaction ends: line %d takes %s"
            .formatted(who, column.statement().line(), how.replace("the table", "another table"));
  }

  private OptionalInt slowest(Bar bar) {
    return slowest(bar, columns);
  }

  /** The statement that takes the most of its time while the lock is held. */
  private static OptionalInt slowest(Bar bar, List<Column> columns) {
    return IntStream.range(bar.from(), bar.to())
        .filter(index -> columns.get(index).takesTime())
        .reduce((a, b) -> columns.get(b).hold().compareTo(columns.get(a).hold()) > 0 ? b : a);
  }
}
