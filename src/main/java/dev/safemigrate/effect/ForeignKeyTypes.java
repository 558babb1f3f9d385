package dev.safemigrate.effect;

import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.Table;
import java.util.List;
import java.util.Optional;

/**
 * Whether the two sides of a foreign key can be compared: the operator family of the referenced key
 * must have an equality of the two types, or the referencing value must become the referenced type
 * by itself (ATAddForeignKeyConstraint() of tablecmds.c).
 */
final class ForeignKeyTypes {

  private final Prediction prediction;

  ForeignKeyTypes(Prediction prediction) {
    this.prediction = prediction;
  }

  void check(
      Table referencing,
      List<String> columns,
      Optional<ResolvedType> only,
      Table referenced,
      List<String> keyColumns) {
    for (int i = 0; i < Math.min(columns.size(), keyColumns.size()); i++) {
      Optional<Column> key = referenced.column(keyColumns.get(i));
      Optional<ResolvedType> own = only.or(() -> Optional.empty());
      String name = columns.get(i);
      if (own.isEmpty()) {
        own = referencing.column(name).map(this::typeOf);
        if (own.isEmpty() && referencing.columnsKnown() && !referencing.columns().isEmpty()) {
          prediction.fail(
              Prediction.UNDEFINED_COLUMN,
              "column %s of %s does not exist",
              name,
              referencing.name());
        }
      }
      if (own.isPresent() && key.isPresent() && !comparable(own.get(), typeOf(key.get()))) {
        prediction.fail(
            Prediction.DATATYPE_MISMATCH,
            "columns %s and %s cannot be compared",
            name,
            key.get().name());
      }
    }
  }

  private ResolvedType typeOf(Column column) {
    return RelationTypes.resolve(prediction.schema(), column.type(), prediction.types());
  }

  private boolean comparable(ResolvedType own, ResolvedType key) {
    boolean unknown =
        own.kind() == ResolvedType.Kind.UNKNOWN || key.kind() == ResolvedType.Kind.UNKNOWN;
    if (unknown || own.sameTypeAs(key)) {
      return true;
    }
    if (own.array() || key.array() || own.kind() != ResolvedType.Kind.BASE) {
      return false;
    }
    return family(key).filter(f -> inFamily(f, own.name(), key.name())).isPresent()
        || prediction
            .types()
            .cast(own.name(), key.name())
            .filter(cast -> cast.context() == 'i')
            .isPresent();
  }

  private boolean inFamily(String family, String own, String key) {
    return prediction.types().equality(family, key, own);
  }

  private Optional<String> family(ResolvedType key) {
    Optional<String> name = new OperatorClasses(prediction).defaultFor("btree", key);
    return name.flatMap(
        wanted ->
            prediction.types().operatorClasses("btree").stream()
                .filter(c -> c.name().equals(wanted))
                .map(TypeFacts.OperatorClass::family)
                .findFirst());
  }
}
