package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.ColumnDefinition;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.DoBlock;
import dev.safemigrate.ast.Insert;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Update;
import dev.safemigrate.schema.RelationName;
import java.util.List;
import java.util.stream.Stream;
import org.pcollections.HashTreePSet;
import org.pcollections.PSet;

/**
 * What the files so far say about the values in columns. No row is looked at.
 *
 * @param filled columns that an UPDATE has filled
 * @param unwritten columns that came without a value and that nobody can have written yet
 */
public record RowValues(PSet<Place> filled, PSet<Place> unwritten) {

  /** Nothing is known. */
  public static final RowValues NONE = new RowValues(HashTreePSet.empty(), HashTreePSet.empty());

  /** A column of a table. */
  public record Place(RelationName table, String column) {}

  boolean areFilled(RelationName table, String column) {
    return filled.contains(new Place(table, column));
  }

  boolean areUnwritten(RelationName table, String column) {
    return unwritten.contains(new Place(table, column));
  }

  /** The same once the files have run: the version that knows the new columns may be running. */
  public RowValues released() {
    return unwritten.isEmpty() ? this : new RowValues(filled, HashTreePSet.empty());
  }

  /** What is known behind the context's statement. */
  public RowValues after(StatementContext context) {
    return after(context.statement(), context);
  }

  private RowValues after(Statement statement, StatementContext context) {
    if (statement instanceof Update update) {
      RelationName table = context.relation(update.table().name());
      List<Place> places = places(table, update.columns());
      PSet<Place> known = filled.plusAll(places);
      return new RowValues(
          RowBound.pinned(context, update) ? filled : known, unwritten.minusAll(places));
    }
    if (statement instanceof Insert insert) {
      RelationName table = context.relation(insert.table());
      return new RowValues(
          filled,
          unwritten.minusAll(unwritten.stream().filter(one -> one.table().equals(table)).toList()));
    }
    if (statement instanceof AlterTable alter) {
      RelationName table = context.relation(alter.relation().name());
      RowValues values = this;
      for (AlterTableAction action : alter.actions()) {
        values = values.after(action, table);
      }
      return values;
    }
    if (statement instanceof DoBlock block) {
      RowValues values = this;
      for (Statement inner : block.statements()) {
        values = values.after(inner, context);
      }
      return values;
    }
    return this;
  }

  private RowValues after(AlterTableAction action, RelationName table) {
    if (action instanceof AlterTableAction.AddColumn add) {
      List<Place> place = places(table, List.of(add.column().name()));
      boolean empty = !add.ifNotExists() && hasNoValue(add.column());
      return empty
          ? new RowValues(filled.minusAll(place), unwritten.plusAll(place))
          : new RowValues(filled, unwritten.minusAll(place));
    }
    if (action instanceof AlterTableAction.DropColumn drop) {
      List<Place> place = places(table, List.of(drop.column()));
      return new RowValues(filled.minusAll(place), unwritten.minusAll(place));
    }
    return this;
  }

  private static boolean hasNoValue(ColumnDefinition column) {
    return Stream.of(
            Constraint.Default.class, Constraint.Generated.class, Constraint.Identity.class)
        .allMatch(kind -> column.constraints(kind).isEmpty());
  }

  private static List<Place> places(RelationName table, List<String> columns) {
    return columns.stream().map(column -> new Place(table, column)).toList();
  }
}
