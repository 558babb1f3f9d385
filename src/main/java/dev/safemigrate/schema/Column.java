package dev.safemigrate.schema;

import dev.safemigrate.ast.QualifiedName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A column of a table, or an attribute of a composite type.
 *
 * @param notNull as pg_attribute.attnotnull; see {@link Table#notNullProof}
 * @param defaultValue DEFAULT, not the expression of a generated column
 * @param storage as set, in upper case; empty for the type's own
 * @param inherited true when a parent has it too
 * @param local true when it was also declared here
 * @param statisticsTarget as set
 * @param options as set with ALTER COLUMN SET (...)
 */
@RecordBuilder
public record Column(
    String name,
    DataType type,
    Optional<QualifiedName> collation,
    boolean notNull,
    Optional<StoredExpression> defaultValue,
    Optional<Generated> generated,
    Optional<Identity> identity,
    Optional<String> storage,
    Optional<String> compression,
    boolean inherited,
    boolean local,
    Optional<Integer> statisticsTarget,
    Map<String, String> options)
    implements ColumnBuilder.With {

  public Column {
    options = Map.copyOf(options);
  }

  /** GENERATED ALWAYS AS; {@code stored} is false for VIRTUAL (18). */
  public record Generated(StoredExpression expression, boolean stored) {}

  /** GENERATED AS IDENTITY, ALWAYS or BY DEFAULT. */
  public enum Identity {
    ALWAYS,
    BY_DEFAULT
  }

  static Column of(String name, DataType type) {
    return new Column(
        name,
        type,
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        true,
        Optional.empty(),
        Map.of());
  }

  Set<ObjectId> references() {
    Set<ObjectId> references = new HashSet<>();
    type.definition().ifPresent(references::add);
    defaultValue.ifPresent(value -> references.addAll(value.references()));
    generated.ifPresent(value -> references.addAll(value.expression().references()));
    return references;
  }

  Column withType(DataType newType, Optional<QualifiedName> newCollation) {
    return ColumnBuilder.builder(this).type(newType).collation(newCollation).build();
  }

  Column withStorage(Optional<String> newStorage, Optional<String> newCompression) {
    return ColumnBuilder.builder(this).storage(newStorage).compression(newCompression).build();
  }

  Column withInheritance(boolean newInherited, boolean newLocal) {
    return ColumnBuilder.builder(this).inherited(newInherited).local(newLocal).build();
  }

  Column withStatistics(Optional<Integer> newStatisticsTarget, Map<String, String> newOptions) {
    return ColumnBuilder.builder(this)
        .statisticsTarget(newStatisticsTarget)
        .options(newOptions)
        .build();
  }
}
