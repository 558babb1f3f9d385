package dev.safemigrate.schema;

import dev.safemigrate.ast.CreateTableAs;
import dev.safemigrate.ast.CreateView;
import dev.safemigrate.ast.Option;
import dev.safemigrate.ast.PersistenceKind;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Query;
import dev.safemigrate.ast.QueryFacts;
import dev.safemigrate.ast.RefreshMaterializedView;
import dev.safemigrate.ast.Select;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Views, materialised views and tables made of queries. */
final class ViewFold {

  private static final String NAME = "((?:\\w+|\"[^\"]+\")(?:\\.(?:\\w+|\"[^\"]+\"))?)";
  private static final Pattern WHOLE_TABLE =
      Pattern.compile(
          "(?isU)\\s*(?:table|select\\s+\\*\\s+from)\\s+"
              + NAME
              + "(?:\\s+(?:where|order|limit)\\b.*)?\\s*");

  private final Draft draft;

  ViewFold(Draft draft) {
    this.draft = draft;
  }

  void create(CreateView statement) {
    RelationName name = draft.newName(statement.name(), statement.persistence());
    Optional<Relation> existing = draft.state().find(name).filter(r -> !r.assumed());
    if (existing.isPresent() && !(statement.replace() && existing.get() instanceof View)) {
      throw new Refused("42P07", "relation " + name + " already exists");
    }
    ObjectId id = draft.state().find(name).map(SchemaObject::id).orElseGet(draft::nextId);
    put(
        id,
        name,
        false,
        statement.persistence(),
        statement.columns(),
        statement.query(),
        true,
        statement.options());
    View view = (View) draft.state().find(name).orElseThrow();
    draft.put(view.withDefinition(Optional.of(statement)));
  }

  void create(CreateTableAs statement) {
    RelationName name = draft.newName(statement.name(), statement.persistence());
    if (!draft.isFree(name, statement.ifNotExists())) {
      return;
    }
    if (statement.materializedView()) {
      put(
          draft.nextId(),
          name,
          true,
          statement.persistence(),
          statement.columns(),
          statement.query(),
          statement.withData(),
          statement.options());
      return;
    }
    copy(name, statement);
  }

  /** TABLE t and SELECT * FROM t have the columns of t; other queries are not followed. */
  private void copy(RelationName name, CreateTableAs statement) {
    Matcher whole = WHOLE_TABLE.matcher(statement.query().text());
    Optional<Table> source =
        whole.matches() && statement.columns().isEmpty()
            ? draft
                .state()
                .findTable(new QualifiedName(ExpressionTokens.nameParts(whole.group(1))))
                .filter(Table::columnsKnown)
            : Optional.empty();
    table(name, statement.persistence(), statement.columns());
    source.ifPresent(
        from -> {
          Table made = (Table) draft.state().find(name).orElseThrow();
          List<Column> columns =
              from.columns().stream()
                  .map(c -> Column.of(c.name(), c.type()).withType(c.type(), c.collation()))
                  .toList();
          draft.put(made.withColumns(columns).withColumnsKnown(true));
        });
  }

  void selectInto(Select statement) {
    statement
        .into()
        .map(into -> draft.newName(into, statement.intoPersistence()))
        .filter(name -> draft.isFree(name, false))
        .ifPresent(name -> table(name, statement.intoPersistence(), List.of()));
  }

  /** A table whose column types the query decides: they are not known. */
  private void table(RelationName name, PersistenceKind persistence, List<String> columns) {
    Table table = Assumed.table(draft.nextId(), name).withPersistence(persistence);
    List<Column> named = columns.stream().map(c -> Column.of(c, DataType.UNKNOWN)).toList();
    draft.put(table.withColumns(named).withAssumed(false));
  }

  private void put(
      ObjectId id,
      RelationName name,
      boolean materialized,
      PersistenceKind persistence,
      List<String> columns,
      Query query,
      boolean populated,
      List<Option> options) {
    QueryFacts facts = draft.reader.query(query.text());
    Map<String, String> settings = Draft.options(options);
    draft.put(
        new View(
            id,
            name,
            materialized,
            persistence,
            columns,
            query,
            uses(facts, id),
            facts.columns(),
            facts.opaque(),
            populated,
            settings,
            Optional.empty(),
            false));
  }

  /** The relations and functions of the schema that a query names. */
  private Set<ObjectId> uses(QueryFacts facts, ObjectId self) {
    Set<ObjectId> uses = new HashSet<>();
    for (QualifiedName read : facts.reads()) {
      Resolution resolution = draft.state().resolve(read);
      if (resolution instanceof Resolution.Found found) {
        uses.add(found.relation().id());
      } else if (resolution instanceof Resolution.Assumed && !SearchPath.isSystem(read)) {
        uses.add(draft.relation(read).id());
      }
    }
    for (QualifiedName function : facts.functions()) {
      draft.state().functions(function).forEach(f -> uses.add(f.id()));
    }
    uses.remove(self);
    return uses;
  }

  void refresh(RefreshMaterializedView statement) {
    if (draft.relation(statement.name()) instanceof View view) {
      draft.put(view.withPopulated(statement.withData()));
    }
  }
}
