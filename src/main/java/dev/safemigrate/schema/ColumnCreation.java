package dev.safemigrate.schema;

import dev.safemigrate.ast.ColumnDefinition;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.ConstraintAttributes;
import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.Option;
import dev.safemigrate.ast.TypeName;
import dev.safemigrate.schema.ConstraintCreation.Pending;
import dev.safemigrate.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Columns as statements define them: serial, identity, generated, defaults. */
final class ColumnCreation {

  private static final Map<String, String> SERIAL =
      Map.of(
          "serial", "int4",
          "serial4", "int4",
          "bigserial", "int8",
          "serial8", "int8",
          "smallserial", "int2",
          "serial2", "int2");

  private final Draft draft;

  ColumnCreation(Draft draft) {
    this.draft = draft;
  }

  /** Adds a column, or merges it with one that a parent gave; constraints come later. */
  void add(ObjectId id, ColumnDefinition definition) {
    Table table = draft.table(id);
    Optional<Column> inherited = table.column(definition.name());
    if (inherited.isPresent() && inherited.get().local()) {
      throw new Refused("42701", "column " + definition.name() + " specified more than once");
    }
    draft.put(table.withColumn(column(definition, inherited)));
    if (serialType(definition).isPresent()) {
      ownSequence(id, definition, List.of(), false);
    }
    for (Constraint.Identity identity : definition.constraints(Constraint.Identity.class)) {
      ownSequence(id, definition, identity.sequenceOptions(), true);
    }
  }

  private Column column(ColumnDefinition definition, Optional<Column> inherited) {
    DataType type =
        definition
            .type()
            .map(this::columnType)
            .or(() -> inherited.map(Column::type))
            .orElse(DataType.UNKNOWN);
    Column column =
        inherited
            .map(c -> c.withInheritance(true, true))
            .orElseGet(() -> Column.of(definition.name(), type));
    column =
        column
            .withType(type, definition.collation().or(column::collation))
            .withStorage(
                definition.storage().or(column::storage),
                definition.compression().or(column::compression));
    for (Constraint constraint : definition.constraints()) {
      column = with(column, constraint);
    }
    return serialType(definition).isPresent() ? column.withNotNull(true) : column;
  }

  private Column with(Column column, Constraint constraint) {
    if (constraint instanceof Constraint.Default value) {
      return column.withDefaultValue(draft.defaultValue(value.value(), column.type()));
    }
    if (constraint instanceof Constraint.Generated generated) {
      return column.withGenerated(
          Optional.of(new Column.Generated(draft.stored(generated.value()), generated.stored())));
    }
    if (constraint instanceof Constraint.Identity identity) {
      return column
          .withNotNull(true)
          .withIdentity(
              Optional.of(identity.always() ? Column.Identity.ALWAYS : Column.Identity.BY_DEFAULT));
    }
    return constraint instanceof Constraint.NotNull ? column.withNotNull(true) : column;
  }

  private static Optional<String> serialType(ColumnDefinition definition) {
    return definition
        .type()
        .filter(t -> t.name().parts().size() == 1 && t.arrayDimensions() == 0)
        .flatMap(t -> Optional.ofNullable(SERIAL.get(t.simpleName())));
  }

  /** The type of a column; serial is the integer that it stands for. */
  DataType columnType(TypeName type) {
    if (type.name().parts().size() == 1 && SERIAL.containsKey(type.simpleName())) {
      return DataType.builtIn(SERIAL.get(type.simpleName()));
    }
    return draft.state().resolve(type);
  }

  /** The constraints of a definition; serial and identity bring a NOT NULL with them. */
  static List<Pending> pending(ColumnDefinition definition) {
    List<Pending> pending = new ArrayList<>();
    Optional<String> column = Optional.of(definition.name());
    boolean marked =
        serialType(definition).isPresent()
            || !definition.constraints(Constraint.Identity.class).isEmpty();
    if (marked && definition.constraints(Constraint.NotNull.class).isEmpty()) {
      pending.add(
          new Pending(
              new Constraint.NotNull(
                  definition.span(), Optional.empty(), column, ConstraintAttributes.NONE),
              column));
    }
    definition.constraints().forEach(c -> pending.add(new Pending(c, column)));
    return pending;
  }

  private void ownSequence(
      ObjectId id, ColumnDefinition definition, List<Option> options, boolean identity) {
    Sequence sequence = ownSequence(id, definition.name(), options, identity);
    if (!identity) {
      Table table = draft.table(id);
      Column column = table.column(definition.name()).orElseThrow();
      draft.put(
          table.withColumn(
              column.withDefaultValue(Optional.of(nextValue(sequence, definition.span())))));
    }
  }

  /** A sequence that goes with a column, under a name made up from both or under SEQUENCE NAME. */
  Sequence ownSequence(ObjectId id, String columnName, List<Option> options, boolean identity) {
    Table table = draft.table(id);
    Optional<List<String>> wanted =
        options.stream()
            .filter(o -> o.name().equalsIgnoreCase("sequence name"))
            .flatMap(o -> o.value().stream())
            .map(ExpressionTokens::nameParts)
            .findFirst();
    String name =
        wanted
            .map(parts -> parts.get(parts.size() - 1))
            .orElseGet(
                () ->
                    draft.names.relation(
                        table.name().schema(),
                        table.name().name(),
                        Optional.of(columnName),
                        "seq",
                        false));
    DataType type = table.column(columnName).map(Column::type).orElse(DataType.UNKNOWN);
    return draft.put(
        new Sequence(
            draft.nextId(),
            new RelationName(table.name().schema(), name),
            table.persistence(),
            type,
            Optional.of(new ColumnReference(id, columnName)),
            identity,
            Draft.options(options),
            false));
  }

  private StoredExpression nextValue(Sequence sequence, Span span) {
    return draft.stored(
        new Expression(span, "nextval('" + sequence.name() + "'::regclass)"), sequence.id());
  }
}
