package dev.safemigrate.schema;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Prints a state as sorted lines, one a fact, in the words that {@link ServerCatalog} uses too. */
final class SchemaPrinter {

  private static final Map<String, String> SPELLED =
      Map.ofEntries(
          Map.entry("int2", "smallint"),
          Map.entry("int4", "integer"),
          Map.entry("int8", "bigint"),
          Map.entry("float4", "real"),
          Map.entry("float8", "double precision"),
          Map.entry("bool", "boolean"),
          Map.entry("varchar", "character varying"),
          Map.entry("bpchar", "character"),
          Map.entry("varbit", "bit varying"),
          Map.entry("timestamptz", "timestamp with time zone"),
          Map.entry("timestamp", "timestamp without time zone"),
          Map.entry("timetz", "time with time zone"),
          Map.entry("time", "time without time zone"),
          Map.entry("char", "\"char\""));

  private final SchemaState state;
  private final TreeSet<String> lines = new TreeSet<>();

  private SchemaPrinter(SchemaState state) {
    this.state = state;
  }

  static List<String> print(SchemaState state) {
    SchemaPrinter printer = new SchemaPrinter(state);
    state.all(SchemaObject.class).forEach(printer::object);
    // Temporary relations are the session's own.
    printer.lines.removeIf(line -> line.contains(" " + SearchPath.TEMPORARY + "."));
    return List.copyOf(printer.lines);
  }

  private void object(SchemaObject object) {
    if (object instanceof Relation relation && !(object instanceof Index)) {
      lines.add("relation " + relation.name() + " " + kind(relation.kind()));
    }
    if (object instanceof Table table) {
      table(table);
    } else if (object instanceof Index index) {
      index(index);
    } else if (object instanceof Sequence sequence) {
      sequence
          .ownedBy()
          .ifPresent(
              owner ->
                  lines.add(
                      "sequence %s owned by %s.%s"
                          .formatted(
                              sequence.name(), state.table(owner.table()).name(), owner.column())));
    } else if (object instanceof TypeDefinition.EnumType type) {
      lines.add("enum " + type.name() + " " + String.join(",", type.labels()));
    } else if (object instanceof TypeDefinition.DomainType type) {
      lines.add(
          "domain " + type.name() + " " + type(type.base()) + (type.notNull() ? " not null" : ""));
      type.checks()
          .forEach(
              c ->
                  lines.add(
                      "domain constraint %s %s%s"
                          .formatted(type.name(), c.name(), c.validated() ? "" : " not valid")));
    } else if (object instanceof Trigger trigger) {
      lines.add(
          "trigger %s on %s"
              .formatted(trigger.name().name(), state.relation(trigger.table()).name()));
    } else if (object instanceof Policy policy) {
      lines.add(
          "policy %s on %s".formatted(policy.name().name(), state.table(policy.table()).name()));
    } else if (object instanceof FunctionDefinition function) {
      lines.add(
          "function %s/%d %s"
              .formatted(
                  function.name(),
                  function.argumentTypes().size(),
                  function.volatility().name().toLowerCase(Locale.ROOT)));
    } else if (object instanceof Statistics statistics) {
      lines.add("statistics " + statistics.name());
    } else if (object instanceof SchemaDefinition schema) {
      lines.add("schema " + schema.name().name());
    }
  }

  private static String kind(RelationKind kind) {
    return switch (kind) {
      case TABLE -> "r";
      case PARTITIONED_TABLE -> "p";
      case FOREIGN_TABLE -> "f";
      case COMPOSITE_TYPE -> "c";
      case VIEW -> "v";
      case MATERIALIZED_VIEW -> "m";
      case SEQUENCE -> "S";
      case INDEX -> "i";
      case PARTITIONED_INDEX -> "I";
    };
  }

  private void table(Table table) {
    for (Column column : table.columns()) {
      lines.add("column %s.%s %s".formatted(table.name(), column.name(), column(column)));
    }
    for (StoredConstraint constraint : table.constraints()) {
      String kind = constraintKind(constraint);
      String valid = constraint.validated() ? "" : " not valid";
      String on =
          constraint instanceof StoredConstraint.ForeignKey key
              ? " (%s) -> %s (%s)"
                  .formatted(
                      String.join(",", key.columns()),
                      state.table(key.referencedTable()).name(),
                      String.join(",", key.referencedColumns()))
              : "";
      lines.add(
          "constraint %s %s %s%s%s".formatted(table.name(), constraint.name(), kind, on, valid));
    }
    for (ObjectId parent : table.parents()) {
      lines.add("inherits %s %s".formatted(table.name(), state.table(parent).name()));
    }
  }

  private String column(Column column) {
    StringBuilder text = new StringBuilder(type(column.type()));
    column.collation().ifPresent(c -> text.append(" collate ").append(c.name()));
    if (column.notNull()) {
      text.append(" not null");
    }
    column
        .identity()
        .ifPresent(i -> text.append(i == Column.Identity.ALWAYS ? " identity a" : " identity d"));
    column.generated().ifPresent(g -> text.append(g.stored() ? " generated s" : " generated v"));
    column.defaultValue().ifPresent(d -> text.append(" default"));
    return text.toString();
  }

  private static String constraintKind(StoredConstraint constraint) {
    if (constraint instanceof StoredConstraint.Check) {
      return "c";
    }
    if (constraint instanceof StoredConstraint.NotNull) {
      return "n";
    }
    if (constraint instanceof StoredConstraint.Key key) {
      return key.primary() ? "p" : "u";
    }
    return constraint instanceof StoredConstraint.Exclusion ? "x" : "f";
  }

  private void index(Index index) {
    String keys =
        index.keys().stream().map(key -> key.column().orElse("*")).collect(Collectors.joining(","));
    lines.add(
        "index %s on %s %s (%s)%s%s%s%s%s"
            .formatted(
                index.name(),
                state.relation(index.table()).name(),
                index.method(),
                keys,
                index.include().isEmpty() ? "" : " include " + String.join(",", index.include()),
                index.unique() ? " unique" : "",
                index.primary() ? " primary" : "",
                index.predicate().isPresent() ? " partial" : "",
                index.valid() ? "" : " invalid"));
  }

  static String type(DataType type) {
    String array = type.isArray() ? "[]" : "";
    if (!type.known()) {
      return type.name().name() + array;
    }
    if (!type.isBuiltIn()) {
      return type.name() + array;
    }
    return builtIn(type) + array;
  }

  private static String builtIn(DataType type) {
    String name = type.name().name();
    String modifiers =
        type.modifiers().isEmpty() ? "" : "(" + String.join(",", type.modifiers()) + ")";
    if (name.equals("bpchar") && type.modifiers().isEmpty()) {
      return "bpchar";
    }
    if (name.equals("numeric") && type.modifiers().size() == 1) {
      return "numeric(" + type.modifiers().get(0) + ",0)";
    }
    if (name.equals("interval")) {
      return "interval";
    }
    String spelled = Optional.ofNullable(SPELLED.get(name)).orElse(name);
    int words = spelled.indexOf(" with");
    return words < 0
        ? spelled + modifiers
        : spelled.substring(0, words) + modifiers + spelled.substring(words);
  }
}
