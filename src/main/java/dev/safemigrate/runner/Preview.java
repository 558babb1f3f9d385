package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.ast.Copy;
import dev.safemigrate.history.HistoryEntry.AppliedMigration;
import dev.safemigrate.runner.Callbacks.Callback;
import dev.safemigrate.source.CallbackEvent;
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

  static Preview of(
      List<MigrationRun.Work> works, Callbacks callbacks, LockPolicy policy, RunSettings settings) {
    StringBuilder sql = new StringBuilder();
    callbacks(sql, callbacks.at(CallbackEvent.BEFORE_MIGRATE), policy, settings);
    if (settings.group() && !works.isEmpty()) {
      group(sql, works, policy, settings);
    } else {
      works.forEach(work -> new Writer(sql, work.script(), policy).write(work, settings));
    }
    if (!works.isEmpty()) {
      callbacks(sql, callbacks.at(CallbackEvent.AFTER_MIGRATE_APPLIED), policy, settings);
    }
    callbacks(sql, callbacks.at(CallbackEvent.AFTER_MIGRATE), policy, settings);
    List<Callback> onError = callbacks.at(CallbackEvent.AFTER_MIGRATE_ERROR);
    if (!onError.isEmpty()) {
      sql.append("-- only when a migration fails:\n");
      callbacks(sql, onError, policy, settings);
    }
    return new Preview(sql.toString(), works.size());
  }

  private static void callbacks(
      StringBuilder sql, List<Callback> callbacks, LockPolicy policy, RunSettings settings) {
    callbacks.forEach(
        callback -> new Writer(sql, callback.script(), policy).write(callback, settings));
  }

  /** As {@link GroupRun} runs them. */
  private static void group(
      StringBuilder sql, List<MigrationRun.Work> works, LockPolicy policy, RunSettings settings) {
    Writer whole = new Writer(sql, works.get(0).script(), policy);
    whole.comment("%d migrations in one transaction".formatted(works.size()));
    boolean open = false;
    for (GroupSteps migration : GroupSteps.of(works, policy)) {
      MigrationRun.Work work = migration.work();
      whole.comment("%s, %s".formatted(work.script().name(), Writer.row(work.migration())));
      SessionState.fresh(policy, settings.schema()).forEach(whole::line);
      if (!open) {
        whole.line("BEGIN");
        open = true;
      }
      for (GroupSteps.OfScript part : migration.scripts()) {
        Writer own = new Writer(sql, part.script(), policy);
        if (part.callback()) {
          own.comment("callback " + part.script().name());
        }
        part.steps().forEach(own::step);
      }
      whole.comment("history: row of the history");
    }
    whole.line("COMMIT");
    sql.append('\n');
  }

  /** Writes one script as {@link MigrationRun} runs it. */
  private static final class Writer {

    private final StringBuilder sql;
    private final MigrationScript script;
    private final LockPolicy policy;

    private Writer(StringBuilder sql, MigrationScript script, LockPolicy policy) {
      this.sql = sql;
      this.script = script;
      this.policy = policy;
    }

    private void write(Callback callback, RunSettings settings) {
      comment("%s, recorded nowhere".formatted(script.name()));
      SessionState.fresh(policy, settings.schema()).forEach(this::line);
      for (int number = 0; number < callback.units().size(); number++) {
        WorkUnit unit = callback.units().get(number);
        FileSettings made = FileSettings.after(callback.units().subList(0, number));
        if (unit.transactional()) {
          line("BEGIN");
          policy.transaction(unit, made).forEach(this::step);
          line("COMMIT");
        } else {
          AnalysedStatement statement = unit.statements().get(0);
          policy.beforeSingle(statement, made).forEach(this::line);
          statement(statement);
          policy.afterSingle(statement, made).forEach(this::line);
        }
      }
      sql.append('\n');
    }

    /** What runs in the transaction of a migration. */
    private void within(List<Callback> callbacks) {
      for (Callback callback : callbacks) {
        comment(callback.script().name());
        Writer own = new Writer(sql, callback.script(), policy);
        callback
            .units()
            .forEach(unit -> policy.transaction(unit, FileSettings.NONE).forEach(own::step));
      }
      if (!callbacks.isEmpty()) {
        comment("end of callbacks");
      }
    }

    private void write(MigrationRun.Work work, RunSettings settings) {
      int total = work.units().size();
      int done = work.unfinished().map(entry -> entry.journal().done().size()).orElse(0);
      comment("%s, %s".formatted(work.script().name(), row(work.migration())));
      SessionState.fresh(policy, settings.schema()).forEach(this::line);
      if (work.oneTransaction()) {
        line("BEGIN");
        within(work.around().before());
        unitSteps(work, 0);
        within(work.around().after());
        comment("history: row of the history");
        line("COMMIT");
        sql.append('\n');
        return;
      }
      if (done == 0 && !work.around().before().isEmpty()) {
        line("BEGIN");
        within(work.around().before());
        comment("history: %d parts, journalled one by one".formatted(total));
        line("COMMIT");
      } else {
        comment("history: %d parts, journalled one by one".formatted(total));
      }
      if (done > 0) {
        comment("goes on behind part " + done);
        work.units().subList(0, Math.min(done, total)).stream()
            .flatMap(unit -> unit.sessionSettings().stream())
            .forEach(this::statement);
      }
      for (int number = done; number < total; number++) {
        unit(work, number, total);
      }
      if (!work.around().after().isEmpty()) {
        line("BEGIN");
        within(work.around().after());
        comment("history: the row is finished");
        line("COMMIT");
        sql.append('\n');
        return;
      }
      comment("history: the row is finished\n");
    }

    private void unit(MigrationRun.Work work, int number, int total) {
      String part = "part %d of %d".formatted(number + 1, total);
      if (work.units().get(number).transactional()) {
        line("BEGIN");
        unitSteps(work, number);
        comment("history: " + part + " is done");
        line("COMMIT");
        return;
      }
      if (work.units().get(number).backfill().isPresent()) {
        backfill(work, number, part);
        return;
      }
      AnalysedStatement statement = work.units().get(number).statements().get(0);
      FileSettings made = work.madeBefore(number);
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
    private void backfill(MigrationRun.Work work, int number, String part) {
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

    private void unitSteps(MigrationRun.Work work, int number) {
      if (number < work.units().size()) {
        policy.transaction(work.units().get(number), work.madeBefore(number)).forEach(this::step);
      }
    }

    private void step(Step step) {
      if (step instanceof Step.Setting setting) {
        line(setting.sql());
      } else if (step instanceof Step.UpFront upFront) {
        comment("together within one lock_timeout; what the role may not lock is left out");
        upFront.locks().forEach(lock -> line(lock.sql()));
      } else if (step instanceof Step.Budget) {
        comment("lock_timeout: what is left of the time for the locks above");
      } else if (step instanceof Step.FromFile own) {
        statement(own.statement());
      }
    }

    private void statement(AnalysedStatement statement) {
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
