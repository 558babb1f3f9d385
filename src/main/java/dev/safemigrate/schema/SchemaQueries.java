package dev.safemigrate.schema;

import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.TypeName;
import dev.safemigrate.schema.NameKey.Namespace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The questions that {@link SchemaState} answers about objects and what hangs together. */
abstract sealed class SchemaQueries permits SchemaState {

  abstract ObjectStore store();

  abstract SchemaState self();

  abstract SearchPath searchPath();

  abstract Optional<SchemaObject> lookup(Namespace namespace, QualifiedName name);

  // Objects

  /** The object of a number that this state gave. */
  public SchemaObject object(ObjectId id) {
    return store()
        .get(id)
        .orElseThrow(() -> new IllegalStateException("no object has the number " + id.number()));
  }

  /** True while the object has not been dropped. */
  public boolean exists(ObjectId id) {
    return store().get(id).isPresent();
  }

  public Relation relation(ObjectId id) {
    return (Relation) object(id);
  }

  public Table table(ObjectId id) {
    return (Table) object(id);
  }

  /** All relations in order of creation. */
  public Stream<Relation> relations() {
    return all(Relation.class);
  }

  /** All objects of a kind in order of creation. */
  public <T extends SchemaObject> Stream<T> all(Class<T> kind) {
    return store().all(kind);
  }

