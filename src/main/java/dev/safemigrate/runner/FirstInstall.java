package dev.safemigrate.runner;

import dev.safemigrate.analysis.Releases;
import dev.safemigrate.history.HistoryEntry;
import dev.safemigrate.history.HistoryTable;
import dev.safemigrate.history.ReleaseRecords;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The run that fills an empty history, and those that go on with it until one comes to its end. No
 * version of the application has worked on such a database, so expand and contract may come
 * together. A history of one project version alone does not tell: it may be that of a project that
 * never raises its version. So the first run leaves a mark that the first complete one takes away.
 */
public final class FirstInstall {

  private FirstInstall() {}

  /**
   * Whether what is pending goes on with a first install, or begins one.
   *
   * @param entries of the history; none where there is no history
   * @param projectVersion that would bring what is pending
   */
  public static boolean goesOn(
      Connection connection,
      HistoryTable table,
      List<HistoryEntry> entries,
      Optional<String> projectVersion)
      throws SQLException {
    if (projectVersion.isEmpty() || entries.isEmpty()) {
      return projectVersion.isPresent();
    }
    return ReleaseHistory.knowsOnly(entries, Releases.release(projectVersion.get()))
        && new ReleaseRecords(table).installing(connection);
  }

  /** Marks the database until {@link #end}, unless it is marked. */
  static void begin(Connection connection, RunSettings settings) throws SQLException {
    new ReleaseRecords(settings.table()).beginInstall(connection, settings.appliedBy());
  }

  /** All that this run was to apply is applied: from now on an application may work here. */
  static void end(Connection connection, RunSettings settings) throws SQLException {
    new ReleaseRecords(settings.table()).endInstall(connection);
  }
}
