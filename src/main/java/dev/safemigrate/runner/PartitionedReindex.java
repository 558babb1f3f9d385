package dev.safemigrate.runner;

import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Reindex;
import dev.safemigrate.ast.SqlWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * REINDEX CONCURRENTLY of a partitioned table or index, taken apart: each partition is a statement
 * that is tried again by itself, where the server would begin anew with the first.
 */
final class PartitionedReindex {

  private static final String LEAVES =
      """
      SELECT n.nspname, c.relname
      FROM pg_catalog.pg_partition_tree(pg_catalog.to_regclass(?)) t
      JOIN pg_catalog.pg_class c ON c.oid = t.relid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE t.isleaf AND t.level > 0 AND c.relkind IN ('r', 'i', 'm')
      ORDER BY n.nspname, c.relname
      """;

  private PartitionedReindex() {}

  /** The statements to send, one per partition; empty when nothing is partitioned. */
  static List<String> statements(Connection connection, Reindex reindex) throws SQLException {
    boolean divisible =
        reindex.target() == Reindex.Target.TABLE || reindex.target() == Reindex.Target.INDEX;
    if (!divisible || !reindex.concurrently() || reindex.name().isEmpty()) {
      return List.of();
    }
    List<String> statements = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(LEAVES)) {
      query.setString(1, Identifiers.quote(reindex.name().get()));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          of(reindex, QualifiedName.of(row.getString(1), row.getString(2)))
              .ifPresent(statements::add);
        }
      }
    }
    return List.copyOf(statements);
  }

  private static Optional<String> of(Reindex whole, QualifiedName partition) {
    return SqlWriter.write(
        new Reindex(
            whole.span(),
            whole.target(),
            Optional.of(partition),
            true,
            whole.tablespace(),
            whole.options()));
  }
}