  /** The objects of a kind that name this one, in order of creation. */
  public <T extends SchemaObject> List<T> dependants(ObjectId id, Class<T> kind) {
    return store().dependants(id).stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The indexes of a table or materialised view. */
  public List<Index> indexes(ObjectId table) {
    return dependants(table, Index.class).stream().filter(i -> i.table().equals(table)).toList();
  }

  /** The indexes that are parts of a partitioned index. */
  public List<Index> indexParts(ObjectId index) {
    return dependants(index, Index.class).stream()
        .filter(i -> i.parent().filter(index::equals).isPresent())
        .toList();
  }

  /** The foreign keys of a table. */
  public List<ForeignKeyLink> foreignKeysOf(Table table) {
    return table.constraints(StoredConstraint.ForeignKey.class).stream()
        .map(key -> new ForeignKeyLink(table, key, table(key.referencedTable())))
        .toList();
  }

  /**
   * The foreign keys that reference a table, its own among them. Those that reference the
   * partitioned table above it are found there.
   */
  public List<ForeignKeyLink> foreignKeysTo(ObjectId table) {
    List<ForeignKeyLink> links = new ArrayList<>();
    for (Table referencing : dependants(table, Table.class)) {
      for (var key : referencing.constraints(StoredConstraint.ForeignKey.class)) {
        if (key.referencedTable().equals(table)) {
          links.add(new ForeignKeyLink(referencing, key, table(table)));
        }
      }
    }
    return links;
  }

  /** Tables that inherit from this one directly, its partitions among them. */
  public List<Table> children(ObjectId table) {
    return dependants(table, Table.class).stream()
        .filter(child -> child.parents().contains(table))
        .toList();
  }

  /** Everything below a table in the inheritance or partition tree, parents first. */
  public List<Table> descendants(ObjectId table) {
    Map<ObjectId, Table> reached = new LinkedHashMap<>();
    List<ObjectId> open = new ArrayList<>(List.of(table));
    for (int i = 0; i < open.size(); i++) {
      for (Table child : children(open.get(i))) {
        if (reached.putIfAbsent(child.id(), child) == null) {
          open.add(child.id());
        }
      }
    }
    return List.copyOf(reached.values());
  }

  /** The direct partitions of a partitioned table. */
  public List<Table> partitions(ObjectId table) {
    return children(table).stream().filter(Table::isPartition).toList();
  }

  public Optional<Table> defaultPartition(ObjectId table) {
    return partitions(table).stream()
        .filter(child -> child.partition().filter(Partition::isDefault).isPresent())
        .findFirst();
  }

  /** The partitioned tables above a partition, nearest first. */
  public List<Table> partitionAncestors(Table table) {
    List<Table> ancestors = new ArrayList<>();
    Optional<Partition> up = table.partition();
    while (up.isPresent()) {
      Table parent = table(up.get().parent());
      ancestors.add(parent);
      up = parent.partition();
    }
    return ancestors;
  }

  /** Views and materialised views that read a relation. */
  public List<View> viewsUsing(ObjectId relation) {
    return dependants(relation, View.class);
  }

  /** Those of {@link #viewsUsing} that name the column, and those that could not be read. */
  public List<View> viewsUsing(ObjectId relation, String column) {
    return viewsUsing(relation).stream()
        .filter(view -> view.opaque() || view.usedColumns().contains(column))
        .toList();
  }

  public List<Trigger> triggers(ObjectId relation) {
    return dependants(relation, Trigger.class).stream()
        .filter(trigger -> trigger.table().equals(relation))
        .toList();
  }

  public List<RewriteRule> rules(ObjectId relation) {
    return dependants(relation, RewriteRule.class).stream()
        .filter(rule -> rule.relation().equals(relation))
        .toList();
  }

  public List<Policy> policies(ObjectId table) {
    return dependants(table, Policy.class).stream()
        .filter(policy -> policy.table().equals(table))
        .toList();
  }

  public List<Statistics> statistics(ObjectId table) {
    return dependants(table, Statistics.class);
  }

  /** Publications that publish a table by name, by schema or as one of all. */
  public List<Publication> publications(Table table) {
    return all(Publication.class).filter(publication -> publication.publishes(table)).toList();
  }

  public Optional<Publication> publication(String name) {
    return store()
        .find(Namespace.PUBLICATION, new RelationName("", name))
        .map(Publication.class::cast);
  }

  /** Sequences that go with a table: serial, identity and OWNED BY. */
  public List<Sequence> sequencesOwnedBy(ObjectId table) {
    return dependants(table, Sequence.class);
  }

  public List<Sequence> sequencesOwnedBy(ObjectId table, String column) {
    ColumnReference owner = new ColumnReference(table, column);
    return sequencesOwnedBy(table).stream()
        .filter(sequence -> sequence.ownedBy().filter(owner::equals).isPresent())
        .toList();
  }

  // Types and functions

  /** The type that a statement's spelling means here. */
  public DataType resolve(TypeName type) {
    return TypeResolution.resolve(self(), type);
  }

  /** The definition of a user's type, if it is known and not a row type. */
  public Optional<TypeDefinition> type(DataType type) {
    return type.definition()
        .flatMap(store()::get)
        .filter(TypeDefinition.class::isInstance)
        .map(TypeDefinition.class::cast);
  }

  public Optional<TypeDefinition> findType(QualifiedName name) {
    return lookup(Namespace.TYPE, name).map(TypeDefinition.class::cast);
  }

  /** A domain's base type down to the one that is no domain; other types as they are. */
  public DataType baseType(DataType type) {
    DataType base = type;
    while (!base.isArray() && type(base).orElse(null) instanceof TypeDefinition.DomainType domain) {
      base = domain.base();
    }
    return base;
  }

  /** The columns of tables whose type is this one, an array of it, or made of it. */
  public List<ColumnReference> columnsOfType(ObjectId type) {
    return TypeResolution.columnsOfType(self(), type);
  }

  /** The functions of that name, every overload, in the first schema that has any. */
  public List<FunctionDefinition> functions(QualifiedName name) {
    return searchPath().candidates(name).stream()
        .map(candidate -> store().findAll(Namespace.FUNCTION, candidate))
        .filter(found -> !found.isEmpty())
        .findFirst()
        .orElse(List.of())
        .stream()
        .map(FunctionDefinition.class::cast)
        .toList();
  }

  public boolean hasExtension(String name) {
    return store().find(Namespace.EXTENSION, new RelationName("", name)).isPresent();
  }
}
