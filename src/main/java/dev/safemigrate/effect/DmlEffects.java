package dev.safemigrate.effect;

import dev.safemigrate.ast.Delete;
import dev.safemigrate.ast.Insert;
import dev.safemigrate.ast.Merge;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.QueryFacts;
import dev.safemigrate.ast.ReferentialAction;
import dev.safemigrate.ast.Update;
import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.ForeignKeyLink;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.Sequence;
import dev.safemigrate.schema.Table;
import dev.safemigrate.schema.View;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** INSERT, UPDATE, DELETE and MERGE with the queries that keep foreign keys (ri_triggers.c). */
final class DmlEffects {

  private final Prediction prediction;
  private final QueryEffects queries;

  DmlEffects(Prediction prediction) {
    this.prediction = prediction;
    this.queries = new QueryEffects(prediction);
  }

  void insert(Insert statement) {
    new NewEnumValues(prediction).refuse(statement.query().text());
    QueryFacts facts = prediction.reader().query(statement.query().text());
    QueryText words = new QueryText(statement.query().text());
    Optional<QueryText.InsertShape> shape = words.insert();
    Optional<Relation> found = prediction.relation(statement.table(), false);
    readOthers(facts, statement.table(), words, true);
    if (found.isEmpty()) {
      return;
    }
    Relation relation = found.get();
    refuseMaterialized(relation);
    // The arbiter of ON CONFLICT is looked for among the indexes (infer_arbiter_indexes()).
    boolean infers =
        statement.onConflict()
            && shape
                .filter(s -> s.conflictColumns().isPresent() || s.conflictUpdates())
                .isPresent();
    Set<Table> tables =
        new ReadLocks(prediction)
            .lock(
                relation,
                LockMode.ROW_EXCLUSIVE,
                rowConditions(relation, shape),
                infers,
                relation instanceof Table t && t.partitionKey().isEmpty());
    for (Table table : tables) {
      shape.ifPresent(s -> new InsertChecks(prediction, table).check(s));
      sequences(table, shape);
      checkForeignKeys(table, Set.copyOf(table.columns().stream().map(Column::name).toList()));
    }
  }

  /** Columns that are not given call their sequence (nextval() takes ROW EXCLUSIVE). */
  private void sequences(Table table, Optional<QueryText.InsertShape> shape) {
    Optional<List<String>> given = shape.flatMap(QueryText.InsertShape::columns);
    boolean all = given.isEmpty() && shape.filter(s -> !s.defaultValues()).isPresent();
    for (Column column : table.columns()) {
      boolean isGiven = all || given.filter(names -> names.contains(column.name())).isPresent();
      if (isGiven) {
        continue;
      }
      column.defaultValue().ifPresent(value -> new SequenceUse(prediction).lockUsed(value.text()));
      for (Sequence sequence : prediction.schema().sequencesOwnedBy(table.id(), column.name())) {
        prediction.lock(sequence, LockMode.ROW_EXCLUSIVE, LockHold.ROWS);
      }
    }
  }

  void update(Update statement) {
    new NewEnumValues(prediction).refuse(statement.query().text());
    QueryText words = new QueryText(statement.query().text());
    QueryFacts facts = prediction.reader().query(statement.query().text());
    Set<Table> tables = change(statement.table().name(), facts, words, statement.table().only());
    Set<String> columns = new HashSet<>(statement.columns());
    for (Table table : tables) {
      checkForeignKeys(table, columns);
      for (String column : statement.columns()) {
        if (table.column(column).isEmpty() && table.columnsKnown()) {
          prediction.fail(
              Prediction.UNDEFINED_COLUMN, "column %s of %s does not exist", column, table.name());
        }
        table
            .column(column)
            .filter(c -> c.generated().isPresent())
            .ifPresent(c -> prediction.fail("428C9", "column %s is generated", c.name()));
      }
      for (ForeignKeyLink link : linksTo(table)) {
        boolean key = link.constraint().referencedColumns().stream().anyMatch(columns::contains);
        if (key) {
          actOnReferencing(link, link.constraint().onUpdate());
        }
      }
      moves(table, columns);
    }
  }

  /** An UPDATE of the partition key can move rows to any other partition. */
  private void moves(Table table, Set<String> columns) {
    for (Table parent : prediction.schema().partitionAncestors(table)) {
      boolean key =
          parent
              .partitionKey()
              .filter(k -> k.columns().stream().anyMatch(columns::contains))
              .isPresent();
      if (key) {
        prediction
            .schema()
            .partitions(parent.id())
            .forEach(part -> prediction.lock(part, LockMode.ROW_EXCLUSIVE, LockHold.ROWS));
      }
    }
  }

  void delete(Delete statement) {
    new NewEnumValues(prediction).refuse(statement.query().text());
    QueryText words = new QueryText(statement.query().text());
    QueryFacts facts = prediction.reader().query(statement.query().text());
    Set<Table> tables = change(statement.table().name(), facts, words, statement.table().only());
    tables.forEach(this::deleted);
  }

  private void deleted(Table table) {
    for (ForeignKeyLink link : linksTo(table)) {
      actOnReferencing(link, link.constraint().onDelete());
    }
  }

  void merge(Merge statement) {
    new NewEnumValues(prediction).refuse(statement.query().text());
    QueryText words = new QueryText(statement.query().text());
    QueryFacts facts = prediction.reader().query(statement.query().text());
    readOthers(facts, statement.table().name(), words, false);
    prediction
        .relation(statement.table().name(), false)
        .ifPresent(
            relation -> {
              Set<Table> tables =
                  new ReadLocks(prediction)
                      .lock(
                          relation,
                          LockMode.ROW_EXCLUSIVE,
                          List.of(),
                          true,
                          statement.table().only());
              for (Table table : tables) {
                prediction.out().scan(table.name());
                checkForeignKeys(
                    table, Set.copyOf(table.columns().stream().map(Column::name).toList()));
              }
            });
  }

