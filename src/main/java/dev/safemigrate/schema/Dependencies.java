package dev.safemigrate.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What stands on what, as pg_depend has it: {@code automatic} parts go along with what they stand
 * on, the others keep it from going without CASCADE.
 */
final class Dependencies {

  /** A part that stands on another. */
  record Dependency(Part part, boolean automatic) {}

  private final SchemaState state;
  private final List<Dependency> found = new ArrayList<>();

  private Dependencies(SchemaState state) {
    this.state = state;
  }

  static List<Dependency> of(SchemaState state, Part part) {
    Dependencies dependencies = new Dependencies(state);
    dependencies.collect(part);
    return dependencies.found;
  }

  private void collect(Part part) {
    if (part instanceof Part.Whole whole) {
      ofObject(state.object(whole.owner()));
    } else if (part instanceof Part.OfColumn column) {
      ofColumn(state.table(column.owner()), column.column());
    } else if (part instanceof Part.OfConstraint constraint) {
      ofConstraint(state.table(constraint.owner()), constraint.constraint());
    }
  }

  private void automatic(SchemaObject object) {
    found.add(new Dependency(new Part.Whole(object.id()), true));
  }

  private void normal(SchemaObject object) {
    found.add(new Dependency(new Part.Whole(object.id()), false));
  }

  private void add(Part part, boolean automatic) {
    found.add(new Dependency(part, automatic));
  }

  private void ofObject(SchemaObject object) {
    if (object instanceof SchemaDefinition schema) {
      state
          .all(SchemaObject.class)
          .filter(inside -> inside.name().schema().equals(schema.name().name()))
          .forEach(this::normal);
      return;
    }
    for (SchemaObject user : state.store().dependants(object.id())) {
      if (user instanceof Table table) {
        tableOn(table, object);
      } else if (user instanceof Publication publication) {
        add(new Part.OfPublication(publication.id(), object.id()), true);
      } else if (belongsTo(user, object.id())) {
        automatic(user);
      } else {
        normal(user);
      }
    }
  }

  /** True for what cannot be without the object: its indexes, triggers, rules, policies ... */
  private static boolean belongsTo(SchemaObject user, ObjectId owner) {
    if (user instanceof Index index) {
      return index.table().equals(owner) || index.parent().filter(owner::equals).isPresent();
    }
    if (user instanceof Trigger trigger) {
      return trigger.table().equals(owner) || trigger.parent().filter(owner::equals).isPresent();
    }
    if (user instanceof RewriteRule rule) {
      return rule.relation().equals(owner);
    }
    if (user instanceof Policy policy) {
      return policy.table().equals(owner);
    }
    return user instanceof Statistics || user instanceof Sequence;
  }

  private void tableOn(Table table, SchemaObject object) {
    ObjectId id = object.id();
    if (table.id().equals(id)) {
      return;
    }
    if (table.parents().contains(id)) {
      add(new Part.Whole(table.id()), table.isPartition());
      return;
    }
    if (table.properties().ofType().filter(id::equals).isPresent()) {
      normal(table);
    }
    for (Column column : table.columns()) {
      boolean ofType = column.type().definition().filter(id::equals).isPresent();
      boolean generated =
          column.generated().filter(g -> g.expression().references().contains(id)).isPresent();
      if (ofType || generated) {
        add(new Part.OfColumn(table.id(), column.name()), false);
      } else if (column.defaultValue().filter(d -> d.references().contains(id)).isPresent()) {
        add(new Part.OfDefault(table.id(), column.name()), false);
      }
    }
    for (StoredConstraint constraint : table.constraints()) {
      if (constraint.references().contains(id)) {
        add(new Part.OfConstraint(table.id(), constraint.name()), false);
      }
    }
  }

  private void ofColumn(Table table, String column) {
    for (Index index : state.indexes(table.id())) {
      if (index.columns().contains(column) && index.constraint().isEmpty()) {
        automatic(index);
      }
    }
    for (StoredConstraint constraint : table.constraints()) {
      if (constraint.columns().contains(column)) {
        add(new Part.OfConstraint(table.id(), constraint.name()), true);
      }
    }
    for (ForeignKeyLink link : state.foreignKeysTo(table.id())) {
      if (link.constraint().referencedColumns().contains(column)) {
        add(new Part.OfConstraint(link.referencing().id(), link.constraint().name()), false);
      }
    }
    for (Column other : table.columns()) {
      boolean generatedFrom =
          other
              .generated()
              .filter(g -> g.expression().facts().columns().contains(column))
              .isPresent();
      if (generatedFrom) {
        add(new Part.OfColumn(table.id(), other.name()), false);
      }
    }
    ofColumnOutside(table, column);
  }

  private void ofColumnOutside(Table table, String column) {
    state.sequencesOwnedBy(table.id(), column).forEach(this::automatic);
    state.viewsUsing(table.id()).stream()
        .filter(view -> certainlyUses(state, view, table, column))
        .forEach(this::normal);
    for (Trigger trigger : state.triggers(table.id())) {
      boolean uses =
          trigger.updateColumns().contains(column)
              || trigger.when().filter(w -> w.facts().columns().contains(column)).isPresent();
      if (uses) {
        normal(trigger);
      }
    }
    for (Policy policy : state.policies(table.id())) {
      if (policy.columns().contains(column)) {
        normal(policy);
      }
    }
    for (Statistics statistics : state.statistics(table.id())) {
      if (statistics.columns().contains(column)) {
        automatic(statistics);
      }
    }
    for (Publication publication : state.dependants(table.id(), Publication.class)) {
      if (publication.entry(table.id()).filter(e -> uses(e, column)).isPresent()) {
        add(new Part.OfPublication(publication.id(), table.id()), false);
      }
    }
  }

  private static boolean uses(Publication.PublishedTable entry, String column) {
    return entry.columns().contains(column)
        || entry.where().filter(w -> w.facts().columns().contains(column)).isPresent();
  }

  /** False where another relation of the view may be the one that has the column. */
  static boolean certainlyUses(SchemaState state, View view, Table table, String column) {
    if (view.opaque() || !view.usedColumns().contains(column)) {
      return false;
    }
    return view.uses().stream()
        .filter(id -> !id.equals(table.id()) && state.exists(id))
        .map(state::object)
        .noneMatch(other -> mayHave(other, column));
  }

  private static boolean mayHave(SchemaObject other, String column) {
    if (other instanceof Table table) {
      return !table.columnsKnown() || table.column(column).isPresent();
    }
    return other instanceof View view
        && (view.columns().isEmpty() || view.columns().contains(column));
  }

  private void ofConstraint(Table table, String name) {
    StoredConstraint constraint = table.constraint(name).orElseThrow();
    if (constraint instanceof StoredConstraint.Exclusion exclusion) {
      add(new Part.Whole(exclusion.index()), true);
    }
    if (!(constraint instanceof StoredConstraint.Key key)) {
      return;
    }
    add(new Part.Whole(key.index()), true);
    Set<String> columns = new HashSet<>(key.columns());
    for (ForeignKeyLink link : state.foreignKeysTo(table.id())) {
      if (columns.equals(new HashSet<>(link.constraint().referencedColumns()))) {
        add(new Part.OfConstraint(link.referencing().id(), link.constraint().name()), false);
      }
    }
  }
}
