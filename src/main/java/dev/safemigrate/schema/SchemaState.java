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
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.MapPSet;

/**
 * A database's schema as far as the statements read so far tell it. Immutable: {@link SchemaFold}
 * gives another state for every statement, which shares all that did not change.
 */
public final class SchemaState {

  private final ObjectStore store;
  private final Settings settings;
  private final boolean complete;
  private final Optional<OpenTransaction> transaction;
  private final HashPMap<RelationName, RelationSize> sizes;
  private final MapPSet<RelationName> absent;

  private SchemaState(
      ObjectStore store,
      Settings settings,
      boolean complete,
      Optional<OpenTransaction> transaction,
      HashPMap<RelationName, RelationSize> sizes,
      MapPSet<RelationName> absent) {
    this.store = store;
    this.settings = settings;
    this.complete = complete;
    this.transaction = transaction;
    this.sizes = sizes;
    this.absent = absent;
  }

  /** A new database: what the statements do not create is not there. */
  public static SchemaState empty() {
    return initial(true);
  }

  /** A database with a past that is not known: what is not found is assumed to be there. */
  public static SchemaState unknown() {
    return initial(false);
  }

  private static SchemaState initial(boolean complete) {
    ObjectStore store = ObjectStore.EMPTY;
    store =
        store.with(new SchemaDefinition(store.nextId(), new RelationName("", SearchPath.PUBLIC)));
    return new SchemaState(
        store,
        Settings.NONE,
        complete,
        Optional.empty(),
        HashTreePMap.empty(),
        HashTreePSet.empty());
  }

  /** True when everything that exists is known. */
  public boolean complete() {
    return complete;
  }

  /** The same state with sizes measured in production. */
  public SchemaState withSizes(Map<RelationName, RelationSize> measured) {
    return new SchemaState(store, settings, complete, transaction, sizes.plusAll(measured), absent);
  }

  public Optional<RelationSize> size(RelationName relation) {
    return Optional.ofNullable(sizes.get(relation));
  }

  // Names

  /** What a statement's name of a relation means here. */
  public Resolution resolve(QualifiedName name) {
    Optional<Relation> found = find(name);
    if (found.isPresent()) {
      return new Resolution.Found(found.get());
    }
    Table assumed = Assumed.table(qualify(name));
    boolean missing = complete || absent.contains(assumed.name());
    return missing && !SearchPath.isSystem(name)
        ? new Resolution.Missing(assumed)
        : new Resolution.Assumed(assumed);
  }

  /** The relation of that name; an assumed one where none is known. */
  public Relation relation(QualifiedName name) {
    return resolve(name).relation();
  }

  /** The relation of that name, if it is known. */
  public Optional<Relation> find(QualifiedName name) {
    return lookup(Namespace.RELATION, name).map(Relation.class::cast);
  }

  public Optional<Relation> find(RelationName name) {
    return store.find(Namespace.RELATION, name).map(Relation.class::cast);
  }

  public Optional<Table> findTable(QualifiedName name) {
    return find(name).filter(Table.class::isInstance).map(Table.class::cast);
  }

  public Optional<Index> findIndex(QualifiedName name) {
    return find(name).filter(Index.class::isInstance).map(Index.class::cast);
  }

  /** Where a relation of that name is, or where it would be created. */
  public RelationName qualify(QualifiedName name) {
    return find(name)
        .map(SchemaObject::name)
        .orElseGet(() -> searchPath().creationName(name, this::hasSchema));
  }

  /** Where CREATE would put a permanent object of that name. */
  public RelationName creationName(QualifiedName name) {
    return searchPath().creationName(name, this::hasSchema);
  }

  public SearchPath searchPath() {
    return SearchPath.of(
        settings.value(SearchPath.SETTING), settings.value("role"), this::knowsSchema);
  }

  /** A setting that a statement made, as in {@code timezone}. */
  public Optional<String> setting(String name) {
    return settings.value(name).map(values -> String.join(", ", values));
  }

  public boolean hasSchema(String schema) {
    return !complete || SearchPath.isSystem(schema) || knowsSchema(schema);
  }

  private boolean knowsSchema(String schema) {
    return store.find(Namespace.SCHEMA, new RelationName("", schema)).isPresent();
  }

