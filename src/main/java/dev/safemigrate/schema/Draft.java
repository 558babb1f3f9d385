package dev.safemigrate.schema;

import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.Option;
import dev.safemigrate.ast.PersistenceKind;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.QueryReader;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.schema.NameKey.Namespace;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The state while one statement is folded, and what the statement did so far. */
final class Draft {

  final ServerVersion version;
  final QueryReader reader;
  final ObjectNames names = new ObjectNames(this);

  private final SchemaState before;
  private final Set<ObjectId> created = new LinkedHashSet<>();
  private final Set<ObjectId> altered = new LinkedHashSet<>();
  private final Map<ObjectId, SchemaObject> dropped = new LinkedHashMap<>();
  private SchemaState state;

  Draft(SchemaState state, ServerVersion version, QueryReader reader) {
    this.before = state;
    this.state = state;
    this.version = version;
    this.reader = reader;
  }

  SchemaState state() {
    return state;
  }

  void become(SchemaState newState) {
    state = newState;
  }

  Outcome outcome() {
    List<SchemaObject> made = created.stream().filter(state::exists).map(state::object).toList();
    List<ObjectId> changed = altered.stream().filter(state::exists).toList();
    return new Outcome(
        state,
        Optional.empty(),
        made,
        dropped.values().stream().filter(object -> !state.exists(object.id())).toList(),
        changed);
  }

  /** The statement may work, but what it changes is not known. */
  Outcome unchanged() {
    return new Outcome(before, Optional.empty(), List.of(), List.of(), List.of());
  }

  Outcome refused(Refusal refusal) {
    return new Outcome(before, Optional.of(refusal), List.of(), List.of(), List.of());
  }

  /** A number that nothing else gets, even if the object that it is for comes later. */
  ObjectId nextId() {
    ObjectId id = state.store().nextId();
    state = state.with(state.store().withNextTaken());
    return id;
  }

  /** Adds the object, or puts it in the place of the one of the same number. */
  <T extends SchemaObject> T put(T object) {
    if (!state.exists(object.id())) {
      created.add(object.id());
    } else if (!created.contains(object.id())) {
      altered.add(object.id());
    }
    state = state.with(state.store().with(object));
    if (object instanceof Relation) {
      state = state.withPresent(object.name());
    }
    return object;
  }

  /** Takes the object out, whatever names it. */
  void remove(ObjectId id) {
    state
        .store()
        .get(id)
        .ifPresent(
            object -> {
              if (!created.remove(id)) {
                dropped.put(id, before.exists(id) ? before.object(id) : object);
              }
              state = state.with(state.store().without(id));
              if (object instanceof Relation) {
                state = state.withAbsent(object.name());
              }
            });
  }

  Table table(ObjectId id) {
    return state.table(id);
  }

  /** The relation of a statement's name, made known when it is only assumed. */
  Relation relation(QualifiedName name) {
    Resolution resolution = state.resolve(name);
    if (resolution instanceof Resolution.Missing missing) {
      throw new Refused("42P01", "relation " + missing.relation().name() + " does not exist");
    }
    if (resolution instanceof Resolution.Assumed assumed) {
      Table known = Assumed.table(nextId(), assumed.relation().name());
      state = state.with(state.store().with(known));
      return known;
    }
    return resolution.relation();
  }

  /** As {@link #relation}, where only a table will do. */
  Table table(QualifiedName name) {
    if (relation(name) instanceof Table table) {
      return table;
    }
    throw new Refused("42809", name + " is not a table");
  }

  /** Where a new relation goes; refused when its schema is missing. */
  RelationName newName(QualifiedName name, PersistenceKind persistence) {
    if (persistence == PersistenceKind.TEMPORARY) {
      return new RelationName(SearchPath.TEMPORARY, name.name());
    }
    RelationName target = state.creationName(name);
    requireSchema(target.schema());
    return target;
  }

  void requireSchema(String schema) {
    if (!state.hasSchema(schema)) {
      throw new Refused("3F000", "schema " + schema + " does not exist");
    }
  }

  /** False when the relation exists and IF NOT EXISTS skips the statement. */
  boolean isFree(RelationName name, boolean ifNotExists) {
    Optional<Relation> existing = state.find(name);
    if (existing.isEmpty()) {
      return true;
    }
    if (existing.get().assumed()) {
      // Whoever took it away in a past that is not known took along what stood on it.
      new Removal(this).drop(List.of(new Part.Whole(existing.get().id())), true);
      return true;
    }
    if (ifNotExists) {
      return false;
    }
    throw new Refused("42P07", "relation " + name + " already exists");
  }

  Optional<SchemaObject> find(Namespace namespace, RelationName name) {
    return state.store().find(namespace, name);
  }

  Optional<SchemaObject> findOther(ObjectType type, RelationName name) {
    return find(NameKey.of(type), name);
  }

  StoredExpression stored(Expression expression) {
    return new StoredExpression(
        expression, reader, ExpressionTokens.references(state, expression.text()));
  }

  StoredExpression stored(Expression expression, ObjectId reference) {
    return new StoredExpression(expression, reader, Set.of(reference));
  }

  /**
   * A column's default. DEFAULT NULL is none, unless the type has a modifier: then the server keeps
   * the call that would cut the value.
   */
  Optional<StoredExpression> defaultValue(Expression value, DataType type) {
    boolean isNull = value.text().strip().equalsIgnoreCase("null");
    return isNull && (type.modifiers().isEmpty() || type.isArray())
        ? Optional.empty()
        : Optional.of(stored(value));
  }

  static Map<String, String> options(List<Option> options) {
    return changed(Map.of(), options, false);
  }

  static Map<String, String> changed(
      Map<String, String> current, List<Option> options, boolean reset) {
    Map<String, String> changed = new HashMap<>(current);
    for (Option option : options) {
      if (reset) {
        changed.remove(option.name());
      } else {
        changed.put(option.name(), option.value().orElse("true"));
      }
    }
    return changed;
  }
}
