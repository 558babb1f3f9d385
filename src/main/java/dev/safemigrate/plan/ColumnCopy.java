package dev.safemigrate.plan;

import dev.safemigrate.ast.ReferentialAction;
import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.ObjectId;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.StoredConstraint;
import dev.safemigrate.schema.StoredConstraint.Check;
import dev.safemigrate.schema.StoredConstraint.ForeignKey;
import dev.safemigrate.schema.StoredConstraint.Key;
import dev.safemigrate.schema.StoredExpression;
import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The indexes and constraints of a column, again for the column that takes its place: built
 * concurrently, or not validated first, each in a migration of its own.
 */
final class ColumnCopy {

  private final Before before;
  private final Table table;
  private final String from;
  private final String to;
  private final List<PlanPart.Migration> builds = new ArrayList<>();
  private final List<Unvalidated> unvalidated = new ArrayList<>();
  private final Map<String, String> newNames = new LinkedHashMap<>();
  private final Optional<WidenedKey> widened;

  ColumnCopy(Before before, Table table, String from, String to) {
    this(before, table, from, to, Optional.empty());
  }

  ColumnCopy(Before before, Table table, String from, String to, Optional<WidenedKey> widened) {
    this.before = before;
    this.table = table;
    this.from = from;
    this.to = to;
    this.widened = widened;
  }

  /** A primary key that changes together with the columns that reference it. */
  record WidenedKey(ObjectId table, String from, String to) {}

  /**
   * What stands on a column today but its foreign keys, as statements that create it again on a
   * column of its name.
   */
  static List<String> originals(Before before, Table table, String column) {
    ColumnCopy copy = new ColumnCopy(before, table, column, column);
    copy.read();
    List<String> statements = new ArrayList<>();
    copy.builds.forEach(build -> statements.addAll(build.up()));
    copy.unvalidated.stream()
        .filter(constraint -> !constraint.foreignKey())
        .forEach(constraint -> statements.add(constraint.sql(table)));
    return statements.stream()
        .map(sql -> sql.replaceFirst("INDEX CONCURRENTLY ", "INDEX "))
        .map(sql -> sql.replaceFirst(" NOT VALID$", ""))
        .toList();
  }

  /** An index, as the statement that creates it again on a table of the same name. */
  static String original(Before before, Table table, Index index) {
    ColumnCopy copy = new ColumnCopy(before, table, "", "");
    copy.index(index);
    return copy.builds.get(0).up().get(0).replaceFirst("INDEX CONCURRENTLY ", "INDEX ");
  }

  /** What stands on the columns of a table but its primary key, to be created again. */
  static List<String> originals(Before before, Table table) {
    Set<String> statements = new LinkedHashSet<>();
    for (Column column : table.columns()) {
      boolean key = table.primaryKey().filter(k -> k.columns().contains(column.name())).isPresent();
      if (!key) {
        statements.addAll(originals(before, table, column.name()));
      }
    }
    for (ForeignKey key : table.constraints(ForeignKey.class)) {
      Table other = before.schema().table(key.referencedTable());
      statements.add(
          "ALTER TABLE %s ADD CONSTRAINT %s %s"
              .formatted(
                  Names.sql(table),
                  Names.sql(key.name()),
                  foreignKey(key, key.columns(), other, key.referencedColumns())));
    }
    return List.copyOf(statements);
  }

  /**
   * The foreign keys of a column that goes, dropped before it: that locks the other table too, so
   * each has a transaction of its own.
   */
  static List<PlanPart.Migration> releases(Before before, Table table, String column, String why) {
    List<PlanPart.Migration> migrations = new ArrayList<>();
    for (ForeignKey key : table.constraints(ForeignKey.class)) {
      if (key.columns().contains(column)) {
        Table other = before.schema().table(key.referencedTable());
        migrations.add(release(table, key, other, why, ""));
      }
    }
    return migrations;
  }

  /** The suffix of the way back is NOT VALID where the rows of the other table are gone. */
  static PlanPart.Migration release(
      Table table, ForeignKey key, Table other, String why, String suffix) {
    return PlanPart.Migration.of(
        Phase.CONTRACT,
        "release " + key.name(),
        List.of(
            "-- migrate:allow drop-constraint %s\nALTER TABLE %s DROP CONSTRAINT %s"
                .formatted(why, Names.sql(table), Names.sql(key.name()))),
        List.of(
            "ALTER TABLE %s ADD CONSTRAINT %s %s%s"
                .formatted(
                    Names.sql(table),
                    Names.sql(key.name()),
                    foreignKey(key, key.columns(), other, key.referencedColumns()),
                    suffix)));
  }

  /** New names of indexes and constraints by the old ones; a key's index has the key's name. */
  Map<String, String> newNames() {
    return newNames;
  }

  /** The migrations, in order; none where the column stands alone. */
  List<PlanPart.Migration> migrations() {
    read();
    List<PlanPart.Migration> migrations = new ArrayList<>(builds);
    if (!unvalidated.isEmpty()) {
      migrations.addAll(Unvalidated.migrations(table, to, unvalidated));
    }
    return migrations;
  }

  private void read() {
    for (Index index : before.schema().indexes(table.id())) {
      if (index.columns().contains(from)) {
        index(index);
      }
    }
    for (StoredConstraint constraint : table.constraints()) {
      if (constraint.columns().contains(from)) {
        constraint(constraint);
      }
    }
  }

  void require() {
    unvalidated.add(Unvalidated.required(table, to));
  }