  // Objects

  /** The object of a number that this state gave. */
  public SchemaObject object(ObjectId id) {
    return store
        .get(id)
        .orElseThrow(() -> new IllegalStateException("no object has the number " + id.number()));
  }

  /** True while the object has not been dropped. */
  public boolean exists(ObjectId id) {
    return store.get(id).isPresent();
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

  /** All objects of a kind in order of creation; goes through everything. */
  public <T extends SchemaObject> Stream<T> all(Class<T> kind) {
    return store.all().filter(kind::isInstance).map(kind::cast);
  }

  /** The objects of a kind that name this one, in order of creation. */
  public <T extends SchemaObject> List<T> dependants(ObjectId id, Class<T> kind) {
    return store.dependants(id).stream().filter(kind::isInstance).map(kind::cast).toList();
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
    return store
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
    return TypeResolution.resolve(this, type);
  }

  /** The definition of a user's type, if it is known and not a row type. */
  public Optional<TypeDefinition> type(DataType type) {
    return type.definition()
        .flatMap(store::get)
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
    return TypeResolution.columnsOfType(this, type);
  }

  /** The functions of that name, every overload, in the first schema that has any. */
  public List<FunctionDefinition> functions(QualifiedName name) {
    return searchPath()
        .candidates(name)
        .map(candidate -> store.findAll(Namespace.FUNCTION, candidate))
        .filter(found -> !found.isEmpty())
        .findFirst()
        .orElse(List.of())
        .stream()
        .map(FunctionDefinition.class::cast)
        .toList();
  }

  public boolean hasExtension(String name) {
    return store.find(Namespace.EXTENSION, new RelationName("", name)).isPresent();
  }

  // Transactions

  public boolean inTransaction() {
    return transaction.isPresent();
  }

  /** The state after BEGIN: a second BEGIN changes nothing. */
  public SchemaState begin() {
    return transaction.isPresent() ? this : with(Optional.of(new OpenTransaction(this, List.of())));
  }

  /** The state after COMMIT: settings made with SET LOCAL end. */
  public SchemaState commit() {
    return new SchemaState(
        store, settings.withoutLocal(), complete, Optional.empty(), sizes, absent);
  }

  /** The state before BEGIN; without a transaction the same. */
  public SchemaState rollback() {
    return transaction.map(OpenTransaction::start).orElse(this);
  }

  /** The state with a savepoint. */
  public SchemaState savepoint(String name) {
    return with(transaction.map(t -> t.with(new OpenTransaction.Savepoint(name, this))));
  }

  /** The state after RELEASE; the same where there is no such savepoint. */
  public SchemaState release(String name) {
    return transaction
        .flatMap(t -> t.savepoint(name).map(s -> with(Optional.of(t.upTo(s, false)))))
        .orElse(this);
  }

  /** The state at the savepoint, which stays; the same where there is none. */
  public SchemaState rollbackTo(String name) {
    return transaction
        .flatMap(t -> t.savepoint(name).map(s -> s.state().with(Optional.of(t.upTo(s, true)))))
        .orElse(this);
  }

  // For the fold

  ObjectStore store() {
    return store;
  }

  Settings settings() {
    return settings;
  }

  SchemaState with(ObjectStore newStore) {
    return new SchemaState(newStore, settings, complete, transaction, sizes, absent);
  }

  /** The same state where a relation of an unknown past is known to be gone. */
  SchemaState withAbsent(RelationName name) {
    return new SchemaState(
        store, settings, complete, transaction, sizes, complete ? absent : absent.plus(name));
  }

  SchemaState withPresent(RelationName name) {
    return absent.contains(name)
        ? new SchemaState(store, settings, complete, transaction, sizes, absent.minus(name))
        : this;
  }

  SchemaState with(Settings newSettings) {
    return new SchemaState(store, newSettings, complete, transaction, sizes, absent);
  }

  private SchemaState with(Optional<OpenTransaction> newTransaction) {
    return new SchemaState(store, settings, complete, newTransaction, sizes, absent);
  }

  Optional<SchemaObject> lookup(Namespace namespace, QualifiedName name) {
    return searchPath()
        .candidates(name)
        .flatMap(candidate -> store.find(namespace, candidate).stream())
        .findFirst();
  }
}
