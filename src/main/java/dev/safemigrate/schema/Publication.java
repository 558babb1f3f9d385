package dev.safemigrate.schema;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A publication.
 *
 * @param schemas whose tables are all published (15)
 */
public record Publication(
    ObjectId id,
    RelationName name,
    boolean allTables,
    List<PublishedTable> tables,
    Set<String> schemas,
    Map<String, String> options)
    implements SchemaObject {

  public Publication {
    tables = List.copyOf(tables);
    schemas = Set.copyOf(schemas);
    options = Map.copyOf(options);
  }

  /** TABLE name (columns) WHERE (filter); no columns mean all. */
  public record PublishedTable(
      ObjectId table, List<String> columns, Optional<StoredExpression> where) {
    public PublishedTable {
      columns = List.copyOf(columns);
    }
  }

  /** The entry of a table that is published by name. */
  public Optional<PublishedTable> entry(ObjectId table) {
    return tables.stream().filter(t -> t.table().equals(table)).findFirst();
  }

  /** True when it publishes the table, by name, by schema or as one of all. */
  public boolean publishes(Table table) {
    return allTables || schemas.contains(table.name().schema()) || entry(table.id()).isPresent();
  }

  @Override
  public Set<ObjectId> references() {
    return tables.stream().map(PublishedTable::table).collect(Collectors.toSet());
  }

  Publication withName(RelationName newName) {
    return new Publication(id, newName, allTables, tables, schemas, options);
  }

  Publication withTables(List<PublishedTable> newTables, Set<String> newSchemas) {
    return new Publication(id, name, allTables, newTables, newSchemas, options);
  }

  Publication withOptions(Map<String, String> newOptions) {
    return new Publication(id, name, allTables, tables, schemas, newOptions);
  }
}
