package dev.safemigrate.schema;

/**
 * A relation's name as the server resolves it.
 *
 * @param schema {@code public} where the search path is not set otherwise
 * @param name the relation's own name
 */
public record RelationName(String schema, String name) implements Comparable<RelationName> {

  @Override
  public int compareTo(RelationName other) {
    int bySchema = schema.compareTo(other.schema);
    return bySchema != 0 ? bySchema : name.compareTo(other.name);
  }

  /**
   * {@code schema.name}, or the name of what is in no schema, unquoted: for messages and reports,
   * not for SQL.
   */
  @Override
  public String toString() {
    return schema.isEmpty() ? name : schema + "." + name;
  }
}
