package dev.safemigrate.ast;

import java.util.List;
import java.util.Optional;

/** What a publication publishes. */
public sealed interface PublicationObject {

  /** TABLE name (columns) WHERE (row filter). */
  record Table(RelationReference table, List<String> columns, Optional<Expression> where)
      implements PublicationObject {

    public Table {
      columns = List.copyOf(columns);
    }
  }

  /** TABLES IN SCHEMA; empty for CURRENT_SCHEMA. */
  record TablesInSchema(Optional<String> schema) implements PublicationObject {}
}
