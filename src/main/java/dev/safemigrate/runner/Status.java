package dev.safemigrate.runner;

import dev.safemigrate.history.History;
import dev.safemigrate.history.HistoryEntry;
import dev.safemigrate.history.HistoryTable;
import dev.safemigrate.source.MigrationScript;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Reads where the migrations of a database stand; changes nothing and takes no lock. */
public final class Status {

  private Status() {}

  /**
   * The migrations of files and history, in order.
   *
   * @throws RunException when a table of the history's name is not ours
   */
  public static List<MigrationState> read(
      Connection connection, HistoryTable table, List<MigrationScript> scripts)
      throws SQLException, RunException {
    return MigrationStates.of(scripts, entries(connection, table), Optional.empty());
  }

  /** The rows of the history, in the order of application. */
  public static List<HistoryEntry> entries(Connection connection, HistoryTable table)
      throws SQLException, RunException {
    return Runner.read(connection, new History(table));
  }
}
