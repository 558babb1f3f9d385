package dev.safemigrate.effect;

import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.QueryFacts;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.Table;
import dev.safemigrate.schema.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What queries lock and read. */
final class QueryEffects {

  private final Prediction prediction;

  QueryEffects(Prediction prediction) {
    this.prediction = prediction;
  }

  /** A SELECT, VALUES or TABLE that is run. */
  void run(String text) {
    run(text, Optional.empty());
  }

  /** A query whose rows go into a new table. */
  void run(String text, Optional<QualifiedName> into) {
    QueryFacts facts = prediction.reader().query(text);
    new NewEnumValues(prediction).refuse(text);
    QueryText words = new QueryText(text);
    Optional<List<String>> rowLocks = words.rowLocks();
    Set<QualifiedName> reads = new java.util.HashSet<>(facts.reads());
    into.ifPresent(reads::remove);
    Optional<QualifiedName> target = words.into();
    boolean makesTable = into.isPresent() || target.isPresent();
    target.ifPresent(
        name -> {
          reads.remove(name);
          prediction.out().create(prediction.schema().creationName(name));
        });
    List<Relation> relations = relations(reads);
    if (relations.size() == 1 && reads.size() == 1) {
      new QueryColumns(prediction).check(text, facts, relations.get(0));
    }
    for (Relation relation : relations) {
      boolean locked =
          rowLocks
              .filter(
                  names ->
                      names.isEmpty() || names.stream().anyMatch(n -> called(words, relation, n)))
              .isPresent();
      read(relation, locked ? LockMode.ROW_SHARE : LockMode.ACCESS_SHARE, words, relations.size());
    }
    facts.writes().stream().filter(name -> !makesTable).forEach(name -> writeInside(name, text));
    new SequenceUse(prediction).lockUsed(text);
    if (facts.opaque()) {
      prediction.out().assume();
    }
  }

  private static boolean called(QueryText words, Relation relation, String name) {
    return relation.name().name().equals(name) || words.calls(relation.name().name(), name);
  }

  /** A query that is only looked at: CREATE VIEW, WITH NO DATA. */
  void readOnly(String text) {
    QueryFacts facts = prediction.reader().query(text);
    List<Relation> relations = relations(facts.reads());
    relations.forEach(relation -> prediction.lock(relation, LockMode.ACCESS_SHARE));
    if (relations.size() == 1 && facts.reads().size() == 1) {
      new QueryColumns(prediction).check(text, facts, relations.get(0));
    }
    if (facts.opaque()) {
      prediction.out().assume();
    }
  }

  List<Relation> relations(Set<QualifiedName> names) {
    List<Relation> relations = new ArrayList<>();
    names.stream()
        .sorted((a, b) -> a.toString().compareTo(b.toString()))
        .filter(name -> !isCatalog(name))
        .forEach(name -> prediction.relation(name, false).ifPresent(relations::add));
    relations.forEach(relation -> requireRows(prediction, relation));
    return relations;
  }

  /** An index or a composite type cannot be opened as a table (table_open()). */
  static void requireRows(Prediction prediction, Relation relation) {
    boolean noRows = relation.kind().isIndex() || relation.kind() == RelationKind.COMPOSITE_TYPE;
    if (noRows && !relation.assumed()) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "%s holds no rows", relation.name());
    }
  }

  private boolean isCatalog(QualifiedName name) {
    String schema = name.schema().orElse("");
    return schema.equals("pg_catalog")
        || schema.equals("information_schema")
        || schema.isEmpty()
            && name.name().startsWith("pg_")
            && prediction.schema().find(name).isEmpty();
  }

  /** Reads of a query on several relations, or without an equality on an index, go through all. */
  void read(Relation relation, LockMode mode, QueryText words, int relationCount) {
    List<String> conjuncts = conjuncts(words);
    if (relation instanceof View view && view.materialized() && !view.populated()) {
      prediction.fail(
          Prediction.NOT_IN_PREREQUISITE_STATE, "%s has not been populated", view.name());
    }
    Set<Table> tables =
        new ReadLocks(prediction)
            .lock(relation, mode, conjuncts, true, words.readsOnly(relation.name().name()));
    boolean byIndex = relationCount == 1 && finds(relation, conjuncts);
    if (byIndex) {
      return;
    }
    tables.forEach(table -> prediction.out().scan(table.name()));
    if (relation instanceof View view && view.materialized()) {
      prediction.out().scan(view.name());
    }
  }

  List<String> conjuncts(QueryText words) {
    return words
        .where()
        .map(where -> prediction.reader().expression(where).conjuncts())
        .orElse(List.of());
  }

  /** Whether an equality leads into an index, so that not all rows are read. */
  boolean finds(Relation relation, List<String> conjuncts) {
    if (relation instanceof View view && !view.materialized()) {
      return view.uses().stream()
          .filter(prediction.schema()::exists)
          .map(prediction.schema()::object)
          .filter(Relation.class::isInstance)
          .anyMatch(below -> finds((Relation) below, conjuncts));
    }
    return prediction.schema().indexes(relation.id()).stream()
        .filter(
            index -> index.valid() && index.predicate().isEmpty() && !index.keyColumns().isEmpty())
        .map(index -> new Conditions(index.keyColumns().get(0)))
        .anyMatch(c -> conjuncts.stream().anyMatch(conjunct -> c.values(conjunct).isPresent()));
  }

  /** INSERT, UPDATE or DELETE inside WITH. */
  private void writeInside(QualifiedName name, String text) {
    prediction
        .relation(name, false)
        .ifPresent(
            relation -> {
              boolean insertOnly =
                  !text.toLowerCase(java.util.Locale.ROOT)
                      .matches("(?s).*\\b(update|delete|merge)\\b.*");
              Set<Table> tables =
                  new ReadLocks(prediction)
                      .lock(relation, LockMode.ROW_EXCLUSIVE, List.of(), !insertOnly, false);
              if (!insertOnly) {
                tables.forEach(table -> prediction.out().scan(table.name()));
              }
            });
  }
}
