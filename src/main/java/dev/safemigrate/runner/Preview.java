package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.ast.Copy;
import dev.safemigrate.history.HistoryEntry.AppliedMigration;
import dev.safemigrate.source.MigrationScript;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * What a run would send, in the order in which it would; rows of the history are comments.
 *
 * @param sql of all pending migrations
 * @param migrations how many they are
 */
public record Preview(String sql, int migrations) {

  private static final int HASH_LENGTH = 16;

  /** Names the plan: the same files, state and settings give the same hash. */
  public String hash() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(sql.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static Preview of(List<MigrationRun.Work> works, LockPolicy policy, RunSettings settings) {
    StringBuilder sql = new StringBuilder();
    works.forEach(work -> new Writer(sql, work, policy).write(settings));
    return new Preview(sql.toString(), works.size());
  }

  /** Writes one migration as {@link MigrationRun} runs it. */
  private static final class Writer {

    private final StringBuilder sql;
    private final MigrationRun.Work work;
    private final LockPolicy policy;

    private Writer(StringBuilder sql, MigrationRun.Work work, LockPolicy policy) {
      this.sql = sql;
      this.work = work;
      this.policy = policy;
    }

    private void write(RunSettings settings) {
      int total = work.units().size();
      int done = work.unfinished().map(entry -> entry.journal().done().size()).orElse(0);
      comment("%s, %s".formatted(work.script().name(), row(work.migration())));
      SessionState.fresh(policy, settings.schema()).forEach(this::line);
      if (work.oneTransaction()) {
        transaction(0, "row of the history");
        sql.append('\n');
        return;
      }
      comment("history: %d parts, journalled one by one".formatted(total));
      if (done > 0) {
        comment("goes on behind part " + done);
        work.units().subList(0, Math.min(done, total)).stream()
            .flatMap(unit -> unit.sessionSettings().stream())
            .forEach(this::statement);
      }
      for (int number = done; number < total; number++) {
        unit(number, total);
      }
      comment("history: the row is finished\n");
    }

    private void unit(int number, int total) {
      String part = "part %d of %d".formatted(number + 1, total);
      if (work.units().get(number).transactional()) {
        transaction(number, part + " is done");
        return;
      }
      if (work.units().get(number).backfill().isPresent()) {
        backfill(number, part);
        return;
      }
      AnalysedStatement statement = work.units().get(number).statements().get(0);
      FileSettings made = FileSettings.after(work.units().subList(0, number));
      comment("history: " + part + " begins");
      policy.beforeSingle(statement, made).forEach(this::line);
      if (IndexNaming.isNeeded(work.units().get(number))) {
        comment("with the name that the server would choose");
      }
      statement(statement);
      policy.afterSingle(statement, made).forEach(this::line);
      comment("history: " + part + " is done");
    }

    /** The key is the database's business, and the plan is the same whichever it is. */
    private void backfill(int number, String part) {
      BackfillUnit unit = BackfillUnit.of(work, number, 0, policy);
      String options = unit.terms().options().text();
      comment(
          "backfill%s: range by range of the key"
              .formatted(options.isEmpty() ? "" : " " + options));
      line("BEGIN");
      unit.settings().forEach(this::line);
      statement(unit.statement());
      comment("for the rows of one range; the range is recorded as done");
      line("COMMIT");
      comment("and so on, range by range");
      unit.terms()
          .verifications()
          .forEach(query -> comment("verification: " + query.replace('\n', ' ')));
      comment("history: " + part + " is done");
    }

    private void transaction(int number, String recorded) {
      line("BEGIN");
      if (number < work.units().size()) {
        FileSettings made = FileSettings.after(work.units().subList(0, number));
        policy.transaction(work.units().get(number), made).forEach(this::step);
      }
      comment("history: " + recorded);
      line("COMMIT");
    }

    private void step(Step step) {
      if (step instanceof Step.Setting setting) {
        line(setting.sql());
      } else if (step instanceof Step.UpFront upFront) {
        comment("together within one lock_timeout; what the role may not lock is left out");
        upFront.locks().forEach(lock -> line(lock.sql()));
      } else if (step instanceof Step.FromFile own) {
        statement(own.statement());
      }
    }

    private void statement(AnalysedStatement statement) {
      MigrationScript script = work.script();
      String text = StatementSender.text(script, statement);
      sql.append(text).append(text.endsWith(";") ? "\n" : ";\n");
      if (statement.statement() instanceof Copy copy && copy.data().isPresent()) {
        String data = copy.data().get().of(script.sql().text());
        sql.append(data).append(data.isEmpty() || data.endsWith("\n") ? "\\.\n" : "\n\\.\n");
      }
    }

    private void line(String statement) {
      sql.append(statement).append(";\n");
    }

    private void comment(String words) {
      sql.append("-- ").append(words).append('\n');
    }

    private static String row(AppliedMigration row) {
      return "%s %s, class %s, checksum %s"
          .formatted(
              row.kind().name().toLowerCase(Locale.ROOT),
              row.version().orElse(row.description()),
              row.classification().orElse("unknown"),
              row.checksum().orElse("none"));
    }
  }
}
