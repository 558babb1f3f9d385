package dev.safemigrate.runner;

import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.catalog.Workload;
import dev.safemigrate.catalog.WorkloadBytes;
import dev.safemigrate.catalog.WorkloadComparison;
import dev.safemigrate.catalog.WorkloadReader;
import dev.safemigrate.history.HistoryTable;
import dev.safemigrate.history.ReleaseRecords;
import dev.safemigrate.history.ReleaseRecords.KeptWork;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps what the server has counted before and behind a run, and compares with it later. */
public final class Workloads {

  private static final String SUBJECT = "figures";

  private final Connection connection;
  private final RunSettings settings;
  private final RunListener listener;
  private boolean kept;

  private Workloads(Connection connection, RunSettings settings, RunListener listener) {
    this.connection = connection;
    this.settings = settings;
    this.listener = listener;
  }

  /** Of a run; keeps nothing where that is not wanted. */
  static Workloads of(Connection connection, RunSettings settings, RunListener listener) {
    return new Workloads(connection, settings, listener);
  }

  /**
   * Figures are worth having, but no run fails for want of them. What a run has kept that did not
   * come to its end stays: this one goes on with it.
   */
  void keepBefore() throws SQLException {
    if (!settings.release().after().figures()) {
      return;
    }
    try {
      Optional<KeptWork> last = records(settings.table()).work(connection);
      if (last.isPresent() && last.get().behind().isEmpty()) {
        kept = true;
        return;
      }
      byte[] figures = WorkloadBytes.pack(WorkloadReader.read(connection));
      records(settings.table()).keepWorkBefore(connection, settings.appliedBy(), figures);
      kept = true;
    } catch (SQLException e) {
      tell(e);
    }
  }

  /** The same when all is applied. */
  void keepBehind() throws SQLException {
    if (!kept) {
      return;
    }
    SessionState.discard(connection);
    try {
      byte[] figures = WorkloadBytes.pack(WorkloadReader.read(connection));
      records(settings.table()).keepWorkBehind(connection, settings.appliedBy(), figures);
    } catch (SQLException e) {
      tell(e);
    }
  }

  private void tell(SQLException e) throws SQLException {
    if (ConnectionProblem.isLostConnection(e)) {
      throw e;
    }
    listener.warning(
        SUBJECT,
        "What the server has counted cannot be kept: %s. migrate.keepFigures=false leaves it out."
            .formatted(StatementFailure.message(e)));
  }

  /**
   * What a comparison has shown.
   *
   * @param figures of the comparison
   * @param texts of the slower statements by their hash, where they were asked for and are known
   */
  public record Compared(WorkloadComparison figures, Map<String, String> texts) {

    public Compared {
      texts = Map.copyOf(texts);
    }
  }

  /**
   * Compares what the server has counted since the last run that applied something with what it had
   * counted before; changes nothing.
   *
   * @param withTexts whether the texts of statements are read too, which may hold secrets
   * @return empty when nothing was kept
   */
  public static Optional<Compared> compare(
      Connection connection, HistoryTable table, boolean withTexts)
      throws SQLException, RunException {
    Optional<KeptWork> kept = records(table).work(connection);
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    Workload before = unpacked(kept.get(), kept.get().before());
    Optional<byte[]> behind = kept.get().behind();
    WorkloadComparison found =
        WorkloadComparison.between(
            before,
            behind.isPresent() ? unpacked(kept.get(), behind.get()) : before,
            WorkloadReader.read(connection),
            WorkloadReader.names(connection),
            ours(table));
    List<String> slower = found.slower().stream().map(WorkloadComparison.Slower::hash).toList();
    return Optional.of(
        new Compared(
            behind.isPresent() ? found : unfinished(found),
            withTexts ? WorkloadReader.texts(connection, slower) : Map.of()));
  }

  private static WorkloadComparison unfinished(WorkloadComparison found) {
    List<String> notes = new ArrayList<>(found.notes());
    notes.add("The last run did not come to its end: what it read itself counts as since then.");
    return new WorkloadComparison(
        found.since(), found.until(), found.slower(), found.sequential(), found.unused(), notes);
  }

  private static Set<String> ours(HistoryTable table) {
    HistoryTable release = ReleaseRecords.tableOf(table);
    HistoryTable backfills = table.ofBackfills();
    return Set.of(name(table), name(release), name(backfills));
  }

  private static String name(HistoryTable table) {
    return Identifiers.quote(table.schema()) + "." + Identifiers.quote(table.name());
  }

  private static ReleaseRecords records(HistoryTable table) {
    return new ReleaseRecords(table);
  }

  private static Workload unpacked(KeptWork kept, byte[] content) throws RunException {
    try {
      return WorkloadBytes.unpack(content);
    } catch (IOException e) {
      throw new RunException(
          RunException.Kind.REFUSED,
          "The figures that version %s of this plugin kept cannot be read: %s. The next migrate:apply that applies something keeps them anew."
              .formatted(kept.toolVersion(), e.getMessage()),
          e);
    }
  }
}
