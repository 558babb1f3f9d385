package dev.safemigrate.schema;

import java.util.List;
import java.util.Optional;

/**
 * The type of a column, attribute, domain or parameter, resolved as far as it is known.
 *
 * @param name {@code pg_catalog.int4}; the schema is empty where the type was not found
 * @param modifiers the texts in parentheses
 * @param arrayDimensions as written; the server treats all above 0 alike
 * @param definition the type that an earlier statement created, or the table whose row type it is
 */
public record DataType(
    RelationName name, List<String> modifiers, int arrayDimensions, Optional<ObjectId> definition) {

  public DataType {
    modifiers = List.copyOf(modifiers);
  }

  /** A type that nothing is known of. */
  public static final DataType UNKNOWN =
      new DataType(new RelationName("", ""), List.of(), 0, Optional.empty());

  /** False for a type that is neither built in nor created by an earlier statement. */
  public boolean known() {
    return definition.isPresent() || isBuiltIn();
  }

  public boolean isBuiltIn() {
    return name.schema().equals(BuiltInTypes.SCHEMA);
  }

  public boolean isArray() {
    return arrayDimensions > 0;
  }

  /** As in {@code pg_catalog.varchar(20)[]}: for messages and comparisons. */
  public String canonical() {
    String own = name.schema().isEmpty() ? name.name() : name.toString();
    String arguments = modifiers.isEmpty() ? "" : "(" + String.join(",", modifiers) + ")";
    return own + arguments + "[]".repeat(arrayDimensions);
  }

  static DataType builtIn(String name) {
    return new DataType(
        new RelationName(BuiltInTypes.SCHEMA, name), List.of(), 0, Optional.empty());
  }

  DataType withName(RelationName newName) {
    return new DataType(newName, modifiers, arrayDimensions, definition);
  }
}
