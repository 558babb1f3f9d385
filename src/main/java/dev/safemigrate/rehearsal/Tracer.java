package dev.safemigrate.rehearsal;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.ast.Call;
import dev.safemigrate.ast.DoBlock;
import dev.safemigrate.ast.TransactionControl;
import dev.safemigrate.effect.Effects;
import dev.safemigrate.effect.LockHold;
import dev.safemigrate.effect.LockMode;
import dev.safemigrate.effect.Measurement;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.history.HistoryTable;
import dev.safemigrate.runner.StatementObserver;
import dev.safemigrate.schema.RelationName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
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
  private final HistoryTable history;
  private final Map<RelationName, Long> rows;
  private final Map<AnalysedStatement, Observation> observations = new IdentityHashMap<>();

  private String transaction = "";
  private Set<Long> olderThanTransaction = Set.of();
  private @Nullable Start start;

  /**
   * @param onlooker a session of its own, in auto-commit mode
   * @param rows how many rows each table has
   */
  Tracer(Connection onlooker, HistoryTable history, Map<RelationName, Long> rows) {
    this.onlooker = onlooker;
    this.history = history;
    this.rows = Map.copyOf(rows);
  }

  /** What is known before a statement. */
  private record Start(
      RelationFiles files,
      Map<Long, Set<LockMode>> held,
      ScanCounters scans,
      Set<RelationName> emptyTables,
      Optional<LockWatch> watch,
      long nanos) {}

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
    RelationFiles files = RelationFiles.read(worker, history);
    if (worker.getAutoCommit()) {
      transaction = "";
      olderThanTransaction = files.relations().keySet();
      LockWatch watch = LockWatch.start(backend(worker), onlooker);
      start =
          new Start(
              files, Map.of(), ScanCounters.NONE, Set.of(), Optional.of(watch), System.nanoTime());
      return;
    }
    String current = virtualTransaction(worker);
    if (!current.equals(transaction)) {
      transaction = current;
      olderThanTransaction = files.relations().keySet();
    }
    Map<Long, Set<LockMode>> held = LockModes.heldBy(backend(worker), worker);
    ScanCounters scans = ScanCounters.read(worker);
    Set<RelationName> empty = files.withoutRows(statement.effects().scans(), worker);
    start = new Start(files, held, scans, empty, Optional.empty(), System.nanoTime());
  }

  @Override
  public void after(Connection worker, AnalysedStatement statement) throws SQLException {
    Start begun = start;
    start = null;
    if (begun == null) {
      return;
    }
    double seconds = (System.nanoTime() - begun.nanos()) / 1e9;
    Map<Long, Set<LockMode>> held =
        begun.watch().isPresent()
            ? begun.watch().get().end()
            : LockModes.heldBy(backend(worker), worker);
    ScanCounters scans = begun.watch().isPresent() ? ScanCounters.NONE : ScanCounters.read(worker);
    RelationFiles files = RelationFiles.read(worker, history);
    observations.put(statement, observe(statement, begun, held, scans, files, seconds));
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

  private Observation observe(
      AnalysedStatement statement,
      Start begun,
      Map<Long, Set<LockMode>> held,
      ScanCounters scans,
      RelationFiles files,
      double seconds) {
    Effects predicted = statement.effects();
    Set<RelationName> rewrites = files.rewrittenSince(begun.files());
    Set<RelationName> full = new HashSet<>();
    Set<RelationName> empty = new HashSet<>(begun.emptyTables());
    scans
        .rowsReadSince(begun.scans())
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
            files.indexesBuiltSince(begun.files()),
            Set.of(),
            Optional.empty(),
            seconds,
            rowsOf(locks));
    return new Observation(
        measured,
        newRelations(begun),
        files.indexesRebuiltSince(begun.files()),
        empty,
        scans.changes() == begun.scans().changes(),
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
              olderThanTransaction.contains(oid) ? name(begun, oid) : Optional.empty();
          if (name.isEmpty()) {
            return;
          }
          Set<LockMode> taken = EnumSet.copyOf(modes);
          Set<LockMode> before = new HashSet<>(begun.held().getOrDefault(oid, Set.of()));
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
    return begun.files().relations().entrySet().stream()
        .filter(entry -> !olderThanTransaction.contains(entry.getKey()))
        .map(entry -> entry.getValue().name())
        .collect(Collectors.toSet());
  }

  private static Optional<RelationName> name(Start begun, long oid) {
    return Optional.ofNullable(begun.files().relations().get(oid))
        .map(RelationFiles.Relation::name);
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

  private static String virtualTransaction(Connection worker) throws SQLException {
    try (Statement statement = worker.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT virtualtransaction FROM pg_catalog.pg_locks"
                    + " WHERE locktype = 'virtualxid' AND pid = pg_catalog.pg_backend_pid()")) {
      if (!row.next()) {
        throw new IllegalStateException("a transaction holds the lock on its own id");
      }
      return row.getString(1);
    }
  }
}
