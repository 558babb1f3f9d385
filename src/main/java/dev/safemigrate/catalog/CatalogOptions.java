package dev.safemigrate.catalog;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What of a database is read.
 *
 * @param schemas only these; all but PostgreSQL's own when empty. Objects that belong to no schema,
 *     such as extensions and publications, are read only when it is empty
 * @param excluded tables that are left out with all that belongs to them, such as the history
 * @param sequenceValues whether the values of sequences are read too
 */
public record CatalogOptions(
    Set<String> schemas, Set<RelationName> excluded, boolean sequenceValues) {

  /**
   * A relation as its catalog row names it, without quotes.
   *
   * @param schema the schema's name
   * @param name the relation's own name
   */
  public record RelationName(String schema, String name) {}

  /** Copies the sets. */
  public CatalogOptions {
    schemas = Set.copyOf(schemas);
    excluded = Set.copyOf(excluded);
  }

  /** The whole database without values of sequences. */
  public static CatalogOptions everything() {
    return new CatalogOptions(Set.of(), Set.of(), false);
  }

  /** The same for some schemas only. */
  public CatalogOptions withSchemas(Set<String> wanted) {
    return new CatalogOptions(wanted, excluded, sequenceValues);
  }

  /** The same without one more table. */
  public CatalogOptions without(String schema, String name) {
    Set<RelationName> all = new HashSet<>(excluded);
    all.add(new RelationName(schema, name));
    return new CatalogOptions(schemas, all, sequenceValues);
  }

  /** The same with the values of sequences. */
  public CatalogOptions withSequenceValues() {
    return new CatalogOptions(schemas, excluded, true);
  }

  String[] sortedSchemas() {
    return new TreeSet<>(schemas).toArray(new String[0]);
  }
}
