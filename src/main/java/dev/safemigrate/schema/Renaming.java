package dev.safemigrate.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gives objects other names, with what carries their names inside. */
final class Renaming {

  private final Draft draft;

  Renaming(Draft draft) {
    this.draft = draft;
  }

  /** Renames a relation; the constraint of an index has the index's name. */
  void relation(Relation relation, RelationName to) {
    if (draft.state().find(to).filter(r -> !r.assumed()).isPresent()) {
      throw new Refused("42P07", "relation " + to + " already exists");
    }
    RelationName from = relation.name();
    rename(relation, to);
    if (relation instanceof Index index && index.constraint().isPresent()) {
      Table table = draft.table(index.table());
      renameInTable(table, index.constraint().get(), to.name());
      draft.put(
          ((Index) draft.state().object(index.id()))
              .withConstraint(index.primary(), Optional.of(to.name())));
    }
    draft.become(draft.state().withAbsent(from));
  }

  /** Moves a relation with its indexes, and the sequences that belong to it. */
  void move(Relation relation, String schema) {
    if (relation.name().schema().equals(schema)) {
      return;
    }
    RelationName to = new RelationName(schema, relation.name().name());
    if (draft.state().find(to).isPresent()) {
      throw new Refused("42P07", "relation " + to + " already exists");
    }
    rename(relation, to);
    for (Index index : draft.state().indexes(relation.id())) {
      draft.put(index.withName(new RelationName(schema, index.name().name())));
    }
    for (Sequence sequence : draft.state().sequencesOwnedBy(relation.id())) {
      draft.put(sequence.withName(new RelationName(schema, sequence.name().name())));
    }
  }

  /** Renames a type, enum, domain, composite or table seen as a type. */
  void type(SchemaObject type, RelationName to) {
    if (type instanceof Relation relation) {
      relation(relation, to);
      return;
    }
    if (draft.state().store().find(NameKey.Namespace.TYPE, to).isPresent()) {
      throw new Refused("42710", "type " + to + " already exists");
    }
    rename(type, to);
  }

  /** Renames any object, and the types of columns that are named after it. */
  void rename(SchemaObject object, RelationName to) {
    if (object instanceof Table table) {
      draft.put(table.withName(to));
      retype(table.id(), to);
    } else if (object instanceof View view) {
      draft.put(view.withName(to));
    } else if (object instanceof Sequence sequence) {
      draft.put(sequence.withName(to));
    } else if (object instanceof Index index) {
      draft.put(index.withName(to));
    } else if (object instanceof TypeDefinition type) {
      draft.put(TypeFold.named(type, to));
      retype(type.id(), to);
    } else if (object instanceof FunctionDefinition function) {
      draft.put(function.withName(to));
    } else if (object instanceof Statistics statistics) {
      draft.put(statistics.withName(to));
    } else if (object instanceof Trigger trigger) {
      draft.put(trigger.withName(to));
    } else if (object instanceof RewriteRule rule) {
      draft.put(rule.withName(to));
    } else if (object instanceof Policy policy) {
      draft.put(policy.withName(to));
    } else if (object instanceof OtherObject other) {
      draft.put(other.withName(to));
    }
  }

  private void retype(ObjectId type, RelationName to) {
    for (Table table : draft.state().dependants(type, Table.class)) {
      List<Column> columns =
          table.columns().stream()
              .map(
                  c ->
                      c.type().definition().filter(type::equals).isPresent()
                          ? c.withType(c.type().withName(to), c.collation())
                          : c)
              .toList();
      draft.put(table.withColumns(columns));
    }
  }

  /** Renames a column of a table and of all that inherit it. */
  void column(Table table, String from, String to) {
    IndexCreation.requireColumn(table, from);
    if (table.column(to).isPresent()) {
      throw new Refused("42701", "column " + to + " of " + table.name() + " already exists");
    }
    if (table.column(from).filter(Column::inherited).isPresent()) {
      throw new Refused("42P16", "cannot rename inherited column " + from);
    }
    renameColumn(table, from, to);
    for (Table below : draft.state().descendants(table.id())) {
      if (below.column(from).isPresent()) {
        renameColumn(below, from, to);
      }
    }
  }

  private void renameColumn(Table before, String from, String to) {
    Table table = before;
    if (table.column(from).isEmpty()) {
      table = table.withColumn(Column.of(from, DataType.UNKNOWN));
    }
    List<Column> columns = table.columns().stream().map(c -> renamed(c, from, to)).toList();
    List<StoredConstraint> constraints =
        table.constraints().stream().map(c -> ChangedConstraint.renamed(c, from, to)).toList();
    draft.put(
        table
            .withColumns(columns)
            .withConstraints(constraints)
            .withPartitionKey(
                table
                    .partitionKey()
                    .map(k -> new PartitionKey(k.strategy(), renamed(k.keys(), from, to)))));
    ObjectId id = table.id();
    renameInForeignKeys(id, from, to);
    renameInIndexes(id, from, to);
    renameInTriggersAndPolicies(id, from, to);
    renameElsewhere(draft.table(id), from, to);
  }

