package dev.safemigrate.plan;

import dev.safemigrate.source.MigrationDraft.NewFile;
import java.util.Iterator;
import java.util.Optional;

/** A plan as a Markdown page: what runs, and what the application does between, in order. */
public final class PlanPage {

  private PlanPage() {}

  /**
   * The page.
   *
   * @param plan what it tells
   * @param files its migrations as files
   * @param replaced what to do with the migration that the plan stands for; empty where there is
   *     none
   */
  public static String of(ExpandContractPlan plan, PlanFiles files, Optional<String> replaced) {
    StringBuilder page = new StringBuilder();
    page.append("# ").append(plan.title()).append("\n\n");
    page.append(
        "Work through it from top to bottom. Every migration is safe for the version that runs while it is applied; the\n"
            + "application changes where the page says so, and not before.\n");
    replaced.ifPresent(words -> page.append('\n').append(words).append('\n'));
    if (!plan.notes().isEmpty()) {
      page.append("\nBefore you begin:\n\n");
      plan.notes().forEach(note -> page.append("- ").append(note).append('\n'));
    }
    Iterator<PlanFiles.Step> steps = files.steps().iterator();
    int number = 0;
    for (PlanPart part : plan.parts()) {
      number++;
      if (part instanceof PlanPart.Application application) {
        page.append("\n## %d. %s\n\n".formatted(number, application.title()));
        page.append(application.text());
      } else {
        migration(page, number, steps.next());
      }
    }
    if (!plan.objects().isEmpty()) {
      page.append("\n## What exists only meanwhile\n\n");
      plan.objects().forEach(object -> page.append("- ").append(object).append('\n'));
    }
    return page.toString();
  }

  private static void migration(StringBuilder page, int number, PlanFiles.Step step) {
    PlanPart.Migration migration = step.migration();
    page.append(
        "\n## %d. Apply %s: %s (%s)\n\n"
            .formatted(
                number, step.version(), migration.description(), migration.phase().spelling()));
    migration.why().forEach(sentence -> page.append(sentence).append('\n'));
    if (!migration.why().isEmpty()) {
      page.append('\n');
    }
    for (NewFile file : step.files()) {
      page.append("- `").append(file.path()).append("`\n");
    }
    page.append("\n```sql\n");
    migration.up().forEach(sql -> page.append(sql).append(";\n"));
    page.append("```\n");
    migration
        .verify()
        .ifPresent(
            query ->
                page.append("\nDone when this is true:\n\n```sql\n")
                    .append(query)
                    .append(";\n```\n"));
  }
}
