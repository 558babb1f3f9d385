package dev.safemigrate.schema;

import dev.safemigrate.ast.AlterPublication;
import dev.safemigrate.ast.AlterSequence;
import dev.safemigrate.ast.AlterStatistics;
import dev.safemigrate.ast.CreateExtension;
import dev.safemigrate.ast.CreatePublication;
import dev.safemigrate.ast.CreateSequence;
import dev.safemigrate.ast.CreateStatistics;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.Option;
import dev.safemigrate.ast.PublicationObject;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.schema.NameKey.Namespace;
import dev.safemigrate.schema.Publication.PublishedTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sequences, publications, extended statistics and extensions. */
final class CatalogFold {

  private final Draft draft;

  CatalogFold(Draft draft) {
    this.draft = draft;
  }

  void create(CreateSequence statement) {
    RelationName name = draft.newName(statement.name(), statement.persistence());
    if (!draft.isFree(name, statement.ifNotExists())) {
      return;
    }
    Sequence sequence =
        new Sequence(
            draft.nextId(),
            name,
            statement.persistence(),
            DataType.builtIn("int8"),
            Optional.empty(),
            false,
            Draft.options(statement.options()),
            false);
    draft.put(owned(sequence, statement.options()));
  }

  void alter(AlterSequence statement) {
    Resolution resolution = draft.state().resolve(statement.name());
    if (resolution instanceof Resolution.Missing && statement.ifExists()) {
      return;
    }
    if (draft.relation(statement.name()) instanceof Sequence sequence) {
      Sequence changed =
          sequence.withOptions(
              sequence.type(), Draft.changed(sequence.options(), statement.options(), false));
      draft.put(owned(changed, statement.options()));
    }
  }

  private Sequence owned(Sequence sequence, List<Option> options) {
    for (Option option : options) {
      if (option.name().replace('_', ' ').equalsIgnoreCase("owned by")) {
        return sequence.withOwnedBy(option.value().flatMap(this::column));
      }
    }
    return sequence;
  }

  private Optional<ColumnReference> column(String text) {
    List<String> parts = ExpressionTokens.nameParts(text);
    if (parts.size() < 2) {
      return Optional.empty();
    }
    Table table = draft.table(new QualifiedName(parts.subList(0, parts.size() - 1)));
    return Optional.of(new ColumnReference(table.id(), parts.get(parts.size() - 1)));
  }

  void create(CreatePublication statement) {
    RelationName name = new RelationName("", statement.name());
    if (draft.find(Namespace.PUBLICATION, name).isPresent()) {
      throw new Refused("42710", "publication " + statement.name() + " already exists");
    }
    draft.put(
        new Publication(
            draft.nextId(),
            name,
            statement.allTables(),
            tables(statement.objects()),
            schemas(statement.objects()),
            Draft.options(statement.options())));
  }

  private List<PublishedTable> tables(List<PublicationObject> objects) {
    List<PublishedTable> tables = new ArrayList<>();
    for (PublicationObject object : objects) {
      if (object instanceof PublicationObject.Table table) {
        tables.add(
            new PublishedTable(
                draft.relation(table.table().name()).id(),
                table.columns(),
                table.where().map(draft::stored)));
      }
    }
    return tables;
  }

  private Set<String> schemas(List<PublicationObject> objects) {
    Set<String> schemas = new HashSet<>();
    for (PublicationObject object : objects) {
      if (object instanceof PublicationObject.TablesInSchema in) {
        schemas.add(
            in.schema()
                .orElseGet(() -> draft.state().creationName(QualifiedName.of("x")).schema()));
      }
    }
    return schemas;
  }

  void alter(AlterPublication statement) {
    Optional<Publication> found = draft.state().publication(statement.name());
    if (found.isEmpty()) {
      if (draft.state().complete()) {
        throw new Refused("42704", "publication " + statement.name() + " does not exist");
      }
      return;
    }
    draft.put(altered(found.get(), statement));
  }

  private Publication altered(Publication publication, AlterPublication statement) {
    List<PublishedTable> tables = tables(statement.objects());
    Set<String> schemas = schemas(statement.objects());
    return switch (statement.change()) {
      case SET -> publication.withTables(tables, schemas);
      case SET_OPTIONS ->
          publication.withOptions(Draft.changed(publication.options(), statement.options(), false));
      case ADD -> {
        tables.addAll(0, publication.tables());
        schemas.addAll(publication.schemas());
        yield publication.withTables(tables, schemas);
      }
      case DROP -> {
        Set<ObjectId> gone = new HashSet<>();
        tables.forEach(t -> gone.add(t.table()));
        Set<String> kept = new HashSet<>(publication.schemas());
        kept.removeAll(schemas);
        yield publication.withTables(
            publication.tables().stream().filter(t -> !gone.contains(t.table())).toList(), kept);
      }
    };
  }

  void create(CreateStatistics statement) {
    if (statement.relations().isEmpty()) {
      return;
    }
    Relation relation = draft.relation(statement.relations().get(0));
    IndexCreation indexes = new IndexCreation(draft);
    List<IndexKey> keys = statement.expressions().stream().map(indexes::key).toList();
    RelationName name =
        statement
            .name()
            .map(draft.state()::creationName)
            .orElseGet(() -> statisticsName(relation, keys));
    if (draft.find(Namespace.STATISTICS, name).isPresent()) {
      if (statement.ifNotExists()) {
        return;
      }
      throw new Refused("42710", "statistics object " + name + " already exists");
    }
    draft.put(
        new Statistics(
            draft.nextId(), name, relation.id(), statement.kinds(), keys, Optional.empty()));
  }

  private RelationName statisticsName(Relation relation, List<IndexKey> keys) {
    List<String> columns = keys.stream().map(key -> key.column().orElse("expr")).toList();
    String schema = relation.name().schema();
    return new RelationName(
        schema,
        draft.names.statistics(schema, relation.name().name(), ObjectNames.addition(columns)));
  }

  void alter(AlterStatistics statement) {
    draft
        .state()
        .lookup(Namespace.STATISTICS, statement.name())
        .map(Statistics.class::cast)
        .ifPresent(s -> draft.put(s.withKeys(s.keys(), statement.target())));
  }

  void create(CreateExtension statement) {
    RelationName name = new RelationName("", statement.name());
    if (draft.findOther(ObjectType.EXTENSION, name).isEmpty()) {
      draft.put(new OtherObject(draft.nextId(), name, ObjectType.EXTENSION, Set.of()));
    } else if (!statement.ifNotExists()) {
      throw new Refused("42710", "extension " + statement.name() + " already exists");
    }
  }
}
