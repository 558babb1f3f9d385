package dev.safemigrate.plan;

import dev.safemigrate.ast.AlterEnum;
import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.ColumnDefinition;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.Drop;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Rename;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.schema.Table;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The change that a statement of a migration makes at once, which a plan makes in steps. */
public final class StatementChange {

  private static final Set<String> NARROW = Set.of("int2", "int4");

  private final SchemaState schema;
  private final String text;
  private final List<Statement> later;

  private StatementChange(SchemaState schema, String text, List<Statement> later) {
    this.schema = schema;
    this.text = text;
    this.later = later;
  }

  /**
   * The change of a statement.
   *
   * @param schema what exists before it
   * @param text of its script
   * @param later the statements behind it
   * @return empty for a statement that needs no plan, or for which there is none
   */
  public static Optional<Change> of(
      Statement statement, SchemaState schema, String text, List<Statement> later) {
    return new StatementChange(schema, text, later).of(statement);
  }

  private Optional<Change> of(Statement statement) {
    if (statement instanceof Rename rename) {
      return rename(rename);
    }
    if (statement instanceof AlterTable alter) {
      return alter.actions().stream()
          .flatMap(action -> action(alter.relation().name(), action).stream())
          .findFirst();
    }
    if (statement instanceof AlterEnum alter && alter.oldLabel().isPresent()) {
      return Optional.of(
          new Change.ReplaceEnumValue(alter.type(), alter.oldLabel().get(), alter.newLabel()));
    }
    if (statement instanceof Drop drop && drop.objectType() == ObjectType.TABLE) {
      return Optional.of(new Change.DropTable(drop.objects().get(0).name()));
    }
    return new ReplacementChange(schema, text, later).of(statement);
  }

  private static Optional<Change> rename(Rename rename) {
    String name = rename.object().name().name();
    if (rename.objectType() == ObjectType.COLUMN) {
      return rename
          .object()
          .relation()
          .map(table -> new Change.RenameColumn(table, name, rename.newName()));
    }
    return rename.objectType() == ObjectType.TABLE
        ? Optional.of(new Change.RenameTable(rename.object().name(), rename.newName()))
        : Optional.empty();
  }

  private Optional<Change> action(QualifiedName table, AlterTableAction action) {
    if (action instanceof AlterTableAction.AlterColumnType type) {
      return Optional.of(changeType(table, type));
    }
    if (action instanceof AlterTableAction.DropColumn drop) {
      return Optional.of(new Change.DropColumn(table, drop.column(), Optional.empty()));
    }
    if (action instanceof AlterTableAction.SetNotNull set) {
      return Optional.of(new Change.RequireColumn(table, set.column(), Optional.empty()));
    }
    if (action instanceof AlterTableAction.AddColumn add) {
      return addColumn(table, add.column());
    }
    if (action instanceof AlterTableAction.AddConstraint add) {
      return new ConstraintChange(table, text).of(add.constraint());
    }
    if (action instanceof AlterTableAction.SetDefault set && hasDefault(table, set.column())) {
      return Optional.of(new Change.ChangeDefault(table, set.column(), set.value().text()));
    }
    return Optional.empty();
  }

  /** Inserts that leave the column out rely on the default that there is, not on a first one. */
  private boolean hasDefault(QualifiedName table, String column) {
    return schema
        .findTable(table)
        .flatMap(known -> known.column(column))
        .flatMap(Column::defaultValue)
        .isPresent();
  }

  private Change changeType(QualifiedName table, AlterTableAction.AlterColumnType type) {
    String words = type.type().span().of(text);
    Optional<Table> known = schema.findTable(table);
    boolean key =
        known
            .flatMap(Table::primaryKey)
            .filter(primary -> primary.columns().equals(List.of(type.column())))
            .isPresent();
    boolean narrow =
        known
            .flatMap(t -> t.column(type.column()))
            .map(Column::type)
            .filter(t -> t.isBuiltIn() && NARROW.contains(t.name().name()))
            .isPresent();
    if (key && narrow && type.type().simpleName().equals("int8")) {
      return new Change.WidenKey(table);
    }
    return new Change.ChangeType(
        table,
        type.column(),
        words,
        Optional.empty(),
        type.using().map(expression -> expression.text()),
        Optional.empty());
  }

  /** Only a column that must have a value and gets none needs a plan. */
  private Optional<Change> addColumn(QualifiedName table, ColumnDefinition column) {
    boolean required = !column.constraints(Constraint.NotNull.class).isEmpty();
    boolean filled =
        !column.constraints(Constraint.Default.class).isEmpty()
            || !column.constraints(Constraint.Identity.class).isEmpty()
            || !column.constraints(Constraint.Generated.class).isEmpty();
    return required && !filled
        ? column
            .type()
            .map(
                type ->
                    new Change.AddRequiredColumn(
                        table, column.name(), type.span().of(text), Optional.empty()))
        : Optional.empty();
  }
}
