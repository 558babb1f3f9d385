package dev.safemigrate.schema;

import java.util.Set;

/** The types that every server has, by the names that its catalog gives them. */
final class BuiltInTypes {

  /** Where they live. */
  static final String SCHEMA = "pg_catalog";

  private static final Set<String> NAMES =
      Set.of(
          "aclitem",
          "any",
          "anyarray",
          "anycompatible",
          "anycompatiblearray",
          "anycompatiblemultirange",
          "anycompatiblenonarray",
          "anycompatiblerange",
          "anyelement",
          "anyenum",
          "anymultirange",
          "anynonarray",
          "anyrange",
          "bit",
          "bool",
          "box",
          "bpchar",
          "bytea",
          "char",
          "cid",
          "cidr",
          "cstring",
          "date",
          "datemultirange",
          "daterange",
          "event_trigger",
          "fdw_handler",
          "float4",
          "float8",
          "gtsvector",
          "index_am_handler",
          "inet",
          "int2",
          "int2vector",
          "int4",
          "int4multirange",
          "int4range",
          "int8",
          "int8multirange",
          "int8range",
          "internal",
          "interval",
          "json",
          "jsonb",
          "jsonpath",
          "language_handler",
          "line",
          "lseg",
          "macaddr",
          "macaddr8",
          "money",
          "name",
          "numeric",
          "nummultirange",
          "numrange",
          "oid",
          "oidvector",
          "path",
          "pg_ddl_command",
          "pg_dependencies",
          "pg_lsn",
          "pg_mcv_list",
          "pg_ndistinct",
          "pg_node_tree",
          "pg_snapshot",
          "point",
          "polygon",
          "record",
          "refcursor",
          "regclass",
          "regcollation",
          "regconfig",
          "regdictionary",
          "regnamespace",
          "regoper",
          "regoperator",
          "regproc",
          "regprocedure",
          "regrole",
          "regtype",
          "table_am_handler",
          "text",
          "tid",
          "time",
          "timestamp",
          "timestamptz",
          "timetz",
          "trigger",
          "tsm_handler",
          "tsmultirange",
          "tsquery",
          "tsrange",
          "tstzmultirange",
          "tstzrange",
          "tsvector",
          "txid_snapshot",
          "unknown",
          "uuid",
          "varbit",
          "varchar",
          "void",
          "xid",
          "xid8",
          "xml");

  private BuiltInTypes() {}

  /** The catalog's name for a type's first word: {@code int4} for {@code integer}. */
  static String internalName(String word) {
    return switch (word) {
      case "int", "integer" -> "int4";
      case "smallint" -> "int2";
      case "bigint" -> "int8";
      case "real" -> "float4";
      case "double", "float" -> "float8";
      case "boolean" -> "bool";
      case "decimal", "dec" -> "numeric";
      case "character" -> "bpchar";
      default -> word;
    };
  }

  static boolean contains(String name) {
    return NAMES.contains(name);
  }
}
