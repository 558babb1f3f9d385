package dev.safemigrate.runner;

import dev.safemigrate.history.HistoryTable;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far backfills have come, in a table beside the history. Each batch moves its cursor in its
 * own transaction; one that finds the cursor moved by somebody else undoes itself.
 */
final class BackfillJournal {

  private final Connection connection;
  private final HistoryTable table;

  BackfillJournal(Connection connection, HistoryTable history) {
    this.connection = connection;
    this.table = history.ofBackfills();
  }

  /**
   * Where one backfill is.
   *
   * @param statement hash of its words
   * @param walks the table and key that it walks by
   * @param pass from 1; later ones look for rows that were left
   * @param after the end of the last batch; empty before the first
   * @param last where the pass ends; empty for a table without rows
   * @param batchRows how many rows a batch had last
   * @param visited rows walked over
   * @param changed rows changed
   * @param walked whether the pass is at its end
   */
  record Cursor(
      String statement,
      String walks,
      int pass,
      Optional<BackfillPosition> after,
      Optional<BackfillPosition> last,
      int batchRows,
      long visited,
      long changed,
      boolean walked) {

    Cursor behind(BackfillPosition upTo, int batch, long rows, long rowsChanged, boolean end) {
      return new Cursor(
          statement,
          walks,
          pass,
          Optional.of(upTo),
          last,
          batch,
          visited + rows,
          changed + rowsChanged,
          end);
    }

    Cursor again(Optional<BackfillPosition> newLast) {
      return new Cursor(
          statement,
          walks,
          pass + 1,
          Optional.empty(),
          newLast,
          batchRows,
          visited,
          changed,
          newLast.isEmpty());
    }
  }

  /** Creates the table where it is missing. */
  void create() throws SQLException {
    if (exists()) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE IF NOT EXISTS %1$s (
            rank bigint NOT NULL,
            unit integer NOT NULL,
            statement text NOT NULL,
            walks text NOT NULL,
            pass integer NOT NULL,
            position text[],
            last text[],
            batch_rows integer NOT NULL,
            rows_visited bigint NOT NULL,
            rows_changed bigint NOT NULL,
            started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            walked_at timestamptz,
            PRIMARY KEY (rank, unit)
          );
          COMMENT ON TABLE %1$s IS 'Backfills of migrate-maven-plugin, format 1';
          """
              .formatted(table.sql()));
    }
  }

  boolean exists() throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT pg_catalog.to_regclass(?) IS NOT NULL")) {
      query.setString(1, table.sql());
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  /** The cursor of a unit, if a run has begun it. */
  Optional<Cursor> read(long rank, int unit) throws SQLException {
    String sql =
        """
        SELECT statement, walks, pass, position, last, batch_rows, rows_visited, rows_changed,
          walked_at IS NOT NULL
        FROM %s WHERE rank = ? AND unit = ?
        """
            .formatted(table.sql());
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setLong(1, rank);
      query.setInt(2, unit);
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Cursor(
                    row.getString(1),
                    row.getString(2),
                    row.getInt(3),
                    position(row, 4),
                    position(row, 5),
                    row.getInt(6),
                    row.getLong(7),
                    row.getLong(8),
                    row.getBoolean(9)))
            : Optional.empty();
      }
    }
  }

  /** Begins a unit, or begins it anew. */
  void begin(long rank, int unit, Cursor cursor) throws SQLException {
    String sql =
        """
        INSERT INTO %s (statement, walks, pass, position, last, batch_rows, rows_visited,
          rows_changed, walked_at, rank, unit)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, CASE WHEN ? THEN clock_timestamp() END, ?, ?)
        ON CONFLICT (rank, unit) DO UPDATE SET (statement, walks, pass, position, last, batch_rows,
          rows_visited, rows_changed, walked_at, started_at, updated_at) =
          (excluded.statement, excluded.walks, excluded.pass, excluded.position, excluded.last,
          excluded.batch_rows, excluded.rows_visited, excluded.rows_changed, excluded.walked_at,
          clock_timestamp(), clock_timestamp())
        """
            .formatted(table.sql());
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, cursor.statement());
      insert.setString(2, cursor.walks());
      insert.setInt(3, cursor.pass());
      setPosition(insert, 4, cursor.after());
      setPosition(insert, 5, cursor.last());
      insert.setInt(6, cursor.batchRows());
      insert.setLong(7, cursor.visited());
      insert.setLong(8, cursor.changed());
      insert.setBoolean(9, cursor.walked());
      insert.setLong(10, rank);
      insert.setInt(11, unit);
      insert.executeUpdate();
    }
  }

  /**
   * Moves the cursor; call it in the batch's transaction.
   *
   * @throws SQLException when it is not where this run has left it
   */
  void advance(long rank, int unit, Cursor from, Cursor to) throws SQLException {
    String sql =
        """
        UPDATE %s SET position = ?, batch_rows = ?, rows_visited = ?, rows_changed = ?,
          walked_at = CASE WHEN ? THEN clock_timestamp() END, updated_at = clock_timestamp()
        WHERE rank = ? AND unit = ? AND pass = ? AND position IS NOT DISTINCT FROM ?
        """
            .formatted(table.sql());
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      setPosition(update, 1, to.after());
      update.setInt(2, to.batchRows());
      update.setLong(3, to.visited());
      update.setLong(4, to.changed());
      update.setBoolean(5, to.walked());
      update.setLong(6, rank);
      update.setInt(7, unit);
      update.setInt(8, from.pass());
      setPosition(update, 9, from.after());
      if (update.executeUpdate() != 1) {
        throw new SQLException(
            "the cursor of this backfill in %s was moved by somebody else; the batch is undone"
                .formatted(table));
      }
    }
  }

  private void setPosition(
      PreparedStatement statement, int index, Optional<BackfillPosition> position)
      throws SQLException {
    if (position.isEmpty()) {
      statement.setNull(index, java.sql.Types.ARRAY, "_text");
      return;
    }
    statement.setArray(
        index, connection.createArrayOf("text", position.get().values().toArray(new String[0])));
  }

  private static Optional<BackfillPosition> position(ResultSet row, int column)
      throws SQLException {
    @Nullable Array array = row.getArray(column);
    return array == null
        ? Optional.empty()
        : Optional.of(new BackfillPosition(List.of((String[]) array.getArray())));
  }
}
