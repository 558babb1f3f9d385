package dev.safemigrate.runner;

import dev.safemigrate.ast.Identifiers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a backfill would do, asked of the database without changing anything. */
final class BackfillForecast {

  private final Connection connection;
  private final RunSettings settings;

  BackfillForecast(Connection connection, RunSettings settings) {
    this.connection = connection;
    this.settings = settings;
  }

  /** Lines about each backfill of a migration. */
  List<String> of(MigrationRun.Work work) throws SQLException, RunException {
    if (settings.schema().isPresent()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET search_path TO " + Identifiers.quote(settings.schema().get()));
      }
    }
    List<String> lines = new ArrayList<>();
    LockPolicy policy = LockPolicy.assumed(14, settings.locks());
    long rank = work.unfinished().map(entry -> entry.rank()).orElse(0L);
    for (int number = 0; number < work.units().size(); number++) {
      if (work.units().get(number).backfill().isPresent()) {
        lines.addAll(of(BackfillUnit.of(work, number, rank, policy)));
      }
    }
    return lines;
  }

  private List<String> of(BackfillUnit unit) throws SQLException, RunException {
    BackfillSource source = BackfillSource.read(connection, unit);
    BackfillTable table = source.table();
    BackfillJournal journal = new BackfillJournal(connection, settings.table());
    Optional<BackfillJournal.Cursor> cursor =
        journal.exists() ? journal.read(unit.rank(), unit.number()) : Optional.empty();
    Optional<BackfillPosition> after = cursor.flatMap(BackfillJournal.Cursor::after);
    Optional<BackfillPosition> last =
        cursor.isPresent() ? cursor.get().last() : table.key().last(connection);
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s:%d: %s of %s, walked by %s"
            .formatted(
                unit.script().name(),
                unit.statement().line(),
                source.batched().kind(),
                table.name(),
                table.key().name()));
    BackfillPace pace = BackfillWalk.pace(unit.terms().options(), settings.backfill());
    int size = cursor.map(BackfillJournal.Cursor::batchRows).orElse(pace.size());
    long left = Math.max(0, table.estimate() - cursor.map(c -> c.visited()).orElse(0L));
    lines.add(
        String.format(
            Locale.ROOT,
            "  about %,d rows, about %,d batches of %,d rows at first and %,d at most%s",
            left,
            (left + size - 1) / size,
            size,
            pace.largest(),
            target(unit)));
    cursor.ifPresent(
        begun ->
            lines.add(
                String.format(
                    Locale.ROOT, "  goes on behind %,d rows that are done", begun.visited())));
    if (last.isEmpty()) {
      lines.add("  the table is empty");
      return lines;
    }
    BackfillKey.Step step = table.key().next(connection, after, last.get(), size);
    lines.add("  first batch:");
    source.batch(after, step.upTo()).lines().forEach(line -> lines.add("    " + line));
    lines.add("  at the end: " + verification(source));
    return lines;
  }

  private String target(BackfillUnit unit) {
    Duration target = unit.terms().options().target().orElse(settings.backfill().target());
    int duty = unit.terms().options().duty().orElse(settings.backfill().dutyCycle());
    return (target.isZero() ? "" : ", each to take %d ms".formatted(target.toMillis()))
        + (duty == 100 ? "" : ", at work for %d %% of the time".formatted(duty));
  }

  private static String verification(BackfillSource source) {
    List<String> queries = source.unit().terms().verifications();
    if (!queries.isEmpty()) {
      return String.join("; ", queries);
    }
    return BackfillVerification.canAsk(source.batched())
        ? BackfillVerification.rowsLeftQuery(source.batched()).replace('\n', ' ')
        : "nothing is asked: no -- migrate:verify, and its WHERE does not tell rows that are done";
  }
}
