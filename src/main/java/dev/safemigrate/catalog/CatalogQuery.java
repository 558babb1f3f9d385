package dev.safemigrate.catalog;

/**
 * A query for one family of objects. Its rows have a {@code name} and the {@code ddl}, which may be
 * several lines; rows whose ddl is empty are no objects. In its text, {@code :schemas} and {@code
 * :relations} stand for arrays with the oids of what is read, {@code :database_wide} for whether
 * objects outside of schemas are read too.
 *
 * @param kind of the objects
 * @param ofRelations whether each object belongs to a table, view or sequence, whose oid is in the
 *     column {@code relation}; such a query depends on {@code :relations} alone
 * @param since the first major version of PostgreSQL that has the catalogs
 * @param until the last one
 * @param sql the query
 */
record CatalogQuery(ObjectKind kind, boolean ofRelations, int since, int until, String sql) {

  static CatalogQuery of(ObjectKind kind, String sql) {
    return new CatalogQuery(kind, false, 0, Integer.MAX_VALUE, sql);
  }

  static CatalogQuery ofRelations(ObjectKind kind, String sql) {
    return new CatalogQuery(kind, true, 0, Integer.MAX_VALUE, sql);
  }

  CatalogQuery since(int majorVersion) {
    return new CatalogQuery(kind, ofRelations, majorVersion, until, sql);
  }

  CatalogQuery until(int majorVersion) {
    return new CatalogQuery(kind, ofRelations, since, majorVersion, sql);
  }

  boolean isFor(int majorVersion) {
    return since <= majorVersion && majorVersion <= until;
  }
}
