package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.analysis.MigrationPhase;
import dev.safemigrate.effect.Breakage;
import dev.safemigrate.history.ReleaseRecords.Backup;
import dev.safemigrate.source.Directive.Phase;
import dev.safemigrate.source.MigrationScript;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says of migrations that a run has applied whether the version of the application that ran before
 * them can go on, and which ways back there are.
 */
final class WayBack {

  private static final int SHOWN = 5;

  private final List<Applied> applied;
  private final Optional<Backup> backup;

  /**
   * @param applied what stands of the run, in order
   * @param backup the last one, if one is recorded
   */
  WayBack(List<Applied> applied, Optional<Backup> backup) {
    this.applied = List.copyOf(applied);
    this.backup = backup;
  }

  /** A migration that stands in the database, in full or in part. */
  record Applied(MigrationScript script, AnalysedMigration analysed) {}

  /** Several lines; none when nothing stands. */
  List<String> lines() {
    if (applied.isEmpty()) {
      return List.of("The schema is as it was before this run.");
    }
    List<String> lines = new ArrayList<>();
    lines.add(runningVersion());
    lines.add(downScripts());
    backup
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

  private String downScripts() {
    List<String> without =
        applied.stream()
            .map(Applied::script)
            .filter(script -> script.down().isEmpty())
            .map(MigrationScript::name)
            .toList();
    List<String> lost =
        applied.stream()
            .flatMap(migration -> migration.analysed().statements().stream())
            .flatMap(statement -> DataLoss.of(statement).stream())
            .distinct()
            .toList();
    String gone =
        lost.isEmpty()
            ? ""
            : " No script brings back what is gone: %s; only a backup does."
                .formatted(shortList(lost));
    if (without.isEmpty()) {
      return "Way back: there are down scripts for all of it (migrate:rollback -Dmigrate.count=%d;"
              .formatted(applied.size())
          + " migrate:rehearse tests them)."
          + gone;
    }
    return "Way back: forward, with a new migration; there is no down script for %s."
            .formatted(shortList(without))
        + gone;
  }

  private static String shortList(List<String> items) {
    return items.size() <= SHOWN
        ? String.join(", ", items)
        : "%s and %d more"
            .formatted(String.join(", ", items.subList(0, SHOWN)), items.size() - SHOWN);
  }
}
