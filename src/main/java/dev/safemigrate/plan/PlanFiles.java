package dev.safemigrate.plan;

import dev.safemigrate.source.MigrationDraft;
import dev.safemigrate.source.NewMigrations;
import java.util.ArrayList;
import java.util.List;

/**
 * A plan as files: its migrations in the style of a project, with the next versions.
 *
 * @param steps the migrations with their files, in order
 */
public record PlanFiles(List<Step> steps) {

  public PlanFiles {
    steps = List.copyOf(steps);
  }

  /** A migration, the version that it has got, and its files: the way up first. */
  public record Step(
      PlanPart.Migration migration, String version, List<MigrationDraft.NewFile> files) {
    public Step {
      files = List.copyOf(files);
    }

    /** Whether it takes away what the old version needs. */
    public boolean contract() {
      return migration.phase() == Phase.CONTRACT;
    }
  }

  /** Lays a plan out behind the migrations that there are. */
  public static PlanFiles of(ExpandContractPlan plan, NewMigrations target) {
    List<PlanPart.Migration> migrations = plan.migrations();
    List<String> versions = target.versions(migrations.size());
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < migrations.size(); i++) {
      PlanPart.Migration migration = migrations.get(i);
      MigrationDraft draft =
          new MigrationDraft(
              migration.phase().spelling() + " " + migration.description(),
              comments(plan, migrations, versions, i),
              up(migration),
              migration.down(),
              migration.transactional());
      steps.add(new Step(migration, versions.get(i), target.files(versions.get(i), draft)));
    }
    return new PlanFiles(steps);
  }

  /** All files, in order. */
  public List<MigrationDraft.NewFile> files() {
    return steps.stream().flatMap(step -> step.files().stream()).toList();
  }

  private static List<String> up(PlanPart.Migration migration) {
    if (migration.phase() != Phase.BACKFILL) {
      return migration.up();
    }
    return migration.up().stream().map(sql -> "-- migrate:backfill\n" + sql).toList();
  }

  private static List<String> comments(
      ExpandContractPlan plan, List<PlanPart.Migration> all, List<String> versions, int index) {
    PlanPart.Migration migration = all.get(index);
    List<String> comments = new ArrayList<>();
    comments.add(
        "%s: step %d of %d, %s."
            .formatted(plan.title(), index + 1, all.size(), migration.description()));
    comments.addAll(migration.why());
    comments.add("migrate:phase " + migration.phase().directive());
    if (migration.phase() == Phase.CONTRACT) {
      for (int i = 0; i < index; i++) {
        if (all.get(i).phase() == Phase.EXPAND) {
          comments.add("migrate:contract-of " + versions.get(i));
        }
      }
    }
    migration.verify().ifPresent(query -> comments.add("migrate:verify " + query));
    if (!migration.transactional()) {
      comments.add("migrate:transaction off");
    }
    return comments;
  }
}
