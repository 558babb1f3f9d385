package dev.safemigrate.plan;

import java.util.List;
import java.util.stream.Collectors;

/** What the application does between migrations: the sentences that several plans share. */
final class Advice {

  private Advice() {}

  /** The release that moves from old names to new ones. */
  static PlanPart.Application switchOver(
      String title, String sentence, String oldSql, String newSql, String mapping) {
    return new PlanPart.Application(
        title,
        """
        %s

        ```sql
        -- the running version
        %s
        -- the new version
        %s
        ```

        JPA:

        ```java
        %s
        ```

        JDBC: the same names in every statement; nothing else changes. Both versions may run side by side for as long as
        the release takes, and the release can be taken back.
        """
            .formatted(sentence, oldSql, newSql, mapping));
  }

  /** The instant from which the contract may run. */
  static PlanPart.Application retire(String what) {
    return new PlanPart.Application(
        "Wait until nothing uses " + what,
        """
        The contract migration belongs into a later release: no instance of the old version may run any more, no batch
        job, report or replica consumer may name %s. `migrate:check` says which piece of evidence is missing.
        """
            .formatted(what));
  }

  /** JPA fields of columns, one a line. */
  static String fields(List<String> columns, String type) {
    return columns.stream()
        .map(
            column ->
                "@Column(name = \"%s\")%nprivate %s %s;"
                    .formatted(name(column), type, field(column))
                    .replace("\r", ""))
        .collect(Collectors.joining("\n"));
  }

  private static String name(String column) {
    String sql = Names.sql(column);
    return sql.startsWith("\"") ? "\\\"" + column.replace("\"", "\\\"") + "\\\"" : sql;
  }

  /** A column's name as Java spells fields. */
  static String field(String column) {
    StringBuilder field = new StringBuilder();
    boolean upper = false;
    for (char character : column.toCharArray()) {
      if (!Character.isJavaIdentifierPart(character) || character == '_') {
        upper = field.length() > 0;
      } else {
        field.append(upper ? Character.toUpperCase(character) : character);
        upper = false;
      }
    }
    boolean usable = field.length() > 0 && Character.isJavaIdentifierStart(field.charAt(0));
    return usable ? field.toString() : "value";
  }

  /** The Java type of a column. */
  static String javaType(SqlType type) {
    return switch (type.base().orElse("")) {
      case "int2" -> "Short";
      case "int4" -> "Integer";
      case "int8" -> "Long";
      case "float4" -> "Float";
      case "float8" -> "Double";
      case "numeric" -> "BigDecimal";
      case "bool" -> "Boolean";
      case "text", "varchar", "bpchar" -> "String";
      case "date" -> "LocalDate";
      case "timestamp" -> "LocalDateTime";
      case "timestamptz" -> "OffsetDateTime";
      case "uuid" -> "UUID";
      case "bytea" -> "byte[]";
      default -> "Object";
    };
  }

  /** Sentences about what else names the column and is not changed by the plan. */
  static List<String> dependants(Before before, dev.safemigrate.schema.Table table, String column) {
    List<String> notes = new java.util.ArrayList<>();
    before.schema().viewsUsing(table.id(), column).stream()
        .map(
            view ->
                "The view "
                    + view.name()
                    + " may read "
                    + column
                    + "; replace it before the contract, which is refused while it does.")
        .forEach(notes::add);
    before.schema().policies(table.id()).stream()
        .map(
            policy ->
                "The policy "
                    + policy.name().name()
                    + " may name "
                    + column
                    + "; change it before the contract.")
        .forEach(notes::add);
    before.schema().triggers(table.id()).stream()
        .map(
            trigger ->
                "The trigger "
                    + trigger.name().name()
                    + " is on the table; see whether its function names "
                    + column
                    + ".")
        .forEach(notes::add);
    return notes;
  }
}
