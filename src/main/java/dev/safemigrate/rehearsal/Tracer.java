package dev.safemigrate.rehearsal;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.ast.Call;
import dev.safemigrate.ast.CreateTableAs;
import dev.safemigrate.ast.Delete;
import dev.safemigrate.ast.DoBlock;
import dev.safemigrate.ast.Insert;
import dev.safemigrate.ast.Merge;
import dev.safemigrate.ast.Select;
import dev.safemigrate.ast.TransactionControl;
import dev.safemigrate.ast.Update;
import dev.safemigrate.effect.Effects;
import dev.safemigrate.effect.LockHold;
import dev.safemigrate.effect.LockMode;
import dev.safemigrate.effect.Measurement;
import dev.safemigrate.effect.Measurement.Blocking;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.history.HistoryTable;
import dev.safemigrate.rehearsal.RelationFiles.Relation;
import dev.safemigrate.runner.StatementObserver;
import dev.safemigrate.schema.RelationName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Measures statements while the runner sends them: locks at the end of each statement, files that
 * changed, tables that were read, time.
 */
final class Tracer implements StatementObserver {

  private final Connection onlooker;
  private final BlockingProbe probe;
  private final HistoryTable history;
  private final Map<AnalysedStatement, Observation> observations = new IdentityHashMap<>();
  private Map<RelationName, Long> rows = Map.of();

  /** What others met on tables during the transaction. */
  private final Map<Long, Blocking> met = new HashMap<>();

  private String transaction = "";
  private Map<Long, Relation> olderThanTransaction = Map.of();
  private @Nullable State last;
  private @Nullable Start start;

  /**
   * @param onlooker a session of its own, in auto-commit mode
   */
  Tracer(Connection onlooker, BlockingProbe probe, HistoryTable history) {
    this.onlooker = onlooker;
    this.probe = probe;
    this.history = history;
  }

  /** What does not change between two statements of one transaction. */
  private record State(RelationFiles files, ScanCounters scans) {}

  /** What is known before a statement. */
  private record Start(
      State state,
      HeldLocks held,
      Set<RelationName> emptyTables,
      Optional<LockWatch> watch,
      long nanos) {}

  /** Takes how many rows each table has from now on. */
  void countsOf(Map<RelationName, Long> known) {
    rows = Map.copyOf(known);
  }

  /** What was measured of a statement, unless it only changes the session. */
  Optional<Observation> observation(AnalysedStatement statement) {
    return Optional.ofNullable(observations.get(statement));
  }

  @Override
  public boolean measuresLocks() {
    return true;
  }

  @Override
  public void before(Connection worker, AnalysedStatement statement) throws SQLException {
    start = null;
    if (changesOnlyTheSession(statement)) {
      return;
    }
    HeldLocks held = HeldLocks.of(backend(worker), worker);
    if (worker.getAutoCommit()) {
      transaction = "";
      RelationFiles files = RelationFiles.read(worker, history);
      olderThanTransaction = files.relations();
      LockWatch watch = LockWatch.start(backend(worker), onlooker, this::tried);
      start =
          new Start(
              new State(files, ScanCounters.NONE),
              new HeldLocks("", Map.of(), held.walPosition()),
              Set.of(),
              Optional.of(watch),
              System.nanoTime());
      return;
    }
    State known = last;
    if (known == null || !held.virtualTransaction().equals(transaction)) {
      known = read(worker);
      met.clear();
      transaction = held.virtualTransaction();
      olderThanTransaction = known.files().relations();
    }
    Set<RelationName> empty = known.files().withoutRows(statement.effects().scans(), worker);
    start = new Start(known, held, empty, Optional.empty(), System.nanoTime());
  }

