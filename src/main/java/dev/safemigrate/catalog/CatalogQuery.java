package dev.safemigrate.catalog;

/**
 * A query for one family of objects. Its rows have a {@code name} and the {@code ddl}, which may be
 * several lines; rows whose ddl is empty are no objects. In its text, {@code :schemas} and {@code
 * :relations} stand for arrays with the oids of what is read, {@code :database_wide} for whether
 * objects outside of schemas are read too.
 *
 * @param kind of the objects
 * @param since the first major version of PostgreSQL that has the catalogs
 * @param until the last one
 * @param sql the query
 */
record CatalogQuery(ObjectKind kind, int since, int until, String sql) {

  static CatalogQuery of(ObjectKind kind, String sql) {
    return new CatalogQuery(kind, 0, Integer.MAX_VALUE, sql);
  }

  CatalogQuery since(int majorVersion) {
    return new CatalogQuery(kind, majorVersion, until, sql);
  }

  CatalogQuery until(int majorVersion) {
    return new CatalogQuery(kind, since, majorVersion, sql);
  }

  boolean isFor(int majorVersion) {
    return since <= majorVersion && majorVersion <= until;
  }
}
