package dev.safemigrate.rehearsal;

import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.rehearsal.TableShape.Column;
import dev.safemigrate.rehearsal.TableShape.ForeignKey;
import dev.safemigrate.schema.RelationName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts rows into empty tables, those first that they refer to. A table with rows in it is left as
 * it is. The same schema always gets the same rows.
 */
final class RowFiller {

  private final Connection connection;
  private int wanted;
  private final Map<RelationName, Integer> filled = new LinkedHashMap<>();
  private final Map<RelationName, String> refused = new LinkedHashMap<>();
  private final Set<RelationName> visited = new HashSet<>();

  /**
   * @param connection a session of its own
   * @param wanted how many rows each table shall have; 0 for none
   */
  RowFiller(Connection connection, int wanted) throws SQLException {
    this.connection = connection;
    this.wanted = wanted;
    connection.setAutoCommit(false);
  }

  /** How many rows were put where. */
  Map<RelationName, Integer> filled() {
    return Map.copyOf(filled);
  }

  /** Tables that got fewer rows than wanted, with the server's words. */
  List<String> problems() {
    return refused.entrySet().stream()
        .map(
            entry ->
                "No row could be generated for %s: %s".formatted(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Fills those of the relations that are tables, are there and are empty. */
  void fill(Collection<RelationName> tables) throws SQLException {
    if (wanted > 0) {
      visited.clear();
      for (RelationName table : tables.stream().sorted().toList()) {
        fill(table);
      }
      connection.commit(); // An open transaction would stand in the way of the migrations.
    }
  }

  /** Takes the generated rows away again and makes no more. */
  void stop() throws SQLException {
    wanted = 0;
    List<RelationName> there = new ArrayList<>();
    for (RelationName table : filled.keySet()) {
      if (isTable(table)) {
        there.add(table);
      }
    }
    if (!there.isEmpty()) {
      execute(
          "TRUNCATE "
              + there.stream().map(ScratchDatabase::sql).collect(Collectors.joining(", "))
              + " CASCADE");
    }
    connection.commit();
    filled.clear();
  }

  /**
   * An INSERT of one row in the shape that a table has now.
   *
   * @param number of the row; the rows that {@link #fill} makes come first
   */
  Optional<String> insert(RelationName table) throws SQLException {
    RowShape shape = shape(TableShape.read(connection, table));
    Optional<String> insert = Optional.empty();
    if (shape.missing().isEmpty() && new RowSearch(connection, shape).works(wanted)) {
      insert = Optional.of(shape.insert(wanted, 1));
    }
    connection.rollback();
    return insert;
  }

  private void fill(RelationName table) throws SQLException {
    if (!visited.add(table) || refused.containsKey(table) || !isTable(table) || hasRows(table)) {
      return;
    }
    TableShape columns = TableShape.read(connection, table);
    for (ForeignKey key : columns.foreignKeys()) {
      fill(key.table());
    }
    RowShape shape = shape(columns);
    if (shape.missing().isPresent()) {
      refused.put(table, shape.missing().get());
      return;
    }
    execute("SET CONSTRAINTS ALL IMMEDIATE");
    RowSearch search = new RowSearch(connection, shape);
    int count = search.fill(wanted);
    connection.commit();
    if (count > 0) {
      filled.put(table, count);
    } else {
      refused.put(table, search.error());
    }
  }

  private RowShape shape(TableShape table) throws SQLException {
    Map<ForeignKey, List<List<String>>> parents = new HashMap<>();
    for (ForeignKey key : table.foreignKeys()) {
      parents.put(key, key.table().equals(table.name()) ? List.of() : tuples(key, table));
    }
    return RowShape.of(table, parents);
  }

  /** Keys to refer to, as SQL expressions of the referring columns' types. */
  private List<List<String>> tuples(ForeignKey key, TableShape table) throws SQLException {
    String columns =
        key.referenced().stream()
            .map(column -> Identifiers.quote(column) + "::text")
            .collect(Collectors.joining(", "));
    List<String> types =
        key.columns().stream()
            .map(name -> table.column(name).map(Column::type).orElse("text"))
            .toList();
    List<List<String>> tuples = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT %s FROM %s ORDER BY %s LIMIT %d"
                    .formatted(columns, ScratchDatabase.sql(key.table()), columns, wanted + 1))) {
      while (rows.next()) {
        List<String> tuple = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
          String value = rows.getString(i + 1);
          tuple.add(value == null ? "NULL" : Identifiers.string(value) + "::" + types.get(i));
        }
        if (!tuple.contains("NULL")) {
          tuples.add(tuple);
        }
      }
    }
    return tuples;
  }

  private boolean isTable(RelationName name) throws SQLException {
    return is(
        "SELECT EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid = pg_catalog.to_regclass(%s)"
                .formatted(Identifiers.string(ScratchDatabase.sql(name)))
            + " AND relkind IN ('r', 'p') AND NOT relispartition)");
  }

  private boolean hasRows(RelationName table) throws SQLException {
    return is("SELECT EXISTS (SELECT FROM " + ScratchDatabase.sql(table) + ")");
  }

  private boolean is(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() && row.getBoolean(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