  private void constraint(StoredConstraint constraint) {
    if (constraint instanceof Check check) {
      unvalidated.add(
          new Unvalidated(
              newName(check.name()), "CHECK (%s)".formatted(words(check.condition())), false));
      return;
    }
    if (constraint instanceof ForeignKey key) {
      if (key.period()) {
        throw new Refusal(
            key.name() + " is a temporal foreign key, which cannot be added unvalidated.");
      }
      unvalidated.add(new Unvalidated(newName(key.name()), foreignKey(key), true));
      return;
    }
    if (constraint instanceof Key key) {
      key(key);
      return;
    }
    if (!(constraint instanceof StoredConstraint.NotNull)) {
      throw new Refusal(
          constraint.name()
              + " is an exclusion constraint, whose index cannot be built concurrently.");
    }
  }

  private void key(Key key) {
    if (key.primary() && (ownKey() || from.equals(to))) {
      return;
    }
    if (key.primary()) {
      throw new Refusal(
          from
              + " is part of the primary key of "
              + table.name().name()
              + ". Plan the change of the key itself (widen key), or leave its name.");
    }
    boolean referenced =
        before.schema().foreignKeysTo(table.id()).stream()
            .anyMatch(link -> link.constraint().referencedColumns().contains(from));
    if (referenced && !from.equals(to)) {
      throw new Refusal(
          "Foreign keys of other tables reference " + from + "; drop or move them first.");
    }
    String name = newName(key.name());
    builds.add(
        PlanPart.Migration.of(
            Phase.VERIFY,
            "constraint " + name,
            List.of(
                "ALTER TABLE %s ADD CONSTRAINT %s UNIQUE USING INDEX %s%s"
                    .formatted(
                        Names.sql(table),
                        Names.sql(name),
                        Names.sql(name),
                        deferrable(key.deferrable(), key.initiallyDeferred()))),
            List.of(
                "ALTER TABLE %s DROP CONSTRAINT %s".formatted(Names.sql(table), Names.sql(name)))));
  }

  private void index(Index index) {
    if (table.kind() == RelationKind.PARTITIONED_TABLE) {
      throw new Refusal(
          "The index "
              + index.name()
              + " is on a partitioned table, where no index can be built"
              + " concurrently; build the new one on each partition first.");
    }
    if (index.primary() || index.constraint().filter(this::isExclusion).isPresent()) {
      return; // The constraint says why there is no plan.
    }
    String name = newName(index.name().name());
    String up = IndexDefinition.of(index, this::name, this::words).sql(name, table.name(), true);
    builds.add(
        PlanPart.Migration.concurrently(
            Phase.VERIFY,
            "index " + name,
            up,
            "DROP INDEX CONCURRENTLY IF EXISTS " + Names.sql(Names.beside(table, name))));
  }

  private boolean isExclusion(String constraint) {
    return table
        .constraint(constraint)
        .filter(StoredConstraint.Exclusion.class::isInstance)
        .isPresent();
  }

  private String foreignKey(ForeignKey key) {
    List<String> referenced =
        widened
            .filter(wide -> wide.table().equals(key.referencedTable()))
            .map(wide -> List.of(wide.to()))
            .orElse(key.referencedColumns());
    return foreignKey(
        key,
        key.columns().stream().map(this::name).toList(),
        before.schema().table(key.referencedTable()),
        referenced);
  }

  private boolean ownKey() {
    return widened
        .filter(wide -> wide.table().equals(table.id()) && wide.from().equals(from))
        .isPresent();
  }

  static String foreignKey(
      ForeignKey key, List<String> columns, Table referenced, List<String> referencedColumns) {
    return "FOREIGN KEY (%s) REFERENCES %s%s%s%s%s%s"
        .formatted(
            Names.list(columns),
            Names.sql(referenced),
            referencedColumns.isEmpty() ? "" : " (" + Names.list(referencedColumns) + ")",
            key.match().equals("SIMPLE") ? "" : " MATCH " + key.match(),
            action(" ON UPDATE ", key.onUpdate()),
            action(" ON DELETE ", key.onDelete())
                + (key.onDeleteColumns().isEmpty()
                    ? ""
                    : " (" + Names.list(key.onDeleteColumns()) + ")"),
            deferrable(key.deferrable(), key.initiallyDeferred()));
  }

  private static String action(String words, ReferentialAction action) {
    return action == ReferentialAction.NO_ACTION ? "" : words + action.name().replace('_', ' ');
  }

  private static String deferrable(boolean deferrable, boolean deferred) {
    return deferred ? " DEFERRABLE INITIALLY DEFERRED" : deferrable ? " DEFERRABLE" : "";
  }

  private String words(StoredExpression expression) {
    String words = Expressions.renamed(expression.text(), Map.of(from, to));
    boolean stale =
        expression.facts().opaque()
            || (expression.facts().columns().contains(from)
                && !from.equals(to)
                && words.equals(expression.text()));
    if (stale) {
      throw new Refusal(
          "The expression (" + expression.text() + ") cannot be written for the new column.");
    }
    return words;
  }

  private String name(String column) {
    return column.equals(from) ? to : column;
  }

  /** The old name with the new column in it, or behind it. */
  private String newName(String name) {
    if (from.equals(to)) {
      return name;
    }
    String changed = name.contains(from) ? name.replace(from, to) : name + "_" + to;
    String unique = Names.join(changed);
    newNames.put(name, unique);
    return unique;
  }
}
