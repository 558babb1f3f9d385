package dev.safemigrate.plan;

import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.DataType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A type as SQL writes it, and what planners must know of it.
 *
 * @param sql with schema and modifiers
 * @param base the built-in type's own name as in {@code int4}; empty for arrays and others
 */
record SqlType(String sql, Optional<String> base) {

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("int2", "smallint"),
          Map.entry("int4", "integer"),
          Map.entry("int8", "bigint"),
          Map.entry("bool", "boolean"),
          Map.entry("float4", "real"),
          Map.entry("float8", "double precision"),
          Map.entry("bpchar", "char"),
          Map.entry("numeric", "numeric"),
          Map.entry("varchar", "varchar"),
          Map.entry("time", "time"),
          Map.entry("timestamp", "timestamp"),
          Map.entry("interval", "interval"));

  /** Types of which two values that are equal are the same to every reader. */
  private static final Set<String> EXACT =
      Set.of("int2", "int4", "int8", "bool", "text", "varchar", "uuid", "date", "bytea", "oid");

  private static final Set<String> WITHOUT_EQUALITY =
      Set.of(
          "json",
          "xml",
          "point",
          "box",
          "polygon",
          "path",
          "line",
          "lseg",
          "circle",
          "txid_snapshot");

  private static final Map<String, String> NEUTRAL =
      Map.ofEntries(
          Map.entry("int2", "0"),
          Map.entry("int4", "0"),
          Map.entry("int8", "0"),
          Map.entry("float4", "0"),
          Map.entry("float8", "0"),
          Map.entry("numeric", "0"),
          Map.entry("bool", "false"),
          Map.entry("text", "''"),
          Map.entry("varchar", "''"),
          Map.entry("bpchar", "''"),
          Map.entry("bytea", "''"),
          Map.entry("date", "CURRENT_DATE"),
          Map.entry("timestamp", "CURRENT_TIMESTAMP"),
          Map.entry("timestamptz", "CURRENT_TIMESTAMP"),
          Map.entry("interval", "'0'"),
          Map.entry("json", "'{}'"),
          Map.entry("jsonb", "'{}'"));

  /** The type of an existing column. */
  static SqlType of(Column column) {
    return of(column.type(), column.name());
  }

  static SqlType of(DataType type, String column) {
    if (!type.known()) {
      throw new Refusal(
          "The type of " + column + " is not known. Give the plan a base that creates it.");
    }
    if (type.isBuiltIn() && type.name().name().equals("interval") && !type.modifiers().isEmpty()) {
      throw new Refusal(
          "The type of "
              + column
              + " is an interval with fields or a precision; write the plan"
              + " for a plain interval.");
    }
    String own =
        type.isBuiltIn()
            ? WORDS.getOrDefault(type.name().name(), Names.sql(type.name().name()))
            : Names.sql(type.name());
    if (own.equals("char") && type.modifiers().isEmpty()) {
      own = "bpchar"; // char alone has the length 1 (manual, "Character Types").
    }
    String modifiers =
        type.modifiers().isEmpty() ? "" : "(" + String.join(",", type.modifiers()) + ")";
    boolean plain = type.isBuiltIn() && !type.isArray();
    return new SqlType(
        own + modifiers + "[]".repeat(type.arrayDimensions()),
        plain ? Optional.of(type.name().name()) : Optional.empty());
  }

  /** COLLATE for a column that says so, with a blank in front. */
  static String collate(Column column) {
    Optional<QualifiedName> collation = column.collation();
    return collation
        .map(name -> " COLLATE " + dev.safemigrate.ast.Identifiers.quote(name))
        .orElse("");
  }

  /** A value that says nothing, for rows that must have one. */
  Optional<String> neutral() {
    return base.map(NEUTRAL::get);
  }

  /**
   * Whether a value of PL/pgSQL differs from another, nulls counting as values. Where values can be
   * equal and yet not the same (1.0 and 1.00) or have no equality at all (json), their images are
   * compared (manual, section 9.25.6).
   */
  String differs(String left, String right) {
    if (base.filter(EXACT::contains).isPresent()) {
      return left + " IS DISTINCT FROM " + right;
    }
    return "ROW(%s)::record OPERATOR(pg_catalog.*<>) ROW(%s)::record".formatted(left, right);
  }

  /** As {@link #differs}, for conditions of queries, where equal values need no filling. */
  String unequal(String left, String right) {
    boolean comparable = base.filter(type -> !WITHOUT_EQUALITY.contains(type)).isPresent();
    return comparable ? left + " IS DISTINCT FROM " + right : differs(left, right);
  }

  /** Whether every value of this type is one of the other, and old statements fit the other too. */
  boolean widensTo(SqlType other) {
    List<String> integers = List.of("int2", "int4", "int8", "numeric");
    int from = base.map(integers::indexOf).orElse(-1);
    int to = other.base().map(integers::indexOf).orElse(-1);
    if (from >= 0 && to > from) {
      return !other.sql().contains("(");
    }
    boolean text = base.filter(Set.of("varchar", "text")::contains).isPresent();
    return text && other.sql().equals("text")
        || base.equals(Optional.of("float4")) && other.base().equals(Optional.of("float8"));
  }
}
