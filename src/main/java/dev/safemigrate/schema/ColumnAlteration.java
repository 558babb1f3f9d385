package dev.safemigrate.schema;

import dev.safemigrate.ast.AlterTableAction.AddColumn;
import dev.safemigrate.ast.AlterTableAction.AddIdentity;
import dev.safemigrate.ast.AlterTableAction.AlterColumnType;
import dev.safemigrate.ast.AlterTableAction.ColumnForeignOptions;
import dev.safemigrate.ast.AlterTableAction.DropColumn;
import dev.safemigrate.ast.AlterTableAction.DropDefault;
import dev.safemigrate.ast.AlterTableAction.DropExpression;
import dev.safemigrate.ast.AlterTableAction.DropIdentity;
import dev.safemigrate.ast.AlterTableAction.DropNotNull;
import dev.safemigrate.ast.AlterTableAction.SetColumnOptions;
import dev.safemigrate.ast.AlterTableAction.SetCompression;
import dev.safemigrate.ast.AlterTableAction.SetDefault;
import dev.safemigrate.ast.AlterTableAction.SetExpression;
import dev.safemigrate.ast.AlterTableAction.SetIdentity;
import dev.safemigrate.ast.AlterTableAction.SetNotNull;
import dev.safemigrate.ast.AlterTableAction.SetStatistics;
import dev.safemigrate.ast.AlterTableAction.SetStorage;
import dev.safemigrate.ast.ConstraintAttributes;
import dev.safemigrate.ast.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The actions of ALTER TABLE on columns. */
final class ColumnAlteration {

  private final Draft draft;
  private final ObjectId id;
  private final boolean only;

  ColumnAlteration(Draft draft, ObjectId id, boolean only) {
    this.draft = draft;
    this.id = id;
    this.only = only;
  }

  private Table table() {
    return draft.table(id);
  }

  /** The column; one of an unknown type where not all columns are known. */
  private static Column column(Table table, String name) {
    IndexCreation.requireColumn(table, name);
    return table.column(name).orElseGet(() -> Column.of(name, DataType.UNKNOWN));
  }

  /** Changes the column here, and below unless ONLY is written. */
  private void change(String name, UnaryOperator<Column> change) {
    draft.put(table().withColumn(change.apply(column(table(), name))));
    if (only) {
      return;
    }
    for (Table below : draft.state().descendants(id)) {
      below.column(name).ifPresent(column -> draft.put(below.withColumn(change.apply(column))));
    }
  }

  void addColumn(AddColumn action) {
    String name = action.column().name();
    if (table().column(name).filter(Column::local).isPresent()) {
      if (action.ifNotExists()) {
        return;
      }
      throw new Refused("42701", "column " + name + " of " + table().name() + " already exists");
    }
    if (table().isPartition()) {
      throw new Refused("42809", "cannot add column to a partition");
    }
    new ColumnCreation(draft).add(id, action.column());
    List<Table> children = draft.state().descendants(id);
    if (only && !children.isEmpty()) {
      throw new Refused("42P16", "column must be added to child tables too");
    }
    children.forEach(child -> inherit(child.id(), name));
    typedTables().forEach(typed -> inherit(typed.id(), name));
    new ConstraintCreation(draft).addAll(id, ColumnCreation.pending(action.column()));
  }

  private void inherit(ObjectId child, String name) {
    Table below = draft.table(child);
    Column added = column(table(), name);
    Column column =
        below
            .column(name)
            .map(own -> own.withInheritance(true, own.local()))
            .orElseGet(() -> added.withInheritance(true, false));
    draft.put(below.withColumn(column));
  }

  /** The tables OF a composite type, which change with it. */
  private List<Table> typedTables() {
    return draft.state().dependants(id, Table.class).stream()
        .filter(t -> t.properties().ofType().filter(id::equals).isPresent())
        .toList();
  }

