package dev.safemigrate.rehearsal;

import dev.safemigrate.catalog.CanonicalSchema;
import dev.safemigrate.catalog.CatalogOptions;
import dev.safemigrate.catalog.SchemaDiff;
import dev.safemigrate.catalog.SchemaFollower;
import dev.safemigrate.rehearsal.DownOutcome.NotRestored;
import dev.safemigrate.runner.Rollback;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.RunSettings;
import dev.safemigrate.runner.StatementObserver;
import dev.safemigrate.source.MigrationScript;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The way of the pending migrations: versioned ones up, measured; down one by one, each compared
 * with the schema before it; up again; and at last the repeatable ones, which no script takes back.
 */
final class UpAndDown {

  /** What no value would have avoided: a new column has none in rows that were there. */
  private static final String NOT_NULL_VIOLATION = "23502";

  private final Rehearsal rehearsal;
  private final RehearsalPlan plan;
  private final RunSettings settings;
  private final SchemaFollower followed;
  private final StatementObserver tracing;
  private final RowFiller rows;
  private final Map<String, CanonicalSchema> schemaBefore = new HashMap<>();

  private final List<String> notes = new ArrayList<>();
  private final List<String> restored = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private final List<String> notTested = new ArrayList<>();
  private final List<NotRestored> notRestored = new ArrayList<>();
  private Optional<String> downFailure = Optional.empty();
  private Optional<String> secondUp = Optional.empty();

  /**
   * @param tracing looks on while the migrations go up for the first time
   * @param rows that were generated, so that they can be taken away where they do not fit
   */
  UpAndDown(
      Rehearsal rehearsal,
      RehearsalPlan plan,
      RunSettings settings,
      Connection onlooker,
      StatementObserver tracing,
      RowFiller rows) {
    this.rehearsal = rehearsal;
    this.plan = plan;
    this.settings = settings;
    this.followed =
        new SchemaFollower(
            onlooker,
            CatalogOptions.everything()
                .without(settings.table().schema(), settings.table().name())
                .without(settings.table().schema(), settings.table().ofBackfills().name()));
    this.tracing = tracing;
    this.rows = rows;
  }

  /**
   * Goes the whole way.
   *
   * @return why a migration could not be applied
   */
  Optional<String> rehearse(List<MigrationScript> applied)
      throws SQLException, InterruptedException, RunException {
    List<MigrationScript> versioned = pending(false);
    List<MigrationScript> all = new ArrayList<>(applied);
    all.addAll(versioned);
    Optional<String> failure = up(versioned, all);
    if (failure.isPresent()) {
      return failure;
    }
    CanonicalSchema top = followed.readWhole();
    down(versioned, all);
    if (downFailure.isPresent() || !notRestored.isEmpty()) {
      return Optional.empty(); // What is in the database now, no migration was written for.
    }
    if (!restored.isEmpty()) {
      upAgain(all, top);
    }
    if (secondUp.isPresent()) {
      return Optional.empty();
    }
    List<MigrationScript> repeatable = pending(true);
    all.addAll(repeatable);
    return up(repeatable, all);
  }

  DownOutcome downs() {
    return new DownOutcome(restored, missing, notTested, downFailure, notRestored, secondUp);
  }

  /** What else is worth to be known, in sentences. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  private List<MigrationScript> pending(boolean repeatable) {
    return plan.scripts().stream()
        .filter(plan::isPending)
        .filter(script -> repeatable == (script.kind() == MigrationScript.Kind.REPEATABLE))
        .toList();
  }

  /** Reads the schema before each migration that can be taken back. */
  private StatementObserver reading() {
    return new ObserverChain(
        new StatementObserver() {
          @Override
          public void begins(MigrationScript script) throws SQLException {
            if (script.down().isPresent() && !schemaBefore.containsKey(script.identity())) {
              schemaBefore.put(script.identity(), followed.read());
            }
          }
        },
        tracing);
  }

