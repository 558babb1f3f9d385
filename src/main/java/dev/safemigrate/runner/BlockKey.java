package dev.safemigrate.runner;

import dev.safemigrate.ast.Identifiers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Walks a table without a usable key block by block (the manual, "TID Range Scan" in EXPLAIN). An
 * updated row moves to another block, so that this order is not kept.
 *
 * @param table its quoted name, behind ONLY
 * @param relation the same without ONLY, as a string constant
 * @param rowsPerBlock by the server's statistics, at least one
 */
record BlockKey(String table, String relation, double rowsPerBlock) implements BackfillKey {

  @Override
  public String name() {
    return "ctid";
  }

  @Override
  public boolean keepsPlaces() {
    return false;
  }

  @Override
  public Optional<BackfillPosition> last(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                ("SELECT pg_catalog.pg_relation_size(CAST(%s AS pg_catalog.regclass))"
                        + " / current_setting('block_size')::bigint")
                    .formatted(relation))) {
      row.next();
      long blocks = row.getLong(1);
      return blocks == 0
          ? Optional.empty()
          : Optional.of(BackfillPosition.of(Long.toString(blocks)));
    }
  }

  @Override
  public Step next(
      Connection connection, Optional<BackfillPosition> after, BackfillPosition last, int rows) {
    long begin = after.map(BlockKey::block).orElse(0L);
    long blocks = Math.max(1, (long) (rows / rowsPerBlock));
    long end = Math.min(block(last), begin + blocks);
    return new Step(
        BackfillPosition.of(Long.toString(end)), Math.round((end - begin) * rowsPerBlock));
  }

  @Override
  public String predicate(
      String qualifier, Optional<BackfillPosition> after, BackfillPosition upTo) {
    String column = Identifiers.quote(qualifier) + ".ctid";
    return "%s >= '(%d,0)'::pg_catalog.tid AND %s < '(%d,0)'::pg_catalog.tid"
        .formatted(column, after.map(BlockKey::block).orElse(0L), column, block(upTo));
  }

  @Override
  public String words(Optional<BackfillPosition> after, BackfillPosition upTo) {
    return "blocks %d to %d".formatted(after.map(BlockKey::block).orElse(0L), block(upTo) - 1);
  }

  private static long block(BackfillPosition position) {
    return Long.parseLong(position.values().get(0));
  }
}
