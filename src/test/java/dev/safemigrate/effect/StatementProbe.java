package dev.safemigrate.effect;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.safemigrate.embedded.PostgresServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs a statement on a real server and measures it: the session's locks, changed files and counted
 * scans, as the cases in ../shared/locks do.
 */
final class StatementProbe implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String LOCKS =
      """
      SELECT l.relation, l.mode FROM pg_locks l
      WHERE l.locktype = 'relation' AND l.pid = pg_backend_pid() AND l.granted
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      ORDER BY array_position(ARRAY['AccessExclusiveLock', 'ExclusiveLock',
        'ShareRowExclusiveLock', 'ShareLock', 'ShareUpdateExclusiveLock', 'RowExclusiveLock',
        'RowShareLock', 'AccessShareLock'], l.mode)
      """;

  private static final String RELATIONS =
      """
      SELECT c.oid, CASE n.nspname WHEN 'app' THEN '' ELSE n.nspname || '.' END || c.relname AS name,
        c.relkind, c.relfilenode
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname LIKE 'app%'
      """;

  private static final String SCANS =
      "SELECT relid, seq_scan, seq_tup_read FROM pg_stat_xact_all_tables WHERE seq_scan > 0";

  private static final String UNQUALIFIED =
      """
      SELECT format('DROP FOREIGN DATA WRAPPER %I CASCADE', fdwname) FROM pg_foreign_data_wrapper
      UNION ALL SELECT format('DROP PUBLICATION %I', pubname) FROM pg_publication
      """;

  private final Connection connection;
  private Map<Long, Relation> before = Map.of();

  StatementProbe(int version) throws SQLException {
    PostgresServers servers = PostgresServers.get(version);
    connection = servers.connect(servers.newDatabase());
  }

  private record Relation(String name, String kind, long file) {}

  /** What the last one of the statements did, all before it committed; in the form of a result. */
  ObjectNode measure(String setup, String sql) throws SQLException {
    prepare(setup);
    return run(sql);
  }

  /** Makes the schemas anew with what the setup creates in them. */
  void prepare(String setup) throws SQLException {
    connection.setAutoCommit(true);
    for (String rest : leftOver()) {
      execute(rest);
    }
    execute("CREATE SCHEMA app; CREATE SCHEMA app2");
    execute("SET search_path = app, public; SET timezone = 'UTC'");
    execute(setup);
    before = relations();
  }

  /**
   * What a statement does to what was prepared; it is rolled back and may be followed by others.
   */
  ObjectNode run(String sql) throws SQLException {
    ObjectNode result = JSON.createObjectNode();
    connection.setAutoCommit(false);
    try {
      // A session keeps its counts for a while after the end of a transaction.
      Map<Long, long[]> counted = scans();
      execute(sql);
      result.put("ok", true).put("in_transaction", true);
      locks(before, result);
      scans(counted, result);
      files(before, relations(), result);
    } catch (SQLException refused) {
      result.put("ok", false).put("error", refused.getSQLState() + " " + refused.getMessage());
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
    return result;
  }

  /** Statements that remove what stands in no schema and what the schemas hold. */
  private List<String> leftOver() throws SQLException {
    List<String> drops = new ArrayList<>(List.of("DROP SCHEMA IF EXISTS app, app2 CASCADE"));
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(UNQUALIFIED)) {
      while (rows.next()) {
        drops.add(rows.getString(1));
      }
    }
    return drops;
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }

  private Map<Long, Relation> relations() throws SQLException {
    Map<Long, Relation> relations = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(RELATIONS)) {
      while (rows.next()) {
        relations.put(
            rows.getLong("oid"),
            new Relation(
                rows.getString("name"), rows.getString("relkind"), rows.getLong("relfilenode")));
      }
    }
    return relations;
  }

  private void locks(Map<Long, Relation> before, ObjectNode result) throws SQLException {
    Map<String, List<String>> locks = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(LOCKS)) {
      while (rows.next()) {
        Relation relation = before.get(rows.getLong(1));
        if (relation != null) {
          locks.computeIfAbsent(relation.name(), name -> new ArrayList<>()).add(rows.getString(2));
        }
      }
    }
    result.set("locks", JSON.valueToTree(locks));
  }

  private Map<Long, long[]> scans() throws SQLException {
    Map<Long, long[]> scans = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(SCANS)) {
      while (rows.next()) {
        scans.put(rows.getLong(1), new long[] {rows.getLong(2), rows.getLong(3)});
      }
    }
    return scans;
  }

  private void scans(Map<Long, long[]> counted, ObjectNode result) throws SQLException {
    List<String> scanned = new ArrayList<>();
    List<String> empty = new ArrayList<>();
    for (Map.Entry<Long, long[]> entry : scans().entrySet()) {
      Relation relation = before.get(entry.getKey());
      long[] earlier = counted.getOrDefault(entry.getKey(), new long[2]);
      if (relation != null && entry.getValue()[0] > earlier[0]) {
        (entry.getValue()[1] > earlier[1] ? scanned : empty).add(relation.name());
      }
    }
    result.set("scanned", JSON.valueToTree(scanned));
    result.set("scanned_zero_rows", JSON.valueToTree(empty));
  }

  private static void files(
      Map<Long, Relation> before, Map<Long, Relation> after, ObjectNode result) {
    Map<String, Relation> later = new LinkedHashMap<>();
    after.values().forEach(relation -> later.put(relation.name(), relation));
    List<String> rewrites = new ArrayList<>();
    List<String> rebuilds = new ArrayList<>();
    for (Map.Entry<Long, Relation> entry : before.entrySet()) {
      Relation relation = entry.getValue();
      boolean index = relation.kind().equals("i");
      Relation now = index ? later.get(relation.name()) : after.get(entry.getKey());
      if (now == null || now.file() == relation.file()) {
        continue;
      }
      if (index) {
        rebuilds.add(relation.name());
      } else if (relation.kind().equals("r") || relation.kind().equals("m")) {
        rewrites.add(relation.name());
      }
    }
    result.set("rewrites", JSON.valueToTree(rewrites));
    result.set("index_rebuilds", JSON.valueToTree(rebuilds));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