  void dropColumn(DropColumn action) {
    String name = action.column();
    Optional<Column> column = table().column(name);
    if (column.isEmpty() && (action.ifExists() || !table().columnsKnown())) {
      return;
    }
    IndexCreation.requireColumn(table(), name);
    if (column.filter(Column::inherited).isPresent()) {
      throw new Refused("42P16", "cannot drop inherited column " + name);
    }
    if (table().partitionKey().filter(k -> k.columns().contains(name)).isPresent()) {
      throw new Refused("42P16", "cannot drop column " + name + ": it is in the partition key");
    }
    List<Part> targets = new ArrayList<>(List.of(new Part.OfColumn(id, name)));
    for (Table below : draft.state().descendants(id)) {
      Optional<Column> inherited = below.column(name);
      if (inherited.isEmpty()) {
        continue;
      }
      if (only || inherited.get().local()) {
        draft.put(below.withColumn(inherited.get().withInheritance(false, true)));
      } else {
        targets.add(new Part.OfColumn(below.id(), name));
      }
    }
    for (Table typed : typedTables()) {
      if (!action.cascade()) {
        throw new Refused("2BP01", "table " + typed.name() + " is of the type");
      }
      targets.add(new Part.OfColumn(typed.id(), name));
    }
    new Removal(draft).drop(targets, action.cascade());
  }

  void alterColumnType(AlterColumnType action) {
    String name = action.column();
    Column column = column(table(), name);
    requireNothingInTheWay(table(), name);
    if (column.inherited()) {
      throw new Refused("42P16", "cannot alter inherited column " + name);
    }
    DataType type = draft.state().resolve(action.type());
    change(name, c -> c.withType(type, action.collation()));
    for (Sequence sequence : draft.state().sequencesOwnedBy(id, name)) {
      if (sequence.identity()) {
        draft.put(sequence.withOptions(type, sequence.options()));
      }
    }
  }

  /** What ATPrepAlterColumnType and RememberAllDependentForRebuilding refuse (0A000). */
  private void requireNothingInTheWay(Table table, String name) {
    if (table.partitionKey().filter(k -> k.columns().contains(name)).isPresent()) {
      throw new Refused("42P16", "cannot alter column " + name + ": it is in the partition key");
    }
    for (View view : draft.state().viewsUsing(table.id())) {
      if (Dependencies.certainlyUses(draft.state(), view, table, name)) {
        throw new Refused("0A000", "cannot alter type of a column used by view " + view.name());
      }
    }
    for (Trigger trigger : draft.state().triggers(table.id())) {
      if (trigger.updateColumns().contains(name)
          || trigger.when().filter(w -> w.facts().columns().contains(name)).isPresent()) {
        throw new Refused(
            "0A000", "cannot alter type of a column used in trigger " + trigger.name().name());
      }
    }
    for (Policy policy : draft.state().policies(table.id())) {
      if (policy.columns().contains(name)) {
        throw new Refused(
            "0A000", "cannot alter type of a column used in policy " + policy.name().name());
      }
    }
    for (Column other : table.columns()) {
      if (other
          .generated()
          .filter(g -> g.expression().facts().columns().contains(name))
          .isPresent()) {
        String code = draft.version.atLeast(15) ? "0A000" : "42601";
        throw new Refused(code, "cannot alter type of a column used by generated " + other.name());
      }
    }
  }

  void setDefault(SetDefault action) {
    requirePlain(action.column());
    change(action.column(), c -> c.withDefaultValue(draft.defaultValue(action.value(), c.type())));
  }

  void dropDefault(DropDefault action) {
    requirePlain(action.column());
    change(action.column(), c -> c.withDefaultValue(Optional.empty()));
  }

  private void requirePlain(String name) {
    Column column = column(table(), name);
    if (column.identity().isPresent() || column.generated().isPresent()) {
      throw new Refused("42601", "column " + name + " is an identity or generated column");
    }
  }

  void setNotNull(SetNotNull action) {
    new ConstraintCreation(draft)
        .addNotNull(id, action.column(), Optional.empty(), ConstraintAttributes.NONE, !only);
  }

  void dropNotNull(DropNotNull action) {
    String name = action.column();
    Column column = column(table(), name);
    if (table().primaryKey().filter(k -> k.columns().contains(name)).isPresent()) {
      throw new Refused("42P16", "column " + name + " is in a primary key");
    }
    if (column.identity().isPresent()) {
      throw new Refused("42601", "column " + name + " is an identity column");
    }
    if (column.notNull() && parentMarks(name)) {
      throw new Refused("42P16", "column " + name + " is marked NOT NULL in parent table");
    }
    unmark(table(), name);
    if (!only) {
      for (Table below : draft.state().descendants(id)) {
        unmark(below, name);
      }
    }
  }

