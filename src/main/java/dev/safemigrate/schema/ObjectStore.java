package dev.safemigrate.schema;

import dev.safemigrate.schema.NameKey.Namespace;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.MapPSet;

/**
 * The objects of a state by number, by name, and by what they name: pg_class, pg_depend and their
 * like in one. Immutable; every change gives another store that shares the rest.
 */
final class ObjectStore {

  static final ObjectStore EMPTY =
      new ObjectStore(
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          1);

  private final HashPMap<ObjectId, SchemaObject> objects;
  private final HashPMap<NameKey, MapPSet<ObjectId>> names;
  private final HashPMap<ObjectId, MapPSet<ObjectId>> dependants;
  private final HashPMap<Class<?>, MapPSet<ObjectId>> kinds;
  private final int nextNumber;

  private ObjectStore(
      HashPMap<ObjectId, SchemaObject> objects,
      HashPMap<NameKey, MapPSet<ObjectId>> names,
      HashPMap<ObjectId, MapPSet<ObjectId>> dependants,
      HashPMap<Class<?>, MapPSet<ObjectId>> kinds,
      int nextNumber) {
    this.objects = objects;
    this.names = names;
    this.dependants = dependants;
    this.kinds = kinds;
    this.nextNumber = nextNumber;
  }

  /** The same objects; {@link #nextId()} is taken. */
  ObjectStore withNextTaken() {
    return new ObjectStore(objects, names, dependants, kinds, nextNumber + 1);
  }

  /** The number that the next object gets. */
  ObjectId nextId() {
    return new ObjectId(nextNumber);
  }

  /** The same objects; numbers that another store has given are not given again. */
  ObjectStore numberedAfter(ObjectStore other) {
    return new ObjectStore(
        objects, names, dependants, kinds, Math.max(nextNumber, other.nextNumber));
  }

  Optional<SchemaObject> get(ObjectId id) {
    return Optional.ofNullable(objects.get(id));
  }

  Optional<SchemaObject> find(Namespace namespace, RelationName name) {
    MapPSet<ObjectId> ids = names.get(new NameKey(namespace, name));
    if (ids == null || ids.isEmpty()) {
      return Optional.empty();
    }
    return get(ids.size() == 1 ? ids.iterator().next() : Collections.min(ids));
  }

  /** All objects of a name: several only for functions. */
  List<SchemaObject> findAll(Namespace namespace, RelationName name) {
    MapPSet<ObjectId> ids = names.get(new NameKey(namespace, name));
    return ids == null ? List.of() : ids.stream().sorted().flatMap(id -> get(id).stream()).toList();
  }

  /** What names an object, in order of creation. */
  List<SchemaObject> dependants(ObjectId id) {
    MapPSet<ObjectId> ids = dependants.get(id);
    return ids == null ? List.of() : ids.stream().sorted().flatMap(i -> get(i).stream()).toList();
  }

  /** Everything of a kind, in order of creation; goes through nothing else. */
  <T extends SchemaObject> Stream<T> all(Class<T> kind) {
    return kinds.entrySet().stream()
        .filter(entry -> kind.isAssignableFrom(entry.getKey()))
        .flatMap(entry -> entry.getValue().stream())
        .sorted()
        .flatMap(id -> get(id).stream())
        .map(kind::cast);
  }

  /** A store with the object added, or in place of the one of the same number. */
  ObjectStore with(SchemaObject object) {
    SchemaObject before = objects.get(object.id());
    return new ObjectStore(
        objects.plus(object.id(), object),
        renamed(before, object),
        rewired(before, object),
        sorted(before, object),
        Math.max(nextNumber, object.id().number() + 1));
  }

  /** A store without the object; what names it keeps doing so. */
  ObjectStore without(ObjectId id) {
    SchemaObject before = objects.get(id);
    if (before == null) {
      return this;
    }
    HashPMap<NameKey, MapPSet<ObjectId>> remaining = names;
    for (NameKey key : NameKey.of(before)) {
      remaining = minus(remaining, key, id);
    }
    HashPMap<ObjectId, MapPSet<ObjectId>> wires = dependants;
    for (ObjectId reference : before.references()) {
      wires = minus(wires, reference, id);
    }
    return new ObjectStore(
        objects.minus(id), remaining, wires, minus(kinds, before.getClass(), id), nextNumber);
  }

  private HashPMap<Class<?>, MapPSet<ObjectId>> sorted(
      @Nullable SchemaObject before, SchemaObject after) {
    if (before == null) {
      return plus(kinds, after.getClass(), after.id());
    }
    return before.getClass() == after.getClass()
        ? kinds
        : plus(minus(kinds, before.getClass(), after.id()), after.getClass(), after.id());
  }

  private HashPMap<NameKey, MapPSet<ObjectId>> renamed(
      @Nullable SchemaObject before, SchemaObject after) {
    Set<NameKey> newKeys = NameKey.of(after);
    Set<NameKey> oldKeys = before == null ? Set.of() : NameKey.of(before);
    HashPMap<NameKey, MapPSet<ObjectId>> changed = names;
    for (NameKey key : oldKeys) {
      if (!newKeys.contains(key)) {
        changed = minus(changed, key, after.id());
      }
    }
    for (NameKey key : newKeys) {
      if (!oldKeys.contains(key)) {
        changed = plus(changed, key, after.id());
      }
    }
    return changed;
  }

  private HashPMap<ObjectId, MapPSet<ObjectId>> rewired(
      @Nullable SchemaObject before, SchemaObject after) {
    HashPMap<ObjectId, MapPSet<ObjectId>> wires = dependants;
    Set<ObjectId> newReferences = after.references();
    if (before != null) {
      Set<ObjectId> oldReferences = before.references();
      if (oldReferences.equals(newReferences)) {
        return wires;
      }
      for (ObjectId reference : oldReferences) {
        if (!newReferences.contains(reference)) {
          wires = minus(wires, reference, after.id());
        }
      }
    }
    for (ObjectId reference : newReferences) {
      wires = plus(wires, reference, after.id());
    }
    return wires;
  }

  private static <K> HashPMap<K, MapPSet<ObjectId>> plus(
      HashPMap<K, MapPSet<ObjectId>> map, K key, ObjectId id) {
    MapPSet<ObjectId> ids = map.get(key);
    return map.plus(key, ids == null ? HashTreePSet.singleton(id) : ids.plus(id));
  }

  private static <K> HashPMap<K, MapPSet<ObjectId>> minus(
      HashPMap<K, MapPSet<ObjectId>> map, K key, ObjectId id) {
    MapPSet<ObjectId> ids = map.get(key);
    if (ids == null) {
      return map;
    }
    MapPSet<ObjectId> remaining = ids.minus(id);
    return remaining.isEmpty() ? map.minus(key) : map.plus(key, remaining);
  }
}
