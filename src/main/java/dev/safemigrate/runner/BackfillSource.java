package dev.safemigrate.runner;

import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.parser.BatchReader;
import dev.safemigrate.parser.BatchedStatement;
import dev.safemigrate.parser.BatchedStatement.Kind;
import dev.safemigrate.parser.JSqlParserQueryReader;
import dev.safemigrate.parser.PredicateSplicer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A backfill's statement laid beside the database, so that its batches can be written.
 *
 * @param unit what the file says
 * @param batched the statement
 * @param table whose rows are walked
 * @param splicer writes the batches
 */
record BackfillSource(
    BackfillUnit unit, BatchedStatement batched, BackfillTable table, PredicateSplicer splicer) {

  /**
   * Reads statement and table.
   *
   * @throws RunException when they do not fit together, with the reason
   */
  static BackfillSource read(Connection connection, BackfillUnit unit)
      throws SQLException, RunException {
    ServerVersion version = new ServerVersion(connection.getMetaData().getDatabaseMajorVersion());
    BatchReader.Result result =
        new BatchReader(version, new JSqlParserQueryReader())
            .read(
                unit.text(),
                unit.terms().options().table(),
                unit.terms().options().readsOwnTable());
    if (!(result instanceof BatchReader.Readable readable)) {
      throw unit.refused(((BatchReader.Refused) result).reason());
    }
    BatchedStatement batched = readable.statement();
    BackfillTable table;
    try {
      table = BackfillTable.read(connection, batched, unit.terms().options().key());
    } catch (RunException e) {
      throw unit.refused(String.valueOf(e.getMessage()));
    }
    BackfillSource source = new BackfillSource(unit, batched, table, new PredicateSplicer(version));
    source.requireKeyKept();
    source.requireNoAggregate(connection);
    return source;
  }

  /** The statement for one range. */
  String batch(Optional<BackfillPosition> after, BackfillPosition upTo) throws RunException {
    PredicateSplicer.Result result =
        splicer.splice(unit.text(), table.key().predicate(batched.qualifier(), after, upTo));
    if (result instanceof PredicateSplicer.Spliced spliced) {
      return spliced.sql();
    }
    throw unit.refused(((PredicateSplicer.Refused) result).reason());
  }

  /** Table and key in words, by which a resumed run knows that it walks the same way. */
  String walks() {
    return "%s by %s".formatted(table.name(), table.key().name());
  }

  /** Whether the walk may be made again over rows that are done. */
  boolean repeatable() {
    return batched.skipsDoneRows() || unit.terms().idempotent();
  }

  private void requireKeyKept() throws RunException {
    if (table.key() instanceof ColumnKey columns) {
      for (ColumnKey.Column column : columns.columns()) {
        if (batched.assigned().contains(column.name())) {
          throw unit.refused(
              "it changes %s, the key that it is walked by, and would meet rows again"
                  .formatted(column.name()));
        }
      }
      return;
    }
    boolean verified =
        BackfillVerification.canAsk(batched) || !unit.terms().verifications().isEmpty();
    if (!repeatable() || !verified) {
      throw unit.refused(
          ("%s has no key to walk by (unique, NOT NULL), and by blocks a row that moves is met"
                  + " twice or not at all. Its WHERE must leave out rows that are done (column IS"
                  + " NULL); or say -- migrate:idempotent <reason>, with a -- migrate:verify query")
              .formatted(table.name()));
    }
  }

  private void requireNoAggregate(Connection connection) throws SQLException, RunException {
    if (batched.kind() != Kind.INSERT || batched.calls().isEmpty()) {
      return;
    }
    List<String> found = aggregates(connection, batched.calls());
    if (!found.isEmpty()) {
      throw unit.refused(
          "%s() needs the rows of all batches at once".formatted(String.join("(), ", found)));
    }
  }

  private static List<String> aggregates(Connection connection, Set<String> names)
      throws SQLException {
    String sql =
        "SELECT DISTINCT proname FROM pg_catalog.pg_proc"
            + " WHERE proname = ANY (?) AND prokind IN ('a', 'w') ORDER BY 1";
    List<String> found = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      Array array = connection.createArrayOf("text", names.toArray(new String[0]));
      query.setArray(1, array);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.add(row.getString(1));
        }
      }
    }
    return found;
  }
}