  private boolean parentMarks(String name) {
    return table().parents().stream()
        .map(draft::table)
        .anyMatch(parent -> parent.column(name).filter(Column::notNull).isPresent());
  }

  private void unmark(Table table, String name) {
    Table unmarked = table.withColumn(column(table, name).withNotNull(false));
    draft.put(
        ConstraintCreation.notNull(table, name)
            .map(c -> unmarked.withoutConstraint(c.name()))
            .orElse(unmarked));
  }

  void setExpression(SetExpression action) {
    StoredExpression value = draft.stored(action.value());
    change(
        action.column(),
        c -> c.withGenerated(c.generated().map(g -> new Column.Generated(value, g.stored()))));
  }

  void dropExpression(DropExpression action) {
    change(action.column(), c -> c.withGenerated(Optional.empty()));
  }

  void addIdentity(AddIdentity action) {
    Column column = column(table(), action.column());
    if (!column.notNull() && table().columnsKnown()) {
      throw new Refused("55000", "column " + column.name() + " must be declared NOT NULL");
    }
    if (column.identity().isPresent()) {
      throw new Refused("55000", "column " + column.name() + " is already an identity column");
    }
    if (column.defaultValue().isPresent()) {
      throw new Refused("55000", "column " + column.name() + " already has a default value");
    }
    Column.Identity identity =
        action.identity().always() ? Column.Identity.ALWAYS : Column.Identity.BY_DEFAULT;
    changeIdentity(action.column(), Optional.of(identity));
    new ColumnCreation(draft)
        .ownSequence(id, action.column(), action.identity().sequenceOptions(), true);
  }

  /** Partitions have the identity of their parent from 17 on. */
  private void changeIdentity(String name, Optional<Column.Identity> identity) {
    draft.put(table().withColumn(column(table(), name).withIdentity(identity)));
    if (!draft.version.atLeast(17)) {
      return;
    }
    for (Table below : draft.state().descendants(id)) {
      if (below.isPartition()) {
        draft.put(below.withColumn(column(below, name).withIdentity(identity)));
      }
    }
  }

  void setIdentity(SetIdentity action) {
    Column column = column(table(), action.column());
    if (column.identity().isEmpty() && table().columnsKnown()) {
      throw new Refused("55000", "column " + column.name() + " is not an identity column");
    }
    for (Option option : action.options()) {
      if (option.name().toLowerCase(Locale.ROOT).equals("generated")) {
        boolean always = option.value().filter("ALWAYS"::equalsIgnoreCase).isPresent();
        changeIdentity(
            action.column(),
            Optional.of(always ? Column.Identity.ALWAYS : Column.Identity.BY_DEFAULT));
      }
    }
  }

  void dropIdentity(DropIdentity action) {
    Column column = column(table(), action.column());
    if (column.identity().isEmpty() && table().columnsKnown()) {
      if (action.ifExists()) {
        return;
      }
      throw new Refused("55000", "column " + column.name() + " is not an identity column");
    }
    changeIdentity(action.column(), Optional.empty());
    for (Sequence sequence : draft.state().sequencesOwnedBy(id, action.column())) {
      if (sequence.identity()) {
        draft.remove(sequence.id());
      }
    }
  }

  void setStatistics(SetStatistics action) {
    action
        .column()
        .ifPresent(name -> change(name, c -> c.withStatistics(action.target(), c.options())));
  }

  void setColumnOptions(SetColumnOptions action) {
    Column column = column(table(), action.column());
    Map<String, String> options = Draft.changed(column.options(), action.options(), action.reset());
    draft.put(table().withColumn(column.withStatistics(column.statisticsTarget(), options)));
  }

  void setStorage(SetStorage action) {
    boolean reset = action.storage().equals("DEFAULT");
    change(
        action.column(),
        c ->
            c.withStorage(
                reset ? Optional.empty() : Optional.of(action.storage()), c.compression()));
  }

  void setCompression(SetCompression action) {
    change(action.column(), c -> c.withStorage(c.storage(), Optional.of(action.method())));
  }

  /** Options of a foreign table's column are not kept, but the column must be there. */
  void columnForeignOptions(ColumnForeignOptions action) {
    IndexCreation.requireColumn(table(), action.column());
  }
}
