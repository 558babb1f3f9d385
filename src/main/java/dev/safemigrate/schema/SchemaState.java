package dev.safemigrate.schema;

import dev.safemigrate.ast.CreateTable;
import dev.safemigrate.ast.CreateTableAs;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.schema.NameKey.Namespace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.MapPSet;

/**
 * A database's schema as far as the statements read so far tell it. Immutable: {@link SchemaFold}
 * gives another state for every statement, which shares all that did not change.
 */
public final class SchemaState extends SchemaQueries {

  private final ObjectStore store;
  private final Settings settings;
  private final boolean complete;
  private final Optional<OpenTransaction> transaction;
  private final HashPMap<RelationName, RelationSize> sizes;
  private final MapPSet<RelationName> absent;
  private final boolean opaquePast;

  private SchemaState(
      ObjectStore store,
      Settings settings,
      boolean complete,
      Optional<OpenTransaction> transaction,
      HashPMap<RelationName, RelationSize> sizes,
      MapPSet<RelationName> absent,
      boolean opaquePast) {
    this.store = store;
    this.settings = settings;
    this.complete = complete;
    this.transaction = transaction;
    this.sizes = sizes;
    this.absent = absent;
    this.opaquePast = opaquePast;
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
        HashTreePSet.empty(),
        false);
  }

  /** True when everything that exists is known. */
  public boolean complete() {
    return complete;
  }

  /** Whether a statement's IF NOT EXISTS may find a table that no migration told of. */
  public boolean mayHoldAlready(Statement statement) {
    boolean guarded =
        (statement instanceof CreateTable table && table.ifNotExists())
            || (statement instanceof CreateTableAs as && as.ifNotExists());
    return guarded && !complete;
  }

  /**
   * True after a statement whose work cannot be read (dynamic SQL): what exists may be more, or
   * less, than is known.
   */
  public boolean opaquePast() {
    return opaquePast;
  }

  SchemaState withOpaquePast() {
    return new SchemaState(store, settings, complete, transaction, sizes, absent, true);
  }

  /** The same state with sizes measured in production. */
  public SchemaState withSizes(Map<RelationName, RelationSize> measured) {
    return new SchemaState(
        store, settings, complete, transaction, sizes.plusAll(measured), absent, opaquePast);
  }

  /** The same state with the sizes of another, and no more than those. */
  public SchemaState withSizesOf(SchemaState other) {
    return sizes == other.sizes
        ? this
        : new SchemaState(store, settings, complete, transaction, other.sizes, absent, opaquePast);
  }

  /** The same state with the sizes carried over a statement: renamed with their relations. */
  SchemaState withSizesCarried(SchemaState before, Outcome outcome) {
    if (sizes.isEmpty()) {
      return this;
    }
    HashPMap<RelationName, RelationSize> carried = sizes;
    for (SchemaObject dropped : outcome.dropped()) {
      carried = dropped instanceof Relation ? carried.minus(dropped.name()) : carried;
    }
    for (ObjectId id : outcome.altered()) {
      if (!before.exists(id) || !exists(id) || !(before.object(id) instanceof Relation)) {
        continue;
      }
      RelationName from = before.object(id).name();
      RelationName to = object(id).name();
      Optional<RelationSize> size = before.size(from);
      if (!from.equals(to) && size.isPresent()) {
        carried = carried.minus(from).plus(to, size.get());
      }
    }
    return new SchemaState(store, settings, complete, transaction, carried, absent, opaquePast);
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

  @Override
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
        store, settings.withoutLocal(), complete, Optional.empty(), sizes, absent, opaquePast);
  }

  /** The state before BEGIN; without a transaction the same. */
  public SchemaState rollback() {
    return transaction.map(t -> backTo(t.start())).orElse(this);
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
        .flatMap(t -> t.savepoint(name).map(s -> backTo(s.state(), t.upTo(s, true))))
        .orElse(this);
  }

  private SchemaState backTo(SchemaState earlier, OpenTransaction open) {
    return backTo(earlier).with(Optional.of(open));
  }

  /** Who kept the number of an object that is undone must not meet another under it. */
  private SchemaState backTo(SchemaState earlier) {
    return earlier.with(earlier.store.numberedAfter(store));
  }

  /** The same state where an index is known to be valid or not: after a failed build. */
  public SchemaState withIndexValidity(RelationName index, boolean valid) {
    return find(index)
        .filter(Index.class::isInstance)
        .map(Index.class::cast)
        .map(found -> with(store.with(found.withValid(valid))))
        .orElse(this);
  }

  // For the fold

  @Override
  SchemaState self() {
    return this;
  }

  @Override
  ObjectStore store() {
    return store;
  }

  Settings settings() {
    return settings;
  }

  SchemaState with(ObjectStore newStore) {
    return new SchemaState(newStore, settings, complete, transaction, sizes, absent, opaquePast);
  }

  /** The same state where a relation of an unknown past is known to be gone. */
  SchemaState withAbsent(RelationName name) {
    return new SchemaState(
        store,
        settings,
        complete,
        transaction,
        sizes,
        complete ? absent : absent.plus(name),
        opaquePast);
  }

  SchemaState withPresent(RelationName name) {
    return absent.contains(name)
        ? new SchemaState(
            store, settings, complete, transaction, sizes, absent.minus(name), opaquePast)
        : this;
  }

  SchemaState with(Settings newSettings) {
    return new SchemaState(store, newSettings, complete, transaction, sizes, absent, opaquePast);
  }

  private SchemaState with(Optional<OpenTransaction> newTransaction) {
    return new SchemaState(store, settings, complete, newTransaction, sizes, absent, opaquePast);
  }

  @Override
  Optional<SchemaObject> lookup(Namespace namespace, QualifiedName name) {
    for (RelationName candidate : searchPath().candidates(name)) {
      Optional<SchemaObject> found = store.find(namespace, candidate);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
