package dev.safemigrate.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The rows of another tool's table, as text. */
final class HistoryRows {

  private final Connection connection;
  private final HistoryTable table;

  HistoryRows(Connection connection, HistoryTable table) {
    this.connection = connection;
    this.table = table;
  }

  /**
   * Reads expressions from the table.
   *
   * @param expressions SQL that selects text that is never null
   * @param rest conditions and order, or empty
   * @return one list of values for each row
   */
  List<List<String>> select(List<String> expressions, String rest) throws SQLException {
    String sql =
        "SELECT %s FROM %s %s".formatted(String.join(", ", expressions), table.sql(), rest);
    List<List<String>> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= expressions.size(); column++) {
          row.add(rows.getString(column));
        }
        values.add(row);
      }
    }
    return values;
  }
}
