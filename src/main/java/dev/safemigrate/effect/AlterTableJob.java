package dev.safemigrate.effect;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.ObjectId;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.SchemaFold;
import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One ALTER TABLE while its actions are looked at. What the actions ask of a table's rows is
 * gathered and done once at the end, as ATRewriteTables() of tablecmds.c does.
 */
final class AlterTableJob {

  private final Prediction prediction;
  private final AlterTable statement;
  private final Table table;
  private final Map<ObjectId, Work> works = new LinkedHashMap<>();
  private final List<Runnable> checks = new ArrayList<>();
  private final Set<String> addedColumns = new HashSet<>();
  private final Set<String> droppedColumns = new HashSet<>();
  private final Set<String> droppedConstraints = new HashSet<>();

  /** What has to be done with the rows of one table. */
  static final class Work {
    private final Relation table;
    private boolean rewrite;
    private boolean scan;
    private final Set<Index> rebuilds = new HashSet<>();

    private Work(Relation table) {
      this.table = table;
    }
  }

  AlterTableJob(Prediction prediction, AlterTable statement, Table table) {
    this.prediction = prediction;
    this.statement = statement;
    this.table = table;
    for (AlterTableAction action : statement.actions()) {
      if (action instanceof AlterTableAction.AddColumn add) {
        addedColumns.add(add.column().name());
      }
      if (action instanceof AlterTableAction.DropColumn drop) {
        droppedColumns.add(drop.column());
      }
      if (action instanceof AlterTableAction.DropConstraint drop) {
        droppedConstraints.add(drop.constraint());
      }
    }
  }

  Prediction prediction() {
    return prediction;
  }

  AlterTable statement() {
    return statement;
  }

  /** The table that the statement names. */
  Table table() {
    return table;
  }

  boolean only() {
    return statement.relation().only();
  }

  boolean hasChildren() {
    return !prediction.schema().children(table.id()).isEmpty();
  }

  /** The table with everything below it, unless ONLY is written. */
  List<Table> tree() {
    return prediction.tree(table, only());
  }

  /** Whether DROP CONSTRAINT in the same statement takes the constraint away first. */
  boolean drops(String constraint) {
    return droppedConstraints.contains(constraint);
  }

  /** Whether DROP COLUMN in the same statement takes the column away first. */
  boolean dropsColumn(String column) {
    return droppedColumns.contains(column);
  }

  /** Whether DROP DEFAULT in the same statement takes the default away first. */
  boolean dropsDefault(String column) {
    return statement.actions().stream()
        .anyMatch(
            action ->
                action instanceof AlterTableAction.DropDefault drop
                    && drop.column().equals(column));
  }

  /**
   * The table as actions of the later passes find it: constraints are added behind all drops and
   * changes of type (ATRewriteCatalogs() of tablecmds.c), however they are written.
   */
  Table afterTypeChanges() {
    List<AlterTableAction> earlier =
        statement.actions().stream()
            .filter(
                action ->
                    action instanceof AlterTableAction.DropConstraint
                        || action instanceof AlterTableAction.DropDefault
                        || action instanceof AlterTableAction.AlterColumnType)
            .toList();
    if (earlier.stream().noneMatch(AlterTableAction.AlterColumnType.class::isInstance)) {
      return table;
    }
    AlterTable passes =
        new AlterTable(
            statement.span(),
            statement.objectType(),
            statement.relation(),
            statement.ifExists(),
            earlier);
    return new SchemaFold(prediction.version(), prediction.reader())
        .apply(prediction.schema(), passes)
        .state()
        .find(table.name())
        .filter(Table.class::isInstance)
        .map(Table.class::cast)
        .orElse(table);
  }

  /** Whether several actions give the column a type. */
  boolean changesTwice(String column) {
    return statement.actions().stream()
            .filter(
                action ->
                    action instanceof AlterTableAction.AlterColumnType change
                        && change.column().equals(column))
            .count()
        > 1;
  }

  boolean adds(String column) {
    return addedColumns.contains(column);
  }

  void rewrite(Table target) {
    work(target).rewrite = true;
  }

  void scan(Table target) {
    work(target).scan = true;
  }

  void rebuild(Index index, Table target) {
    work(target).rebuilds.add(index);
  }

  /** Work that depends on what other actions ask for; done before the rows are looked at. */
  void atEnd(Runnable check) {
    checks.add(check);
  }

  boolean rewrites(Table target) {
    Work work = works.get(target.id());
    return work != null && work.rewrite;
  }

  private Work work(Relation target) {
    return works.computeIfAbsent(target.id(), id -> new Work(target));
  }

  /**
   * The column of the table, or nothing where the server answers that there is none. A column that
   * the same statement adds is not in the schema yet.
   */
  Optional<Column> column(String name) {
    Optional<Column> column = table.column(name);
    if (droppedColumns.contains(name) && !addedColumns.contains(name)) {
      missing(name);
      return Optional.empty();
    }
    if (column.isEmpty() && !addedColumns.contains(name) && table.columnsKnown()) {
      missing(name);
    }
    return column;
  }

  private void missing(String column) {
    prediction.fail(
        Prediction.UNDEFINED_COLUMN, "column %s of %s does not exist", column, table.name());
  }

  /** Says what happens to the rows, when all actions have been looked at. */
  void finish() {
    checks.forEach(Runnable::run);
    for (Work work : works.values()) {
      if (!Prediction.hasStorage(work.table)) {
        continue;
      }
      if (work.rewrite) {
        prediction.out().rewrite(work.table.name());
        prediction.out().scan(work.table.name());
        prediction.rebuildIndexes(work.table);
        prediction.lock(work.table, LockMode.ACCESS_EXCLUSIVE, LockHold.REWRITE);
        continue;
      }
      for (Index index : work.rebuilds) {
        prediction.lock(index, LockMode.ACCESS_EXCLUSIVE, LockHold.BUILD);
        prediction.out().rebuild(index.name());
        prediction.out().scan(work.table.name());
        prediction.out().build(work.table.name());
      }
      if (work.scan) {
        prediction.out().scan(work.table.name());
      }
    }
  }
}
