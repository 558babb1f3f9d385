package dev.safemigrate.schema;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Drops parts with all that goes along, or refuses because something stands in the way. */
final class Removal {

  private final Draft draft;

  Removal(Draft draft) {
    this.draft = draft;
  }

  /** Drops the parts; what stands on them without belonging to them needs {@code cascade}. */
  void drop(List<? extends Part> targets, boolean cascade) {
    Set<Part> going = new LinkedHashSet<>();
    List<Part> open = new ArrayList<>(targets);
    List<Part> blocking = new ArrayList<>();
    while (!open.isEmpty()) {
      Part part = open.remove(open.size() - 1);
      if (!going.add(part)) {
        continue;
      }
      for (Dependencies.Dependency dependency : Dependencies.of(draft.state(), part)) {
        if (dependency.automatic() || cascade) {
          open.add(dependency.part());
        } else {
          blocking.add(dependency.part());
        }
      }
      keepConstraintsWithTheirIndexes(part, open);
    }
    for (Part part : blocking) {
      if (!isCovered(part, going)) {
        throw new Refused("2BP01", "other objects depend on it: " + describe(part));
      }
    }
    going.forEach(part -> remove(part, going));
  }

  /** An index that goes with its parent takes the constraint that it backs along. */
  private void keepConstraintsWithTheirIndexes(Part part, List<Part> open) {
    if (part instanceof Part.Whole whole
        && draft.state().object(whole.owner()) instanceof Index index
        && index.constraint().isPresent()
        && draft.table(index.table()).constraint(index.constraint().get()).isPresent()) {
      open.add(new Part.OfConstraint(index.table(), index.constraint().get()));
    }
    if (part instanceof Part.OfConstraint constraint) {
      for (Table child : draft.state().children(constraint.owner())) {
        child
            .constraint(constraint.constraint())
            .filter(StoredConstraint::inherited)
            .filter(c -> !(c instanceof StoredConstraint.Key))
            .ifPresent(c -> open.add(new Part.OfConstraint(child.id(), c.name())));
      }
    }
  }

  private static boolean isCovered(Part part, Set<Part> going) {
    return going.contains(part)
        || going.contains(new Part.Whole(part.owner()))
        || (part instanceof Part.OfDefault value
            && going.contains(new Part.OfColumn(value.owner(), value.column())));
  }

  private String describe(Part part) {
    SchemaObject owner = draft.state().object(part.owner());
    if (part instanceof Part.OfColumn column) {
      return owner.name() + "." + column.column();
    }
    if (part instanceof Part.OfConstraint constraint) {
      return "constraint " + constraint.constraint() + " on " + owner.name();
    }
    if (part instanceof Part.OfDefault value) {
      return "default of " + owner.name() + "." + value.column();
    }
    return owner.name().toString();
  }

  private void remove(Part part, Set<Part> going) {
    if (part instanceof Part.Whole whole) {
      draft.remove(whole.owner());
      return;
    }
    if (going.contains(new Part.Whole(part.owner())) || !draft.state().exists(part.owner())) {
      return;
    }
    if (part instanceof Part.OfPublication entry) {
      Publication publication = (Publication) draft.state().object(entry.owner());
      draft.put(
          publication.withTables(
              publication.tables().stream().filter(t -> !t.table().equals(entry.table())).toList(),
              publication.schemas()));
      return;
    }
    draft.put(without(draft.table(part.owner()), part));
  }

  private Table without(Table table, Part part) {
    if (part instanceof Part.OfColumn column) {
      return table.withColumns(
          table.columns().stream().filter(c -> !c.name().equals(column.column())).toList());
    }
    if (part instanceof Part.OfDefault value) {
      return table
          .column(value.column())
          .map(c -> table.withColumn(c.withDefaultValue(Optional.empty())))
          .orElse(table);
    }
    if (part instanceof Part.OfConstraint constraint) {
      return unmarked(table, constraint.constraint()).withoutConstraint(constraint.constraint());
    }
    return table;
  }

  /** From 18 on a column is NOT NULL as long as its constraint is there. */
  private static Table unmarked(Table table, String name) {
    if (table.constraint(name).orElse(null) instanceof StoredConstraint.NotNull notNull) {
      return table
          .column(notNull.column())
          .map(c -> table.withColumn(c.withNotNull(false)))
          .orElse(table);
    }
    return table;
  }
}
