package dev.safemigrate.effect;

import dev.safemigrate.ast.AlterTableAction.AddColumn;
import dev.safemigrate.ast.AlterTableAction.DropDefault;
import dev.safemigrate.ast.AlterTableAction.DropExpression;
import dev.safemigrate.ast.AlterTableAction.DropNotNull;
import dev.safemigrate.ast.AlterTableAction.SetDefault;
import dev.safemigrate.ast.AlterTableAction.SetExpression;
import dev.safemigrate.ast.AlterTableAction.SetNotNull;
import dev.safemigrate.ast.ColumnDefinition;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.ExpressionFacts;
import dev.safemigrate.ast.Volatility;
import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.DataType;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.NotNullProof;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.StoredConstraint;
import dev.safemigrate.schema.Table;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the actions on single columns do, but for a change of type and DROP COLUMN. */
final class ColumnActions {

  private static final Set<String> SERIAL =
      Set.of("serial", "bigserial", "smallserial", "serial2", "serial4", "serial8");

  private final AlterTableJob job;
  private final Prediction prediction;
  private final Table table;

  ColumnActions(AlterTableJob job) {
    this.job = job;
    this.prediction = job.prediction();
    this.table = job.table();
  }

  /** ADD COLUMN (ATExecAddColumn() of tablecmds.c). */
  boolean add(AddColumn action) {
    ColumnDefinition column = action.column();
    if (table.isPartition()) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "cannot add a column to a partition");
    }
    if (table.properties().ofType().isPresent()) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "cannot add a column to a typed table");
    }
    if (NewTableChecks.SYSTEM_COLUMNS.contains(column.name())) {
      prediction.fail(
          Prediction.DUPLICATE_COLUMN, "%s is the name of a system column", column.name());
    }
    if (table.column(column.name()).isPresent() && !job.dropsColumn(column.name())) {
      if (!action.ifNotExists()) {
        prediction.fail(
            Prediction.DUPLICATE_COLUMN, "column %s of %s exists", column.name(), table.name());
      }
      return false;
    }
    if (job.only() && job.hasChildren()) {
      prediction.fail(
          Prediction.INVALID_TABLE_DEFINITION, "column must be added to child tables too");
    }
    NewColumn facts = new NewColumn(prediction, table, column);
    boolean ownRowType =
        column
            .type()
            .map(prediction.schema()::resolve)
            .flatMap(type -> type.definition())
            .filter(table.id()::equals)
            .isPresent();
    if (ownRowType) {
      prediction.fail(
          Prediction.INVALID_TABLE_DEFINITION, "%s cannot be part of itself", table.name());
    }
    new NewColumnType(prediction, column).check();
    facts.refuseNewEnumValue();
    facts.checkDefault();
    if (facts.rewrites()) {
      job.tree().forEach(job::rewrite);
      facts.useSequence();
    }
    if (facts.stored() && !prediction.schema().columnsOfType(table.id()).isEmpty()) {
      prediction.fail(
          Prediction.NOT_SUPPORTED, "a column of another table uses the row type of %s", table);
    }
    if (facts.needsNotNullScan()) {
      job.tree().forEach(job::scan);
    }
    facts.createSequence();
    constraints(column, facts);
    prediction
        .out()
        .breaks(
            Breakage.Kind.CACHED_PLAN,
            table.name().toString(),
            "Prepared statements that return all columns fail once.");
    if (facts.requiredOfOldInserts()) {
      prediction
          .out()
          .breaks(
              Breakage.Kind.WRITES,
              table.name() + "." + column.name(),
              "Inserts that do not know the column fail.");
    }
    if (facts.requiredOfOldRows() && prediction.hasRows(table)) {
      prediction.fail(
          Prediction.NOT_NULL_VIOLATION, "column %s would contain nulls", column.name());
    }
    return true;
  }

  private void constraints(ColumnDefinition column, NewColumn facts) {
    for (Constraint constraint : column.constraints()) {
      if (constraint instanceof Constraint.Check check && check.attributes().isEnforced()) {
        job.tree().forEach(job::scan);
        if (prediction.hasRows(table) && facts.constantViolates(check.condition().text())) {
          prediction.fail("23514", "the default violates the check");
        }
      }
      if (constraint instanceof Constraint.Key key) {
        new KeyConstraints(job.prediction(), Optional.of(job))
            .add(table, key, List.of(column.name()), job.only());
        boolean nullKey = key.primary() && facts.requiredOfKey();
        if (nullKey && prediction.hasRows(table)) {
          prediction.fail(
              Prediction.NOT_NULL_VIOLATION, "column %s would contain nulls", column.name());
        }
        if (facts.constantDefault() && prediction.hasRows(table)) {
          prediction.fail("23505", "all rows get the same value of %s", column.name());
        }
      }
      if (constraint instanceof Constraint.ForeignKey key) {
        new ForeignKeys(prediction)
            .add(
                table,
                key,
                List.of(column.name()),
                Optional.of(facts.type()),
                facts.foreignKeyCheck());
      }
    }
  }

  /** SET DEFAULT is catalog work: the default counts for rows to come. */
  void setDefault(SetDefault action) {
    job.column(action.column());
    job.column(action.column())
        .filter(column -> column.generated().isPresent() || column.identity().isPresent())
        .ifPresent(
            column ->
                prediction.fail(Prediction.SYNTAX_ERROR, "column %s is generated", column.name()));
    job.column(action.column())
        .ifPresent(
            column -> {
              new NewEnumValues(prediction).refuseDefault(column.type(), action.value().text());
              new DefaultValues(prediction).check(column.type(), action.value().text());
            });
    new SequenceUse(prediction).lockNamed(action.value().text());
  }

  void dropDefault(DropDefault action) {
    job.column(action.column())
        .ifPresent(
            column -> {
              if (column.identity().isPresent() || column.generated().isPresent()) {
                prediction.fail(Prediction.SYNTAX_ERROR, "column %s is generated", column.name());
              }
              if (column.notNull() && column.defaultValue().isPresent()) {
                prediction
                    .out()
                    .breaks(
                        Breakage.Kind.WRITES,
                        table.name() + "." + column.name(),
                        "Inserts that rely on the default fail.");
              }
            });
  }

  /**
   * SET NOT NULL reads the table unless a validated CHECK proves it (manual, ALTER TABLE, "SET NOT
   * NULL ... if a valid CHECK constraint is found which proves no NULL can exist").
   */
  boolean setNotNull(SetNotNull action) {
    Optional<Column> column = job.column(action.column());
    if (column.filter(Column::notNull).isPresent() && proven(table, action.column())) {
      return false;
    }
    if (job.only() && job.hasChildren()) {
      boolean all =
          prediction.schema().children(table.id()).stream()
              .allMatch(child -> child.column(action.column()).filter(Column::notNull).isPresent());
      boolean refused = table.kind() == RelationKind.PARTITIONED_TABLE;
      if (refused && !all) {
        prediction.fail(
            Prediction.INVALID_TABLE_DEFINITION, "constraint must be added to child tables too");
      }
    }
    boolean tightened = false;
    for (Table target : job.tree()) {
      if (!proven(target, action.column())) {
        job.scan(target);
      }
      tightened |= target.column(action.column()).filter(c -> !c.notNull()).isPresent();
    }
    if (tightened) {
      prediction
          .out()
          .breaks(
              Breakage.Kind.STRICTER,
              table.name() + "." + action.column(),
              "Writes of nulls fail.");
    }
    return true;
  }

  /** DROP CONSTRAINT of the same statement runs first (ATRewriteCatalogs(), pass AT_PASS_DROP). */
  boolean proven(Table target, String column) {
    NotNullProof proof = target.notNullProof(column);
    if (proof == NotNullProof.VALIDATED_CHECK) {
      return target.constraints(StoredConstraint.Check.class).stream()
          .anyMatch(
              check ->
                  check.validated()
                      && check.enforced()
                      && !job.drops(check.name())
                      && check.impliesNotNull(column));
    }
    return proof == NotNullProof.NOT_NULL;
  }

  /** The children are left alone where there is nothing to drop (ATExecDropNotNull()). */
  boolean dropNotNull(DropNotNull action) {
    Optional<Column> column = job.column(action.column());
    if (column.isEmpty() || !column.get().notNull()) {
      return column.isEmpty() || !prediction.atLeast(18);
    }
    String name = action.column();
    if (column.get().identity().isPresent()) {
      prediction.fail(Prediction.SYNTAX_ERROR, "column %s is an identity column", name);
    }
    if (table.primaryKey().filter(key -> key.columns().contains(name)).isPresent()) {
      prediction.fail(Prediction.INVALID_TABLE_DEFINITION, "column %s is in a primary key", name);
    }
    boolean parentHasIt =
        (table.isPartition() || prediction.atLeast(18))
            && table.parents().stream()
                .map(prediction.schema()::table)
                .anyMatch(parent -> parent.column(name).filter(Column::notNull).isPresent());
    if (parentHasIt) {
      prediction.fail(
          Prediction.INVALID_TABLE_DEFINITION, "column %s is NOT NULL in the parent table", name);
    }
    prediction
        .out()
        .breaks(
            Breakage.Kind.INVARIANT,
            table.name() + "." + name,
            "Readers that rely on a value may meet nulls.");
    return true;
  }

  /** SET EXPRESSION (17): a stored column is computed anew in every row. */
  void setExpression(SetExpression action) {
    job.column(action.column())
        .ifPresent(
            column -> {
              if (column.generated().isEmpty()) {
                prediction.fail(
                    Prediction.NOT_IN_PREREQUISITE_STATE,
                    "column %s is not a generated column",
                    column.name());
                return;
              }
              if (column.generated().get().stored()) {
                job.tree().forEach(job::rewrite);
              }
            });
  }

  void dropExpression(DropExpression action) {
    job.column(action.column())
        .ifPresent(
            column -> {
              if (column.generated().isEmpty() && !action.ifExists()) {
                prediction.fail(
                    Prediction.NOT_IN_PREREQUISITE_STATE,
                    "column %s is not a stored generated column",
                    column.name());
              }
              if (column.generated().filter(generated -> !generated.stored()).isPresent()) {
                prediction.fail(Prediction.NOT_SUPPORTED, "virtual columns keep their expression");
              }
            });
  }

  /** SET STORAGE also changes the indexes of the column (SetIndexStorageProperties()). */
  void setStorage(String name, String storage) {
    Optional<Column> column = job.column(name);
    boolean plainOnly = column.map(Column::type).filter(type -> !isToastable(type)).isPresent();
    boolean wantsToast = !storage.equals("PLAIN") && !storage.equals("DEFAULT");
    if (plainOnly && wantsToast) {
      prediction.fail(
          Prediction.NOT_SUPPORTED, "the type of column %s can only have storage PLAIN", name);
    }
  }

  void setCompression(String name, String method) {
    Optional<Column> column = job.column(name);
    String lower = method.toLowerCase(Locale.ROOT);
    if (column.map(Column::type).filter(type -> !isToastable(type)).isPresent()) {
      prediction.fail(
          Prediction.NOT_SUPPORTED, "the type of column %s does not support compression", name);
    }
    if (!Set.of("pglz", "lz4", "default").contains(lower)) {
      prediction.fail(Prediction.INVALID_PARAMETER, "invalid compression method %s", method);
    }
    if (lower.equals("lz4")) {
      prediction.out().note("lz4 needs a server built with it.");
    }
  }

  private boolean isToastable(DataType type) {
    DataType base = prediction.schema().baseType(type);
    return base.isArray()
        || prediction.types().type(base.name().name()).map(t -> t.storage() != 'p').orElse(true);
  }

  static boolean isSerial(ColumnDefinition column) {
    return column.type().filter(type -> SERIAL.contains(type.simpleName())).isPresent();
  }

  /** Whether an index of the table stands on the column. */
  static boolean uses(Index index, String column) {
    return index.columns().contains(column);
  }

  /** How volatile a default is; NULL is no default. */
  static Volatility volatility(Prediction prediction, String expression) {
    return new ExpressionVolatility(prediction).of(expression);
  }

  static boolean isNull(String expression) {
    String bare = expression.trim().toLowerCase(Locale.ROOT);
    return bare.equals("null") || bare.startsWith("null::");
  }

  static ExpressionFacts facts(Prediction prediction, String expression) {
    return prediction.reader().expression(expression);
  }
}
