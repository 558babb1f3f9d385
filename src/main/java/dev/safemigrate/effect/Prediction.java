package dev.safemigrate.effect;

import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.QueryReader;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.NotNullProof;
import dev.safemigrate.schema.ObjectId;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.Resolution;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.schema.Table;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The prediction of one statement in the making: what is known before it, and what was found so
 * far.
 */
record Prediction(
    SchemaState schema,
    TransactionState transaction,
    ServerVersion version,
    TypeFacts types,
    QueryReader reader,
    EffectCollector out) {

  static final String UNDEFINED_TABLE = "42P01";
  static final String UNDEFINED_COLUMN = "42703";
  static final String UNDEFINED_OBJECT = "42704";
  static final String UNDEFINED_FUNCTION = "42883";
  static final String DUPLICATE_TABLE = "42P07";
  static final String DUPLICATE_COLUMN = "42701";
  static final String DUPLICATE_OBJECT = "42710";
  static final String WRONG_OBJECT_TYPE = "42809";
  static final String INVALID_TABLE_DEFINITION = "42P16";
  static final String INVALID_OBJECT_DEFINITION = "42P17";
  static final String DEPENDENT_OBJECTS = "2BP01";
  static final String NOT_SUPPORTED = "0A000";
  static final String NOT_IN_PREREQUISITE_STATE = "55000";
  static final String DATATYPE_MISMATCH = "42804";
  static final String INVALID_PARAMETER = "22023";
  static final String NOT_NULL_VIOLATION = "23502";
  static final String SYNTAX_ERROR = "42601";

  /** The same with a collector of its own, for a part whose effects are not all taken over. */
  Prediction aside() {
    return new Prediction(schema, transaction, version, types, reader, new EffectCollector());
  }

  /** Whether a role that is written down is the one that runs the migrations. */
  static boolean isRunner(String role) {
    return Set.of("current_user", "current_role", "session_user")
        .contains(role.toLowerCase(java.util.Locale.ROOT));
  }

  boolean atLeast(int major) {
    return version.atLeast(major);
  }

  void lock(Relation relation, LockMode mode) {
    out.lock(relation.name(), mode);
  }

  void lock(Relation relation, LockMode mode, LockHold hold) {
    out.lock(relation.name(), mode, hold);
  }

  void fail(String sqlstate, String format, Object... arguments) {
    out.fail(sqlstate, format.formatted(arguments));
  }

  /**
   * The relation that the statement names; nothing where the server answers that it does not exist.
   */
  Optional<Relation> relation(QualifiedName name, boolean ifExists) {
    Resolution resolution = schema.resolve(name);
    if (resolution instanceof Resolution.Missing) {
      if (!ifExists) {
        fail(UNDEFINED_TABLE, "relation %s does not exist", name);
      }
      return Optional.empty();
    }
    if (resolution instanceof Resolution.Assumed) {
      out.assume();
    }
    return Optional.of(resolution.relation());
  }

  /** The table of any kind that the statement names. */
  Optional<Table> table(QualifiedName name) {
    return relation(name, false)
        .flatMap(
            relation -> {
              if (relation instanceof Table table) {
                return Optional.of(table);
              }
              fail(WRONG_OBJECT_TYPE, "%s is not a table", relation.name());
              return Optional.empty();
            });
  }

  /** A schema-qualified name, as written beside another relation. */
  RelationName beside(Relation relation, String name) {
    return new RelationName(relation.name().schema(), name);
  }

  /** The table with everything below it, or alone. */
  List<Table> tree(Table table, boolean only) {
    if (only) {
      return List.of(table);
    }
    java.util.ArrayList<Table> all = new java.util.ArrayList<>(List.of(table));
    all.addAll(schema.descendants(table.id()));
    return List.copyOf(all);
  }

  /** Whether rows are kept in the relation itself. */
  static boolean hasStorage(Relation relation) {
    return relation.kind() == RelationKind.TABLE
        || relation.kind() == RelationKind.MATERIALIZED_VIEW;
  }

  /** Locks every index of a relation. */
  void lockIndexes(ObjectId relation, LockMode mode) {
    schema.indexes(relation).forEach(index -> lock(index, mode));
  }

  /** Whether it is proven that the column holds no null, so that no scan is needed. */
  static boolean provenNotNull(Table table, String column) {
    NotNullProof proof = table.notNullProof(column);
    return proof == NotNullProof.NOT_NULL || proof == NotNullProof.VALIDATED_CHECK;
  }

  /** Builds of all indexes of a table that gets a new file. */
  void rebuildIndexes(Relation table) {
    for (Index index : schema.indexes(table.id())) {
      lock(index, LockMode.ACCESS_EXCLUSIVE, LockHold.REWRITE);
      out.rebuild(index.name());
    }
  }

  /** Whether it is certain that the table holds rows. */
  boolean hasRows(Table table) {
    return schema.size(table.name()).filter(size -> size.rows().orElse(0) > 0).isPresent();
  }

  /** Whether the transaction itself created the relation. */
  boolean isNew(Relation relation) {
    return transaction.created().contains(relation.name());
  }
}