  @Override
  public void after(Connection worker, AnalysedStatement statement) throws SQLException {
    Start begun = start;
    start = null;
    if (begun == null) {
      return;
    }
    double seconds = (System.nanoTime() - begun.nanos()) / 1e9;
    HeldLocks held = HeldLocks.of(backend(worker), worker);
    Map<Long, Set<LockMode>> modes = held.modes();
    Map<Long, Blocking> blocking = Map.of();
    State now;
    if (begun.watch().isPresent()) {
      LockWatch.Seen seen = begun.watch().get().end();
      modes = seen.modes();
      blocking = seen.blocking();
      now = new State(RelationFiles.read(worker, history), ScanCounters.NONE);
      last = null;
    } else {
      now = read(worker);
      last = now;
      blocking = tried(modes, begun.held().modes());
    }
    observations.put(
        statement,
        observe(
            statement,
            begun,
            modes,
            blocking,
            now,
            seconds,
            held.walPosition() - begun.held().walPosition()));
  }

  private State read(Connection worker) throws SQLException {
    return new State(RelationFiles.read(worker, history), ScanCounters.read(worker));
  }

  /** Tries the tables on which the statement has taken a lock that was not held before. */
  private Map<Long, Blocking> tried(Map<Long, Set<LockMode>> modes, Map<Long, Set<LockMode>> before)
      throws SQLException {
    Map<Long, Blocking> blocking = new HashMap<>();
    for (Map.Entry<Long, Set<LockMode>> entry : modes.entrySet()) {
      long oid = entry.getKey();
      Set<LockMode> known = before.getOrDefault(oid, Set.of());
      if (known.containsAll(entry.getValue())) {
        continue;
      }
      Blocking earlier = met.get(oid);
      if (earlier != null && known.contains(LockMode.ACCESS_EXCLUSIVE)) {
        blocking.put(oid, earlier); // Held until the transaction's end, and nothing is stronger.
        continue;
      }
      tried(oid, entry.getValue())
          .ifPresent(
              now -> {
                blocking.put(oid, now);
                met.put(oid, now);
              });
    }
    return blocking;
  }

  private Optional<Blocking> tried(long oid, Set<LockMode> held) throws SQLException {
    Relation relation = olderThanTransaction.get(oid);
    return relation == null || !relation.isTable()
        ? Optional.empty()
        : Optional.of(probe.probe(relation.name(), relation.isWritable(), held));
  }

  @Override
  public void failed(AnalysedStatement statement) {
    Start begun = start;
    start = null;
    if (begun != null && begun.watch().isPresent()) {
      try {
        begun.watch().get().end();
      } catch (SQLException e) {
        // The refusal of the statement is what the user is told; what was seen is not needed.
        return;
      }
    }
  }

  /** SET TRANSACTION must come before any query, also before ours; the others lock nothing. */
  private static boolean changesOnlyTheSession(AnalysedStatement statement) {
    return statement.kind().startsWith("SET")
        || statement.kind().startsWith("RESET")
        || statement.statement() instanceof TransactionControl;
  }

  private static boolean isQuery(AnalysedStatement statement) {
    return statement.statement() instanceof Select
        || statement.statement() instanceof Insert
        || statement.statement() instanceof Update
        || statement.statement() instanceof Delete
        || statement.statement() instanceof Merge
        || statement.statement() instanceof CreateTableAs;
  }