  private static Column renamed(Column column, String from, String to) {
    Column renamed = column.name().equals(from) ? column.withName(to) : column;
    return renamed.withGenerated(
        renamed
            .generated()
            .map(g -> new Column.Generated(g.expression().renamed(from, to), g.stored())));
  }

  private static List<IndexKey> renamed(List<IndexKey> keys, String from, String to) {
    return keys.stream().map(key -> key.renamed(from, to)).toList();
  }

  private void renameInForeignKeys(ObjectId id, String from, String to) {
    for (ForeignKeyLink link : draft.state().foreignKeysTo(id)) {
      Table referencing = draft.table(link.referencing().id());
      StoredConstraint current =
          referencing.constraint(link.constraint().name()).orElse(link.constraint());
      if (current instanceof StoredConstraint.ForeignKey key) {
        draft.put(referencing.withConstraint(ChangedConstraint.referencedRenamed(key, from, to)));
      }
    }
  }

  private void renameInIndexes(ObjectId id, String from, String to) {
    for (Index index : draft.state().indexes(id)) {
      draft.put(
          index.withKeys(
              renamed(index.keys(), from, to),
              ChangedConstraint.renamed(index.include(), from, to),
              index.predicate().map(p -> p.renamed(from, to))));
    }
    for (Statistics statistics : draft.state().statistics(id)) {
      draft.put(statistics.withKeys(renamed(statistics.keys(), from, to), statistics.target()));
    }
  }

  private void renameInTriggersAndPolicies(ObjectId id, String from, String to) {
    for (Trigger trigger : draft.state().triggers(id)) {
      draft.put(
          trigger.withColumns(
              ChangedConstraint.renamed(trigger.updateColumns(), from, to),
              trigger.when().map(w -> w.renamed(from, to))));
    }
    for (Policy policy : draft.state().policies(id)) {
      draft.put(
          policy.withExpressions(
              policy.roles(),
              policy.using().map(u -> u.renamed(from, to)),
              policy.withCheck().map(c -> c.renamed(from, to))));
    }
  }

  private void renameElsewhere(Table table, String from, String to) {
    for (Sequence sequence : draft.state().sequencesOwnedBy(table.id(), from)) {
      draft.put(sequence.withOwnedBy(Optional.of(new ColumnReference(table.id(), to))));
    }
    for (View view : draft.state().viewsUsing(table.id())) {
      if (view.usedColumns().contains(from)) {
        Set<String> used = new HashSet<>(view.usedColumns());
        used.add(to);
        draft.put(view.withColumns(view.columns(), used));
      }
    }
    for (Publication publication : draft.state().dependants(table.id(), Publication.class)) {
      List<Publication.PublishedTable> tables =
          publication.tables().stream()
              .map(t -> t.table().equals(table.id()) ? renamed(t, from, to) : t)
              .toList();
      draft.put(publication.withTables(tables, publication.schemas()));
    }
  }

  private static Publication.PublishedTable renamed(
      Publication.PublishedTable entry, String from, String to) {
    return new Publication.PublishedTable(
        entry.table(),
        ChangedConstraint.renamed(entry.columns(), from, to),
        entry.where().map(w -> w.renamed(from, to)));
  }

  /** Renames a constraint; the index behind it takes the name too. */
  void constraint(Table table, String from, String to) {
    Optional<StoredConstraint> constraint = table.constraint(from);
    if (constraint.isEmpty()) {
      if (table.assumed()) {
        return;
      }
      throw new Refused("42704", "constraint " + from + " of " + table.name() + " does not exist");
    }
    if (constraint.get().inherited()) {
      throw new Refused("42P16", "cannot rename inherited constraint " + from);
    }
    ConstraintCreation.requireFreeName(table, to);
    Optional<ObjectId> index = index(constraint.get());
    index.ifPresent(
        id -> {
          RelationName name = new RelationName(table.name().schema(), to);
          if (draft.state().find(name).isPresent()) {
            throw new Refused("42P07", "relation " + name + " already exists");
          }
          Index behind = (Index) draft.state().object(id);
          draft.put(behind.withName(name).withConstraint(behind.primary(), Optional.of(to)));
        });
    renameInTable(table, from, to);
    if (index.isEmpty()) {
      for (Table below : draft.state().descendants(table.id())) {
        below
            .constraint(from)
            .filter(StoredConstraint::inherited)
            .ifPresent(c -> renameInTable(below, from, to));
      }
    }
  }

  private static Optional<ObjectId> index(StoredConstraint constraint) {
    if (constraint instanceof StoredConstraint.Key key) {
      return Optional.of(key.index());
    }
    return constraint instanceof StoredConstraint.Exclusion exclusion
        ? Optional.of(exclusion.index())
        : Optional.empty();
  }

  private void renameInTable(Table table, String from, String to) {
    draft.put(
        table.withConstraints(
            table.constraints().stream()
                .map(c -> c.name().equals(from) ? ChangedConstraint.named(c, to) : c)
                .toList()));
  }
}
