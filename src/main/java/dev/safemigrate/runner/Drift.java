package dev.safemigrate.runner;

import dev.safemigrate.catalog.CanonicalSchema;
import dev.safemigrate.catalog.CatalogOptions;
import dev.safemigrate.catalog.SchemaDiff;
import dev.safemigrate.catalog.SchemaFingerprint;
import dev.safemigrate.catalog.SchemaReader;
import dev.safemigrate.history.HistoryTable;
import dev.safemigrate.history.ReleaseRecords;
import dev.safemigrate.history.ReleaseRecords.KeptSchema;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was changed in a database without a migration.
 *
 * @param since when the schema was kept that is compared with
 * @param hash of the schema as it was then
 * @param lines DDL lines that are gone ({@code -}) or new ({@code +}); none when nothing changed
 */
public record Drift(Instant since, String hash, List<String> lines) {

  public Drift {
    lines = List.copyOf(lines);
  }

  /**
   * Compares the schema with that which the last run has left; changes nothing.
   *
   * @return empty when none was kept, or migrations were applied since by a run that kept none
   */
  public static Optional<Drift> read(Connection connection, HistoryTable table)
      throws SQLException, RunException {
    Optional<KeptSchema> kept = new ReleaseRecords(table).schema(connection);
    if (kept.isEmpty() || !kept.get().current()) {
      return Optional.empty();
    }
    CanonicalSchema now = schema(connection, table);
    List<String> lines =
        SchemaFingerprint.hash(now).equals(kept.get().hash())
            ? List.of()
            : SchemaDiff.between(unpacked(kept.get()), now).lines();
    return Optional.of(new Drift(kept.get().recordedAt(), kept.get().hash(), lines));
  }

  /** Keeps the schema as it is now. */
  static void keep(Connection connection, RunSettings settings) throws SQLException {
    CanonicalSchema schema = schema(connection, settings.table());
    new ReleaseRecords(settings.table())
        .keepSchema(
            connection,
            settings.appliedBy(),
            SchemaFingerprint.hash(schema),
            SchemaFingerprint.pack(schema));
  }

  /** Without the tables of this plugin. */
  private static CanonicalSchema schema(Connection connection, HistoryTable table)
      throws SQLException {
    return SchemaReader.read(
        connection,
        CatalogOptions.everything()
            .without(table.schema(), table.name())
            .without(table.schema(), ReleaseRecords.tableOf(table).name()));
  }

  private static CanonicalSchema unpacked(KeptSchema kept) throws RunException {
    try {
      return SchemaFingerprint.unpack(kept.content());
    } catch (IOException e) {
      throw new RunException(
          RunException.Kind.REFUSED,
          "The schema that version %s of this plugin kept cannot be read: %s. The next migrate:apply that applies something keeps it anew."
              .formatted(kept.toolVersion(), e.getMessage()),
          e);
    }
  }
}
