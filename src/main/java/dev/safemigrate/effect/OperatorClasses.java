package dev.safemigrate.effect;

import dev.safemigrate.ast.IndexColumn;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.DataType;
import dev.safemigrate.schema.IndexKey;
import dev.safemigrate.schema.Table;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which operator class an index takes for a type (GetDefaultOpClass() of indexcmds.c). */
final class OperatorClasses {

  private final Prediction prediction;

  OperatorClasses(Prediction prediction) {
    this.prediction = prediction;
  }

  /** Fails where a column's type has no default operator class for the method. */
  void require(String method, Table table, List<IndexColumn> keys) {
    if (prediction.types().operatorClasses(method).isEmpty()) {
      return;
    }
    requireFor(
        method,
        table,
        keys.stream()
            .filter(key -> key.operatorClass().isEmpty())
            .flatMap(key -> key.column().stream())
            .toList());
  }

  /** The same for columns that stand without a class of their own. */
  void requireFor(String method, Table table, List<String> columns) {
    for (String name : columns) {
      Optional<Column> column = table.column(name);
      if (column.isEmpty()) {
        continue;
      }
      ResolvedType type =
          RelationTypes.resolve(prediction.schema(), column.get().type(), prediction.types());
      if (type.kind() == ResolvedType.Kind.BASE && defaultFor(method, type).isEmpty()) {
        prediction.fail(
            Prediction.UNDEFINED_OBJECT,
            "type %s has no default operator class for access method %s",
            type.name(),
            method);
      }
    }
  }

  /** Fails where a class of the server's own certainly is for another type. */
  void requireFits(String method, String name, DataType columnType) {
    ResolvedType type = RelationTypes.resolve(prediction.schema(), columnType, prediction.types());
    List<TypeFacts.OperatorClass> named =
        prediction.types().operatorClasses(method).stream()
            .filter(c -> c.name().equals(name))
            .toList();
    boolean fits =
        type.kind() != ResolvedType.Kind.BASE
            || type.array()
            || prediction.types().type(type.name()).isEmpty()
            || named.stream()
                .anyMatch(
                    c ->
                        c.type().equals(type.name())
                            || c.type().startsWith("any")
                            || prediction
                                .types()
                                .cast(type.name(), c.type())
                                .filter(cast -> cast.binary())
                                .isPresent());
    if (!named.isEmpty() && !fits) {
      prediction.fail(
          Prediction.DATATYPE_MISMATCH,
          "operator class %s does not accept data type %s",
          name,
          type.name());
    }
  }

  /** The name of the class that an index has for a key of the type. */
  String classFor(String method, IndexKey key, ResolvedType type) {
    return key.operatorClass()
        .map(QualifiedName::name)
        .filter(name -> !isDefault(method, name, type))
        .or(() -> defaultFor(method, type))
        .orElse(key.operatorClass().map(QualifiedName::name).orElse("unknown"));
  }

  private boolean isDefault(String method, String name, ResolvedType type) {
    return defaultFor(method, type).filter(name::equals).isPresent();
  }

  /** The default class of a type: its own, that of a type it can stand for, or a general one. */
  Optional<String> defaultFor(String method, ResolvedType type) {
    List<TypeFacts.OperatorClass> defaults =
        prediction.types().operatorClasses(method).stream()
            .filter(TypeFacts.OperatorClass::isDefault)
            .toList();
    if (type.array()) {
      return named(defaults, "_" + type.name()).or(() -> named(defaults, "anyarray"));
    }
    return switch (type.kind()) {
      case ENUM -> named(defaults, "anyenum");
      case RANGE -> named(defaults, "anyrange");
      case COMPOSITE -> named(defaults, "record");
      case UNKNOWN -> Optional.empty();
      case BASE ->
          named(defaults, type.name())
              .or(() -> coercible(defaults, type.name()))
              .or(() -> general(defaults, type.name()));
    };
  }

  private Optional<String> general(List<TypeFacts.OperatorClass> defaults, String type) {
    return prediction
        .types()
        .type(type)
        .flatMap(
            t ->
                switch (t.kind()) {
                  case 'r' -> named(defaults, "anyrange");
                  case 'm' -> named(defaults, "anymultirange");
                  default -> Optional.empty();
                });
  }

  private Optional<String> coercible(List<TypeFacts.OperatorClass> defaults, String type) {
    return defaults.stream()
        .filter(
            c ->
                prediction
                    .types()
                    .cast(type, c.type())
                    .filter(cast -> cast.binary() && cast.context() == 'i')
                    .isPresent())
        .sorted((a, b) -> Boolean.compare(preferred(b.type()), preferred(a.type())))
        .map(TypeFacts.OperatorClass::name)
        .findFirst();
  }

  private static boolean preferred(String type) {
    return Set.of("text", "inet", "float8", "oid", "timestamptz", "interval", "varbit", "bool")
        .contains(type);
  }

  private static Optional<String> named(List<TypeFacts.OperatorClass> classes, String type) {
    return classes.stream()
        .filter(c -> c.type().equals(type))
        .map(TypeFacts.OperatorClass::name)
        .findFirst();
  }
}
