package dev.safemigrate.effect;

import dev.safemigrate.ast.ColumnDefinition;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.CreateTable;
import dev.safemigrate.ast.CreateTableAs;
import dev.safemigrate.ast.PersistenceKind;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.TableElement;
import dev.safemigrate.ast.TypeName;
import dev.safemigrate.schema.DataType;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * CREATE TABLE in its forms: the new table is nobody's, but parents, referenced tables and default
 * partitions are locked (DefineRelation() of tablecmds.c).
 */
final class CreateTables {

  private final Prediction prediction;

  CreateTables(Prediction prediction) {
    this.prediction = prediction;
  }

  void create(CreateTable statement) {
    RelationName name = creationName(statement.name(), statement.persistence());
    if (exists(name, statement.ifNotExists())) {
      return;
    }
    prediction.out().create(name);
    PersistenceKind persistence = statement.persistence();
    statement.partitionOf().ifPresent(parent -> partitionOf(statement, parent));
    for (QualifiedName parent : statement.inherits()) {
      prediction
          .table(parent)
          .ifPresent(
              table -> {
                prediction.lock(table, LockMode.SHARE_UPDATE_EXCLUSIVE);
                defaults(table);
              });
    }
    statement.ofType().ifPresent(this::ofType);
    for (TableElement element : statement.elements()) {
      element(statement, element, persistence);
    }
    new NewTableChecks(prediction, statement).check();
    indexes(statement, name);
  }

