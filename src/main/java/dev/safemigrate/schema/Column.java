package dev.safemigrate.schema;

import dev.safemigrate.ast.QualifiedName;
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
    Map<String, String> options) {

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

  Column withName(String newName) {
    return new Column(
        newName,
        type,
        collation,
        notNull,
        defaultValue,
        generated,
        identity,
        storage,
        compression,
        inherited,
        local,
        statisticsTarget,
        options);
  }

  Column withType(DataType newType, Optional<QualifiedName> newCollation) {
    return new Column(
        name,
        newType,
        newCollation,
        notNull,
        defaultValue,
        generated,
        identity,
        storage,
        compression,
        inherited,
        local,
        statisticsTarget,
        options);
  }

  Column withNotNull(boolean newNotNull) {
    return new Column(
        name,
        type,
        collation,
        newNotNull,
        defaultValue,
        generated,
        identity,
        storage,
        compression,
        inherited,
        local,
        statisticsTarget,
        options);
  }

  Column withDefault(Optional<StoredExpression> newDefaultValue) {
    return new Column(
        name,
        type,
        collation,
        notNull,
        newDefaultValue,
        generated,
        identity,
        storage,
        compression,
        inherited,
        local,
        statisticsTarget,
        options);
  }

  Column withGenerated(Optional<Generated> newGenerated) {
    return new Column(
        name,
        type,
        collation,
        notNull,
        defaultValue,
        newGenerated,
        identity,
        storage,
        compression,
        inherited,
        local,
        statisticsTarget,
        options);
  }

  Column withIdentity(Optional<Identity> newIdentity) {
    return new Column(
        name,
        type,
        collation,
        notNull,
        defaultValue,
        generated,
        newIdentity,
        storage,
        compression,
        inherited,
        local,
        statisticsTarget,
        options);
  }

  Column withStorage(Optional<String> newStorage, Optional<String> newCompression) {
    return new Column(
        name,
        type,
        collation,
        notNull,
        defaultValue,
        generated,
        identity,
        newStorage,
        newCompression,
        inherited,
        local,
        statisticsTarget,
        options);
  }

  Column withInheritance(boolean newInherited, boolean newLocal) {
    return new Column(
        name,
        type,
        collation,
        notNull,
        defaultValue,
        generated,
        identity,
        storage,
        compression,
        newInherited,
        newLocal,
        statisticsTarget,
        options);
  }

  Column withStatistics(Optional<Integer> newStatisticsTarget, Map<String, String> newOptions) {
    return new Column(
        name,
        type,
        collation,
        notNull,
        defaultValue,
        generated,
        identity,
        storage,
        compression,
        inherited,
        local,
        newStatisticsTarget,
        newOptions);
  }
}
