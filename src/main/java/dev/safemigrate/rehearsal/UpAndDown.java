package dev.safemigrate.rehearsal;

import dev.safemigrate.catalog.CanonicalSchema;
import dev.safemigrate.catalog.CatalogOptions;
import dev.safemigrate.catalog.SchemaDiff;
import dev.safemigrate.catalog.SchemaReader;
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

  private final Rehearsal rehearsal;
  private final RehearsalPlan plan;
  private final RunSettings settings;
  private final Connection onlooker;
  private final Tracer tracer;
  private final Map<String, CanonicalSchema> schemaBefore = new HashMap<>();

  private final List<String> restored = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private final List<String> notTested = new ArrayList<>();
  private final List<NotRestored> notRestored = new ArrayList<>();
  private Optional<String> downFailure = Optional.empty();
  private Optional<String> secondUp = Optional.empty();

  UpAndDown(
      Rehearsal rehearsal,
      RehearsalPlan plan,
      RunSettings settings,
      Connection onlooker,
      Tracer tracer) {
    this.rehearsal = rehearsal;
    this.plan = plan;
    this.settings = settings;
    this.onlooker = onlooker;
    this.tracer = tracer;
  }

  /**
   * Goes the whole way.
   *
   * @return why a migration could not be applied
   */
  Optional<String> rehearse(List<MigrationScript> applied)
      throws SQLException, InterruptedException, RunException {
    List<MigrationScript> versioned = pending(false);
    List<MigrationScript> known = new ArrayList<>(applied);
    Optional<String> failure = up(versioned, known);
    if (failure.isPresent()) {
      return failure;
    }
    List<MigrationScript> all = List.copyOf(known);
    CanonicalSchema top = schema();
    down(versioned, all);
    if (downFailure.isPresent() || !notRestored.isEmpty()) {
      return Optional.empty(); // What is in the database now, no migration was written for.
    }
    if (!restored.isEmpty()) {
      upAgain(all, top);
    }
    return secondUp.isPresent() ? Optional.empty() : up(pending(true), known);
  }

  DownOutcome downs() {
    return new DownOutcome(restored, missing, notTested, downFailure, notRestored, secondUp);
  }

  private List<MigrationScript> pending(boolean repeatable) {
    return plan.scripts().stream()
        .filter(plan::isPending)
        .filter(script -> repeatable == (script.kind() == MigrationScript.Kind.REPEATABLE))
        .toList();
  }

  private Optional<String> up(List<MigrationScript> scripts, List<MigrationScript> known)
      throws SQLException, InterruptedException, RunException {
    for (MigrationScript script : scripts) {
      if (script.down().isPresent()) {
        schemaBefore.put(script.identity(), schema());
      }
      known.add(script);
      try {
        rehearsal.apply(plan, known, tracer);
      } catch (RunException e) {
        return Optional.of(failure(e));
      }
    }
    return Optional.empty();
  }

  private void down(List<MigrationScript> versioned, List<MigrationScript> all)
      throws SQLException, InterruptedException, RunException {
    Set<String> known = new HashSet<>();
    for (int i = versioned.size() - 1; i >= 0; i--) {
      MigrationScript script = versioned.get(i);
      Optional<MigrationScript> down = script.down();
      if (down.isEmpty()) {
        missing.add(script.name());
      } else if (!missing.isEmpty() || downFailure.isPresent()) {
        notTested.add(down.get().name());
      } else {
        downOne(script, down.get(), all, known);
      }
    }
  }

  /**
   * @param known lines that older down scripts are not to blame for, because a newer one has left
   *     them
   */
  private void downOne(
      MigrationScript script, MigrationScript down, List<MigrationScript> all, Set<String> known)
      throws SQLException, InterruptedException, RunException {
    try {
      new Rollback(rehearsal.sessions(), settings, rehearsal.listener())
          .run(all, new Rollback.Extent(OptionalInt.of(1), Optional.empty()), plan.downs());
    } catch (RunException e) {
      downFailure = Optional.of(failure(e));
      return;
    }
    List<String> lines = difference(before(script), schema());
    List<String> blamed = lines.stream().filter(line -> !known.contains(line)).toList();
    known.addAll(lines);
    if (blamed.stream().allMatch(line -> line.startsWith(" "))) {
      restored.add(down.name());
    } else {
      notRestored.add(new NotRestored(down.name(), blamed));
    }
  }

  private void upAgain(List<MigrationScript> all, CanonicalSchema top)
      throws SQLException, InterruptedException, RunException {
    try {
      rehearsal.apply(plan, all, StatementObserver.NONE);
    } catch (RunException e) {
      secondUp = Optional.of("Behind the down scripts, up again fails: " + failure(e));
      return;
    }
    List<String> lines = difference(top, schema());
    if (!lines.isEmpty()) {
      secondUp =
          Optional.of(
              "Behind the down scripts, up again leads to another schema than the first time:\n  "
                  + String.join("\n  ", lines));
    }
  }

  private CanonicalSchema before(MigrationScript script) {
    CanonicalSchema schema = schemaBefore.get(script.identity());
    if (schema == null) {
      throw new IllegalStateException("no schema was read before " + script.identity());
    }
    return schema;
  }

  private CanonicalSchema schema() throws SQLException {
    return SchemaReader.read(
        onlooker,
        CatalogOptions.everything()
            .without(settings.table().schema(), settings.table().name())
            .without(settings.table().schema(), settings.table().ofBackfills().name()));
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
