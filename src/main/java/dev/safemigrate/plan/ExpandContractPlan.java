package dev.safemigrate.plan;

import java.util.List;

/**
 * A change as a sequence of migrations and of releases of the application between them.
 *
 * @param title what is done, as in {@code Rename orders.total to amount}
 * @param parts in the order in which they happen
 * @param objects names of what exists only between expand and contract
 * @param notes what the reader should know before beginning, a sentence each
 */
public record ExpandContractPlan(
    String title, List<PlanPart> parts, List<String> objects, List<String> notes) {

  public ExpandContractPlan {
    parts = List.copyOf(parts);
    objects = List.copyOf(objects);
    notes = List.copyOf(notes);
  }

  /** The migrations, in order. */
  public List<PlanPart.Migration> migrations() {
    return parts.stream()
        .filter(PlanPart.Migration.class::isInstance)
        .map(PlanPart.Migration.class::cast)
        .toList();
  }
}
