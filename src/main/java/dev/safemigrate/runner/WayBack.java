package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.analysis.MigrationPhase;
import dev.safemigrate.effect.Breakage;
import dev.safemigrate.runner.TestedDowns.Outcome;
import dev.safemigrate.source.Directive.Phase;
import dev.safemigrate.source.MigrationScript;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Says of migrations that a run has applied whether the version of the application that ran before
 * them can go on, and which ways back there are.
 */
final class WayBack {

  private static final int SHOWN = 5;

  private final List<Applied> applied;
  private final KnownWays known;

  /**
   * @param applied what stands of the run, in order
   * @param known of the ways back
   */
  WayBack(List<Applied> applied, KnownWays known) {
    this.applied = List.copyOf(applied);
    this.known = known;
  }

  /**
   * A migration that stands in the database.
   *
   * @param complete whether all of it does
   */
  record Applied(MigrationScript script, AnalysedMigration analysed, boolean complete) {}

  /** Several lines; none when nothing stands. */
  List<String> lines() {
    if (applied.isEmpty()) {
      return List.of("The schema is as it was before this run.");
    }
    List<String> lines = new ArrayList<>();
    lines.add(runningVersion());
    lines.addAll(downScripts());
    lost().ifPresent(lines::add);
    known
        .backup()
        .map(
            last ->
                "Last backup: %s of %s%s; what was written since is not in it."
                    .formatted(
                        last.place(),
                        last.finishedAt(),
                        last.verified() ? ", which was restored to see that it can be" : ""))
        .ifPresent(lines::add);
    return lines;
  }

  private String runningVersion() {
    Set<String> lost = new LinkedHashSet<>();
    boolean unknown = false;
    for (Applied migration : applied) {
      if (MigrationPhase.of(migration.script(), migration.analysed()) == Phase.CONTRACT) {
        migration.analysed().statements().stream()
            .flatMap(statement -> statement.effects().breaks().stream())
            .map(breakage -> harm(migration, breakage))
            .forEach(lost::add);
        if (lost.isEmpty()) {
          lost.add(migration.script().name() + " is a contract");
        }
      }
      unknown |= migration.analysed().statements().stream().anyMatch(WayBack::isUnknown);
    }
    if (!lost.isEmpty()) {
      return "The version of the application that ran before may not work any more: "
          + shortList(List.copyOf(lost));
    }
    return unknown
        ? "Whether the version of the application that ran before works on this schema is not known:"
            + " not every statement is understood."
        : "The version of the application that ran before works on this schema: nothing that it"
            + " needs was taken away.";
  }

  private static String harm(Applied migration, Breakage breakage) {
    return "%s: %s".formatted(breakage.object(), breakage.reason().replaceAll("\\.$", ""))
        + " ("
        + migration.script().name()
        + ")";
  }

  private static boolean isUnknown(AnalysedStatement statement) {
    return statement.effects().unknown();
  }

  private List<String> downScripts() {
    List<String> without = names(applied.stream().filter(one -> one.script().down().isEmpty()));
    if (!without.isEmpty()) {
      return List.of(
          "Way back: forward, with a new migration; there is no down script for %s."
              .formatted(shortList(without)));
    }
    List<String> begun = names(applied.stream().filter(one -> !one.complete()));
    if (!begun.isEmpty()) {
      return List.of(
          "Way back: none before %s is mended and applied to its end: a rollback refuses a migration that was begun."
              .formatted(shortList(begun)));
    }
    List<String> lines = new ArrayList<>();
    lines.add(tested());
    Set<String> destroyed = known.losses(applied);
    if (!destroyed.isEmpty()) {
      lines.add(
          "The down scripts destroy %s, with what was written there since; they ask for -Dmigrate.allowDataLoss=true."
              .formatted(shortList(List.copyOf(destroyed))));
    }
    return lines;
  }

  /** What a rehearsal says of the down scripts, in the form in which they are here. */
  private String tested() {
    String command = "migrate:rollback -Dmigrate.count=" + applied.size();
    List<String> bad = having(Outcome.NOT_RESTORED, Outcome.FAILED);
    if (!bad.isEmpty()) {
      return "Way back: forward, with a new migration. %s has shown that these down scripts do not restore the schema: %s."
          .formatted(rehearsal(), shortList(bad));
    }
    List<String> untested =
        names(
            applied.stream()
                .filter(one -> !outcome(one.script()).equals(Optional.of(Outcome.RESTORED))));
    if (untested.isEmpty()) {
      return "Way back: %s. %s ran these down scripts as they are here, and each restored the schema%s."
          .formatted(
              command,
              rehearsal(),
              known.tested().filter(t -> t.postgresVersion() == known.serverVersion()).isPresent()
                  ? ""
                  : "; this server is a PostgreSQL " + known.serverVersion());
    }
    boolean stale =
        applied.stream()
            .anyMatch(one -> known.tested().filter(t -> t.isStale(one.script())).isPresent());
    return "Way back: forward, or %s once migrate:rehearse has tested it: for %s %s."
        .formatted(
            command,
            shortList(untested),
            stale
                ? "the files were changed since " + rehearsal()
                : "no rehearsal of the down script is known here");
  }

  private String rehearsal() {
    return known
        .tested()
        .map(
            tested ->
                "the rehearsal of %s on PostgreSQL %d"
                    .formatted(tested.at(), tested.postgresVersion()))
        .orElse("a rehearsal");
  }

  private List<String> having(Outcome... wanted) {
    Set<Outcome> any = Set.of(wanted);
    return names(
        applied.stream().filter(one -> outcome(one.script()).filter(any::contains).isPresent()));
  }

  private Optional<Outcome> outcome(MigrationScript script) {
    return known.tested().flatMap(tested -> tested.of(script));
  }

  private Optional<String> lost() {
    List<String> lost =
        applied.stream()
            .flatMap(migration -> migration.analysed().statements().stream())
            .flatMap(statement -> DataLoss.of(statement).stream())
            .distinct()
            .toList();
    return lost.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "No script brings back what is gone: %s; only a backup does."
                .formatted(shortList(lost)));
  }

  private static List<String> names(Stream<Applied> migrations) {
    return migrations.map(one -> one.script().name()).toList();
  }

  private static String shortList(List<String> items) {
    return items.size() <= SHOWN
        ? String.join(", ", items)
        : "%s and %d more"
            .formatted(String.join(", ", items.subList(0, SHOWN)), items.size() - SHOWN);
  }
}
