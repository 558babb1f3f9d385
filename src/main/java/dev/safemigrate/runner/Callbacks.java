package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.source.CallbackEvent;
import dev.safemigrate.source.MigrationScript;
import java.util.ArrayList;
import java.util.List;

/** The scripts that run around migrations, by their moment. Within one moment the names decide. */
final class Callbacks {

  /** None. */
  static final Callbacks NONE = new Callbacks(List.of());

  private final List<Callback> all;

  private Callbacks(List<Callback> all) {
    this.all = List.copyOf(all);
  }

  /**
   * One of them.
   *
   * @param event when it runs
   * @param script the file
   * @param units its statements
   */
  record Callback(CallbackEvent event, MigrationScript script, List<WorkUnit> units) {

    Callback {
      units = List.copyOf(units);
    }
  }

  /**
   * Those that run in the transaction of each migration.
   *
   * @param before in front of its statements
   * @param after behind them
   */
  record Around(List<Callback> before, List<Callback> after) {

    static final Around NOTHING = new Around(List.of(), List.of());

    Around {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }

    /** What runs in front of the statements of the migration. */
    List<WorkUnit> unitsBefore() {
      return before.stream().flatMap(callback -> callback.units().stream()).toList();
    }
  }

  /**
   * The scripts that have an event of ours; of others the listener is told that they do not run.
   */
  static List<MigrationScript> of(List<MigrationScript> scripts, RunListener listener) {
    scripts.stream()
        .filter(script -> script.kind() == MigrationScript.Kind.CALLBACK)
        .filter(script -> CallbackEvent.of(script).isEmpty())
        .forEach(
            script ->
                listener.warning(
                    script.name(),
                    "is a callback for an event that is not run; see docs/apply.md"));
    return of(scripts);
  }

  /** The scripts that have an event of ours. */
  static List<MigrationScript> of(List<MigrationScript> scripts) {
    return scripts.stream().filter(script -> CallbackEvent.of(script).isPresent()).toList();
  }

  /**
   * @param scripts those with an event
   * @param analysed their analyses, in the same order
   * @throws RunException when one cannot run at its moment
   */
  static Callbacks of(List<MigrationScript> scripts, List<AnalysedMigration> analysed)
      throws RunException {
    List<Callback> all = new ArrayList<>();
    for (int i = 0; i < scripts.size(); i++) {
      MigrationScript script = scripts.get(i);
      Callback callback =
          new Callback(
              CallbackEvent.of(script).orElseThrow(), script, WorkUnit.of(script, analysed.get(i)));
      require(callback);
      all.add(callback);
    }
    return new Callbacks(all);
  }

  private static void require(Callback callback) throws RunException {
    for (WorkUnit unit : callback.units()) {
      if (unit.backfill().isPresent()) {
        throw refused(callback, unit, "a callback cannot hold a backfill. Write a migration");
      }
      if (callback.event().each() && !unit.transactional()) {
        throw refused(
            callback,
            unit,
            "a callback of each migration runs in its transaction, and this cannot. Put it into"
                + " beforeMigrate or afterMigrate");
      }
    }
    if (callback.event().each() && callback.units().size() > 1) {
      throw refused(
          callback,
          callback.units().get(1),
          "a callback of each migration runs in its transaction and cannot end it");
    }
  }

  private static RunException refused(Callback callback, WorkUnit unit, String why) {
    return new RunException(
        RunException.Kind.REFUSED,
        "%s:%d: %s. Nothing was changed."
            .formatted(callback.script().path(), unit.statements().get(0).line(), why));
  }

  /** Those of one moment. */
  List<Callback> at(CallbackEvent event) {
    return all.stream().filter(callback -> callback.event() == event).toList();
  }

  /** The works with what runs around each. */
  List<MigrationRun.Work> around(List<MigrationRun.Work> works) {
    Around each =
        new Around(at(CallbackEvent.BEFORE_EACH_MIGRATE), at(CallbackEvent.AFTER_EACH_MIGRATE));
    return works.stream().map(work -> work.within(each)).toList();
  }
}