  private Optional<String> up(List<MigrationScript> scripts, List<MigrationScript> all)
      throws SQLException, InterruptedException, RunException {
    if (scripts.isEmpty()) {
      return Optional.empty();
    }
    rehearsal.stage("Up", scripts.size());
    try {
      rehearsal.apply(plan, all, reading());
      return Optional.empty();
    } catch (RunException e) {
      if (rows.filled().isEmpty() || NOT_NULL_VIOLATION.equals(sqlState(e))) {
        return Optional.of(failure(e));
      }
      notes.add(
          "A migration fails on generated rows and was tried again on empty tables: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
    rows.stop();
    try {
      rehearsal.apply(plan, all, reading());
      return Optional.empty();
    } catch (RunException e) {
      return Optional.of(failure(e));
    }
  }

  private static String sqlState(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException known && known.getSQLState() != null) {
        return known.getSQLState();
      }
    }
    return "";
  }

  private void down(List<MigrationScript> versioned, List<MigrationScript> all)
      throws SQLException, InterruptedException, RunException {
    List<MigrationScript> reachable = new ArrayList<>();
    for (int i = versioned.size() - 1; i >= 0; i--) {
      MigrationScript script = versioned.get(i);
      if (script.down().isEmpty()) {
        missing.add(script.name());
      } else if (missing.isEmpty()) {
        reachable.add(script);
      } else {
        notTested.add(script.down().get().name());
      }
    }
    if (reachable.isEmpty()) {
      return;
    }
    rehearsal.stage("Down", reachable.size());
    Comparing comparing = new Comparing(reachable);
    try {
      new Rollback(rehearsal.sessions(), settings, rehearsal.listener(), comparing)
          .run(
              all,
              new Rollback.Extent(OptionalInt.of(reachable.size()), Optional.empty()),
              plan.downs());
      followed.readWhole();
    } catch (RunException e) {
      downFailure = Optional.of(failure(e));
      notTested.addAll(0, comparing.behindTheNext());
    }
  }

  /** Compares the schema behind each down script with the one before its migration. */
  private final class Comparing implements StatementObserver {

    private final List<MigrationScript> scripts;

    /** Older down scripts are not to blame for lines that a newer one has left. */
    private final Set<String> known = new HashSet<>();

    private int next;

    Comparing(List<MigrationScript> scripts) {
      this.scripts = scripts;
    }

    @Override
    public void ended(MigrationScript down) throws SQLException {
      MigrationScript script = scripts.get(next++);
      List<String> lines = difference(knownBefore(script), followed.read());
      List<String> blamed = lines.stream().filter(line -> !known.contains(line)).toList();
      known.addAll(lines);
      if (blamed.stream().allMatch(line -> line.startsWith(" "))) {
        restored.add(down.name());
      } else {
        notRestored.add(new NotRestored(down.name(), blamed));
      }
    }

    private List<String> behindTheNext() {
      return scripts.stream()
          .skip(next + 1L)
          .map(script -> script.down().orElseThrow().name())
          .toList();
    }
  }

  private void upAgain(List<MigrationScript> all, CanonicalSchema top)
      throws SQLException, InterruptedException, RunException {
    rehearsal.stage("Up again", restored.size());
    try {
      rehearsal.apply(plan, all, StatementObserver.NONE);
    } catch (RunException e) {
      secondUp = Optional.of("Behind the down scripts, up again fails: " + failure(e));
      return;
    }
    List<String> lines = difference(top, followed.readWhole());
    if (!lines.isEmpty()) {
      secondUp =
          Optional.of(
              "Behind the down scripts, up again leads to another schema than the first time:\n  "
                  + String.join("\n  ", lines));
    }
  }

  private CanonicalSchema knownBefore(MigrationScript script) {
    CanonicalSchema schema = schemaBefore.get(script.identity());
    if (schema == null) {
      throw new IllegalStateException("no schema was read before " + script.identity());
    }
    return schema;
  }

  /** No statement can put a column back between others: their order is left out. */
  private static List<String> difference(CanonicalSchema first, CanonicalSchema second) {
    return SchemaDiff.between(first, second, SchemaDiff.Ignored.COLUMN_ORDER).lines();
  }

  /** Only what a migration does wrong is a result; a lost server is not. */
  private static String failure(RunException e) throws RunException {
    if (e.kind() == RunException.Kind.SETUP) {
      throw e;
    }
    return MissingExtension.explain(e);
  }
}