  private Set<Table> change(QualifiedName name, QueryFacts facts, QueryText words, boolean only) {
    readOthers(facts, name, words, false);
    Optional<Relation> found = prediction.relation(name, false);
    if (found.isEmpty()) {
      return Set.of();
    }
    refuseMaterialized(found.get());
    if (others(facts, name).isEmpty()) {
      new QueryColumns(prediction).check(words.text(), facts, found.get());
    }
    List<String> conjuncts = queries.conjuncts(words);
    Set<Table> tables =
        new ReadLocks(prediction).lock(found.get(), LockMode.ROW_EXCLUSIVE, conjuncts, true, only);
    boolean alone = others(facts, name).isEmpty();
    if (!alone || !queries.finds(found.get(), conjuncts)) {
      tables.forEach(table -> prediction.out().scan(table.name()));
    }
    return tables;
  }

  private Set<QualifiedName> others(QueryFacts facts, QualifiedName target) {
    Set<QualifiedName> others = new HashSet<>(facts.reads());
    others.removeIf(name -> name.equals(target));
    return others;
  }

  /** What the statement reads beside its target; INSERT ... SELECT may read the target too. */
  private void readOthers(
      QueryFacts facts, QualifiedName target, QueryText words, boolean targetToo) {
    Set<QualifiedName> names = targetToo ? facts.reads() : others(facts, target);
    List<Relation> relations = queries.relations(names);
    for (Relation relation : relations) {
      queries.read(
          relation,
          LockMode.ACCESS_SHARE,
          words,
          targetToo ? relations.size() : relations.size() + 1);
    }
    for (QualifiedName written : facts.writes()) {
      if (written.equals(target)) {
        continue;
      }
      prediction
          .relation(written, false)
          .ifPresent(
              relation ->
                  new ReadLocks(prediction)
                      .lock(relation, LockMode.ROW_EXCLUSIVE, List.of(), true, false)
                      .forEach(table -> prediction.out().scan(table.name())));
    }
    if (facts.opaque()) {
      prediction.out().assume();
    }
  }

  /** SELECT ... FOR KEY SHARE on the referenced rows: ROW SHARE on the table and its indexes. */
  private void checkForeignKeys(Table table, Set<String> columns) {
    for (ForeignKeyLink link : prediction.schema().foreignKeysOf(table)) {
      boolean touched = link.constraint().columns().stream().anyMatch(columns::contains);
      if (touched && link.constraint().enforced()) {
        new ReadLocks(prediction)
            .lock(link.referenced(), LockMode.ROW_SHARE, List.of(), true, false);
      }
    }
  }

  private List<ForeignKeyLink> linksTo(Table table) {
    List<ForeignKeyLink> links =
        new java.util.ArrayList<>(prediction.schema().foreignKeysTo(table.id()));
    prediction
        .schema()
        .partitionAncestors(table)
        .forEach(parent -> links.addAll(prediction.schema().foreignKeysTo(parent.id())));
    links.removeIf(link -> !link.constraint().enforced());
    return links;
  }

  /** Rows that reference are looked for, or changed: without an index by reading all. */
  private void actOnReferencing(ForeignKeyLink link, ReferentialAction action) {
    boolean changes =
        action == ReferentialAction.CASCADE
            || action == ReferentialAction.SET_NULL
            || action == ReferentialAction.SET_DEFAULT;
    LockMode mode = changes ? LockMode.ROW_EXCLUSIVE : LockMode.ROW_SHARE;
    Set<Table> tables =
        new ReadLocks(prediction).lock(link.referencing(), mode, List.of(), true, false);
    if (!changes) {
      new ReadLocks(prediction).lock(link.referenced(), LockMode.ROW_SHARE, List.of(), true, false);
    }
    for (Table table : tables) {
      if (!indexed(table, link.constraint().columns())) {
        prediction.out().scan(table.name());
      }
      if (action == ReferentialAction.CASCADE && !table.id().equals(link.referenced().id())) {
        deleted(table);
      }
    }
  }

  private boolean indexed(Table table, List<String> columns) {
    return prediction.schema().indexes(table.id()).stream()
        .filter(Index::valid)
        .map(Index::keyColumns)
        .anyMatch(keys -> !keys.isEmpty() && columns.contains(keys.get(0)));
  }

  private void refuseMaterialized(Relation relation) {
    QueryEffects.requireRows(prediction, relation);
    if (relation.kind() == RelationKind.SEQUENCE) {
      prediction.fail(
          Prediction.WRONG_OBJECT_TYPE, "sequence %s cannot be changed", relation.name());
    }
    if (relation instanceof View view && view.materialized()) {
      prediction.fail(
          Prediction.WRONG_OBJECT_TYPE, "materialized view %s cannot be changed", view.name());
    }
  }

  /** The values of a single row as conditions, by which partitions are left out. */
  private static List<String> rowConditions(
      Relation relation, Optional<QueryText.InsertShape> shape) {
    List<String> values = shape.flatMap(QueryText.InsertShape::values).orElse(List.of());
    if (!(relation instanceof Table table) || values.isEmpty()) {
      return List.of();
    }
    List<String> columns =
        shape
            .flatMap(QueryText.InsertShape::columns)
            .orElseGet(() -> table.columns().stream().map(Column::name).toList());
    List<String> conditions = new java.util.ArrayList<>();
    for (int i = 0; i < Math.min(columns.size(), values.size()); i++) {
      conditions.add(columns.get(i) + " = " + values.get(i));
    }
    return conditions;
  }
}
