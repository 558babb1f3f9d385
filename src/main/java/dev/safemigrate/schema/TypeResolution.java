package dev.safemigrate.schema;

import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.TypeName;
import dev.safemigrate.schema.NameKey.Namespace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds types by their spelling, and what is made of a type. */
final class TypeResolution {

  private TypeResolution() {}

  static DataType resolve(SchemaState state, TypeName type) {
    if (type.percentType()) {
      return columnType(state, type.name());
    }
    Optional<SchemaObject> definition =
        state.searchPath().candidates(type.name()).stream()
            .flatMap(candidate -> at(state, candidate).stream())
            .findFirst();
    RelationName name =
        definition.map(SchemaObject::name).orElseGet(() -> unknownOrBuiltIn(state, type.name()));
    boolean shadowed = type.name().schema().isEmpty() && BuiltInTypes.contains(type.simpleName());
    if (shadowed) {
      return new DataType(
          new RelationName(BuiltInTypes.SCHEMA, type.simpleName()),
          type.modifiers(),
          type.arrayDimensions(),
          Optional.empty());
    }
    return new DataType(
        name, type.modifiers(), type.arrayDimensions(), definition.map(SchemaObject::id));
  }

  /** The columns of tables whose type is this one, an array of it, a domain or a row with it. */
  static List<ColumnReference> columnsOfType(SchemaState state, ObjectId type) {
    List<ColumnReference> found = new ArrayList<>();
    Set<ObjectId> seen = new HashSet<>(Set.of(type));
    List<ObjectId> open = new ArrayList<>(seen);
    for (int i = 0; i < open.size(); i++) {
      ObjectId current = open.get(i);
      for (SchemaObject user : state.store().dependants(current)) {
        if (user instanceof Table table) {
          List<ColumnReference> columns =
              table.columns().stream()
                  .filter(c -> c.type().definition().filter(current::equals).isPresent())
                  .map(c -> new ColumnReference(table.id(), c.name()))
                  .toList();
          if (table.kind().isTable()) {
            found.addAll(columns);
          }
          if (!columns.isEmpty() && seen.add(table.id())) {
            open.add(table.id());
          }
        }
        if (user instanceof TypeDefinition && seen.add(user.id())) {
          open.add(user.id());
        }
      }
    }
    return found;
  }

  private static Optional<SchemaObject> at(SchemaState state, RelationName name) {
    Optional<SchemaObject> type = state.store().find(Namespace.TYPE, name);
    return type.isPresent()
        ? type
        : state
            .store()
            .find(Namespace.RELATION, name)
            .filter(r -> r instanceof Table || r instanceof View);
  }

  private static RelationName unknownOrBuiltIn(SchemaState state, QualifiedName name) {
    if (name.schema().isPresent()) {
      return new RelationName(name.schema().get(), name.name());
    }
    // An extension's type may live in any schema of the path; which one is not known.
    return BuiltInTypes.contains(name.name())
        ? new RelationName(BuiltInTypes.SCHEMA, name.name())
        : new RelationName("", name.name());
  }

  private static DataType columnType(SchemaState state, QualifiedName column) {
    List<String> parts = column.parts();
    if (parts.size() < 2) {
      return DataType.UNKNOWN;
    }
    QualifiedName table = new QualifiedName(parts.subList(0, parts.size() - 1));
    return state
        .findTable(table)
        .flatMap(t -> t.column(column.name()))
        .map(Column::type)
        .orElse(DataType.UNKNOWN);
  }
}