  private Observation observe(
      AnalysedStatement statement,
      Start begun,
      Map<Long, Set<LockMode>> held,
      Map<Long, Blocking> blocking,
      State now,
      double seconds,
      long walBytes) {
    Effects predicted = statement.effects();
    RelationFiles files = now.files();
    RelationFiles filesBefore = begun.state().files();
    ScanCounters scansBefore = begun.state().scans();
    Set<RelationName> rewrites = files.rewrittenSince(filesBefore);
    Set<RelationName> full = new HashSet<>();
    Set<RelationName> empty = new HashSet<>(begun.emptyTables());
    now.scans()
        .rowsReadSince(scansBefore)
        .forEach((oid, count) -> name(begun, oid).ifPresent((count > 0 ? full : empty)::add));
    Set<RelationName> shownScans = new HashSet<>(empty);
    shownScans.retainAll(predicted.scans());
    shownScans.addAll(full);
    List<RelationLock> locks = locks(predicted, begun, held, rewrites, shownScans);
    Measurement measured =
        new Measurement(
            locks,
            rewrites,
            shownScans,
            files.indexesBuiltSince(filesBefore),
            Set.of(),
            Optional.empty(),
            seconds,
            rowsOf(locks),
            blocking.values().stream().sorted(Comparator.comparing(Blocking::relation)).toList(),
            OptionalLong.of(walBytes));
    return new Observation(
        measured,
        newRelations(begun),
        files.indexesRebuiltSince(filesBefore),
        empty,
        indexes(filesBefore),
        strongestBefore(begun),
        now.scans().changes() == scansBefore.changes(),
        isQuery(statement),
        begun.watch().isPresent()
            || statement.statement() instanceof DoBlock
            || statement.statement() instanceof Call);
  }

  /**
   * Locks are kept until the transaction ends: of a mode that the transaction held before the
   * statement nothing can be seen, so that it counts where it was predicted.
   */
  private List<RelationLock> locks(
      Effects predicted,
      Start begun,
      Map<Long, Set<LockMode>> held,
      Set<RelationName> rewrites,
      Set<RelationName> scans) {
    List<RelationLock> locks = new ArrayList<>();
    held.forEach(
        (oid, modes) -> {
          Optional<RelationName> name =
              olderThanTransaction.containsKey(oid) ? name(begun, oid) : Optional.empty();
          if (name.isEmpty()) {
            return;
          }
          Set<LockMode> taken = EnumSet.copyOf(modes);
          Set<LockMode> before = new HashSet<>(begun.held().modes().getOrDefault(oid, Set.of()));
          predicted.lockFeltOn(name.get()).ifPresent(lock -> before.remove(lock.mode()));
          taken.removeAll(before);
          for (LockMode mode : taken) {
            locks.add(new RelationLock(name.get(), mode, hold(name.get(), rewrites, scans), false));
          }
        });
    locks.sort(
        Comparator.comparing(RelationLock::mode).reversed().thenComparing(RelationLock::relation));
    return locks;
  }

  private static LockHold hold(
      RelationName relation, Set<RelationName> rewrites, Set<RelationName> scans) {
    if (rewrites.contains(relation)) {
      return LockHold.REWRITE;
    }
    return scans.contains(relation) ? LockHold.SCAN : LockHold.INSTANT;
  }

  private Set<RelationName> newRelations(Start begun) {
    return begun.state().files().relations().entrySet().stream()
        .filter(entry -> !olderThanTransaction.containsKey(entry.getKey()))
        .map(entry -> entry.getValue().name())
        .collect(Collectors.toSet());
  }

  private static Set<RelationName> indexes(RelationFiles files) {
    return files.relations().values().stream()
        .filter(Relation::isIndex)
        .map(Relation::name)
        .collect(Collectors.toSet());
  }

  private static Optional<RelationName> name(Start begun, long oid) {
    return Optional.ofNullable(begun.state().files().relations().get(oid)).map(Relation::name);
  }

  /** By the names that other sessions know: a renamed table keeps its old one for them. */
  private Map<RelationName, LockMode> strongestBefore(Start begun) {
    Map<RelationName, LockMode> strongest = new HashMap<>();
    begun
        .held()
        .modes()
        .forEach(
            (oid, modes) ->
                Optional.ofNullable(olderThanTransaction.get(oid))
                    .ifPresent(known -> strongest.put(known.name(), Collections.max(modes))));
    return strongest;
  }

  private OptionalLong rowsOf(List<RelationLock> locks) {
    return locks.stream()
        .map(RelationLock::relation)
        .distinct()
        .filter(rows::containsKey)
        .mapToLong(relation -> rows.getOrDefault(relation, 0L))
        .max();
  }

  private static int backend(Connection worker) throws SQLException {
    return worker.unwrap(PGConnection.class).getBackendPID();
  }
}