  private void ofType(TypeName name) {
    Optional<Relation> type = prediction.schema().find(name.name());
    type.ifPresent(relation -> prediction.lock(relation, LockMode.ACCESS_SHARE));
    if (type.isEmpty() && NewColumnType.isMissing(prediction, name)) {
      prediction.fail(Prediction.UNDEFINED_OBJECT, "type %s does not exist", name.name());
    }
    if (type.filter(r -> r.kind() != RelationKind.COMPOSITE_TYPE && !r.assumed()).isPresent()) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "%s is the row type of a table", name.name());
    }
  }

  private RelationName creationName(QualifiedName name, PersistenceKind persistence) {
    return persistence == PersistenceKind.TEMPORARY
        ? new RelationName("pg_temp", name.name())
        : prediction.schema().creationName(name);
  }

  /** The schema is looked up, then the name. */
  private boolean exists(RelationName name, boolean ifNotExists) {
    if (!prediction.schema().hasSchema(name.schema()) && !name.schema().equals("pg_temp")) {
      prediction.fail("3F000", "schema %s does not exist", name.schema());
      return true;
    }
    if (prediction.schema().find(name).isEmpty()) {
      // Its row type takes a name among types.
      boolean type =
          prediction
              .schema()
              .findType(new QualifiedName(List.of(name.schema(), name.name())))
              .isPresent();
      if (type) {
        prediction.fail(Prediction.DUPLICATE_OBJECT, "type %s exists", name);
      }
      return false;
    }
    if (!ifNotExists) {
      prediction.fail(Prediction.DUPLICATE_TABLE, "relation %s exists", name);
    }
    return true;
  }

  /** CREATE TABLE ... PARTITION OF locks the parent and the default partition against all. */
  private void partitionOf(CreateTable statement, QualifiedName parentName) {
    Optional<Table> found = prediction.table(parentName);
    if (found.isEmpty()) {
      return;
    }
    Table parent = found.get();
    prediction.lock(parent, LockMode.ACCESS_EXCLUSIVE);
    if (parent.partitionKey().isEmpty() && !parent.assumed()) {
      prediction.fail(Prediction.INVALID_OBJECT_DEFINITION, "%s is not partitioned", parent.name());
      return;
    }
    defaults(parent);
    statement.bound().ifPresent(bound -> PartitionActions.refuseBound(prediction, parent, bound));
    PartitionActions partition = new PartitionActions(prediction, parent);
    statement
        .bound()
        .ifPresent(
            bound -> {
              partition.refuseOverlap(bound, statement.name().name());
              partition.defaultPartition(bound, false);
            });
    partition.indexes(Optional.empty());
    if (statement.foreignServer().isEmpty()) {
      partition.foreignKeys(Optional.empty());
    }
  }

  private void element(CreateTable statement, TableElement element, PersistenceKind persistence) {
    if (element instanceof TableElement.Like like) {
      prediction.relation(like.source(), false).ifPresent(source -> like(source, like));
      return;
    }
    if (element instanceof TableElement.Column column) {
      ColumnDefinition definition = column.definition();
      definition.constraints(Constraint.Default.class).stream()
          .map(value -> value.value().text())
          .forEach(new SequenceUse(prediction)::lockNamed);
      for (Constraint.ForeignKey key : definition.constraints(Constraint.ForeignKey.class)) {
        Optional<ResolvedType> type =
            definition.type().map(prediction.schema()::resolve).map(this::resolved);
        references(statement, key, persistence, List.of(definition.name()), type);
      }
    }
    if (element instanceof TableElement.TableConstraint table
        && table.constraint() instanceof Constraint.ForeignKey key) {
      references(statement, key, persistence, List.of(), Optional.empty());
    }
  }

  /** Copied defaults name the sequences of the source. */
  private void like(Relation source, TableElement.Like like) {
    prediction.lock(source, LockMode.ACCESS_SHARE);
    boolean defaults = false;
    for (TableElement.LikeOption option : like.options()) {
      if (option.name().equals("ALL") || option.name().equals("DEFAULTS")) {
        defaults = option.including();
      }
    }
    if (defaults && source instanceof Table table) {
      defaults(table);
    }
  }

  private void defaults(Table source) {
    source.columns().forEach(column -> new SequenceUse(prediction).lockDefault(source, column));
  }

  private ResolvedType resolved(DataType type) {
    return RelationTypes.resolve(prediction.schema(), type, prediction.types());
  }

  private void references(
      CreateTable statement,
      Constraint.ForeignKey key,
      PersistenceKind persistence,
      List<String> columns,
      Optional<ResolvedType> type) {
    boolean self = key.references().name().name().equals(statement.name().name());
    if (self) {
      return;
    }
    Optional<Relation> target = prediction.relation(key.references().name(), false);
    if (target.isPresent() && target.get() instanceof Table referenced) {
      new ForeignKeys(prediction).reference(key, persistence, columns, type, referenced);
    } else if (target.isPresent()) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "%s is not a table", target.get().name());
    }
  }

  /** The indexes of a new table are built over nothing. */
  private void indexes(CreateTable statement, RelationName name) {
    for (Constraint.Key key : keys(statement)) {
      String own = key.name().orElse(name.name() + (key.primary() ? "_pkey" : "_key"));
      prediction.out().createIndex(new RelationName(name.schema(), own));
    }
  }

  private static List<Constraint.Key> keys(CreateTable statement) {
    List<Constraint.Key> keys = new ArrayList<>();
    for (TableElement element : statement.elements()) {
      if (element instanceof TableElement.Column column) {
        keys.addAll(column.definition().constraints(Constraint.Key.class));
      }
      if (element instanceof TableElement.TableConstraint table
          && table.constraint() instanceof Constraint.Key key) {
        keys.add(key);
      }
    }
    return keys;
  }

  /** CREATE TABLE AS and CREATE MATERIALIZED VIEW run their query unless WITH NO DATA is said. */
  void create(CreateTableAs statement, EffectModel model) {
    RelationName name = creationName(statement.name(), statement.persistence());
    if (exists(name, statement.ifNotExists())) {
      // The query has been analysed before the name is looked up (ExecCreateTableAs()).
      new QueryEffects(prediction).readOnly(statement.query().text());
      return;
    }
    prediction.out().create(name);
    QueryEffects queries = new QueryEffects(prediction);
    if (statement.withData()) {
      queries.run(statement.query().text());
      return;
    }
    queries.readOnly(statement.query().text());
  }
}
