package dev.safemigrate.effect;

import dev.safemigrate.ast.PartitionBound;
import dev.safemigrate.schema.PartitionKey;
import dev.safemigrate.schema.StoredConstraint;
import dev.safemigrate.schema.Table;
import java.util.List;
import java.util.Optional;

/**
 * Which values a partition takes, and whether CHECKs prove that a table holds no others
 * (predicate_implied_by() of predtest.c, for one key column and literals).
 */
final class PartitionBounds {

  private final Optional<String> keyColumn;

  PartitionBounds(Table parent) {
    this.keyColumn =
        parent
            .partitionKey()
            .map(PartitionKey::keys)
            .filter(keys -> keys.size() == 1)
            .flatMap(keys -> keys.get(0).column());
  }

  /** Whether two bounds of one table certainly share a value. */
  boolean overlap(PartitionBound one, PartitionBound other) {
    if (one instanceof PartitionBound.DefaultPartition) {
      return other instanceof PartitionBound.DefaultPartition;
    }
    if (one instanceof PartitionBound.InList a && other instanceof PartitionBound.InList b) {
      List<Literal> values = a.values().stream().map(Literal::of).toList();
      return b.values().stream().map(Literal::of).anyMatch(values::contains);
    }
    if (one instanceof PartitionBound.Hash a && other instanceof PartitionBound.Hash b) {
      int step = Math.min(a.modulus(), b.modulus());
      return step > 0 && a.remainder() % step == b.remainder() % step;
    }
    return values(one).flatMap(a -> values(other).map(b -> a.overlaps(b))).orElse(false);
  }

  /** The values of a range with one key. */
  private static Optional<ValueRange> values(PartitionBound bound) {
    if (bound instanceof PartitionBound.Range range
        && range.from().size() == 1
        && range.to().size() == 1) {
      return ValueRange.between(range.from().get(0), range.to().get(0));
    }
    return Optional.empty();
  }

  /** Whether the table's validated constraints prove that all its rows are within the bound. */
  boolean proves(Table table, PartitionBound bound) {
    if (keyColumn.isEmpty() || bound instanceof PartitionBound.Hash) {
      return false;
    }
    String column = keyColumn.get();
    if (bound instanceof PartitionBound.DefaultPartition) {
      return false;
    }
    List<String> conjuncts = validConjuncts(table);
    boolean wantsNull =
        bound instanceof PartitionBound.InList list
            && list.values().stream().anyMatch(v -> v.text().trim().equalsIgnoreCase("null"));
    if (!wantsNull && !Prediction.provenNotNull(table, column)) {
      return false;
    }
    Conditions conditions = new Conditions(column);
    if (bound instanceof PartitionBound.InList list) {
      List<Literal> allowed = list.values().stream().map(Literal::of).toList();
      return conjuncts.stream()
          .flatMap(c -> conditions.values(c).stream())
          .anyMatch(allowed::containsAll);
    }
    Optional<ValueRange> wanted = values(bound);
    ValueRange known = ValueRange.EVERYTHING;
    for (String conjunct : conjuncts) {
      known = conditions.range(conjunct).map(known::and).orElse(known);
    }
    ValueRange proven = known;
    return wanted.filter(w -> w.contains(proven)).isPresent();
  }

  /** Whether the default partition's validated constraints prove that no row is in the bound. */
  boolean excludes(Table table, PartitionBound bound) {
    if (keyColumn.isEmpty()) {
      return false;
    }
    Conditions conditions = new Conditions(keyColumn.get());
    Optional<ValueRange> wanted = values(bound);
    ValueRange known = ValueRange.EVERYTHING;
    for (String conjunct : validConjuncts(table)) {
      if (wanted.isPresent() && conditions.excludes(conjunct, wanted.get())) {
        return true;
      }
      if (bound instanceof PartitionBound.InList list
          && conditions.excludes(conjunct, list.values().stream().map(Literal::of).toList())) {
        return true;
      }
      known = conditions.range(conjunct).map(known::and).orElse(known);
    }
    ValueRange proven = known;
    return wanted.filter(w -> !w.overlaps(proven)).isPresent();
  }

  /** Whether a partition can hold rows that satisfy the conjuncts of a query's WHERE. */
  boolean mayMatch(PartitionBound bound, List<String> conjuncts) {
    if (keyColumn.isEmpty()) {
      return true;
    }
    Conditions conditions = new Conditions(keyColumn.get());
    ValueRange asked = ValueRange.EVERYTHING;
    for (String conjunct : conjuncts) {
      asked = conditions.range(conjunct).map(asked::and).orElse(asked);
      Optional<List<Literal>> values = conditions.values(conjunct);
      if (values.isPresent() && bound instanceof PartitionBound.InList list) {
        List<Literal> own = list.values().stream().map(Literal::of).toList();
        return values.get().stream().anyMatch(own::contains);
      }
    }
    ValueRange wanted = asked;
    return values(bound).map(range -> range.overlaps(wanted)).orElse(true);
  }

  /** Whether the conjuncts name values that partitions other than the default one take. */
  boolean allTaken(List<PartitionBound> bounds, List<String> conjuncts) {
    if (keyColumn.isEmpty()) {
      return false;
    }
    Conditions conditions = new Conditions(keyColumn.get());
    return conjuncts.stream()
        .flatMap(conjunct -> conditions.values(conjunct).stream())
        .anyMatch(
            wanted ->
                wanted.stream().allMatch(v -> bounds.stream().anyMatch(bound -> takes(bound, v))));
  }

  private static boolean takes(PartitionBound bound, Literal value) {
    if (bound instanceof PartitionBound.InList list) {
      return list.values().stream().map(Literal::of).anyMatch(value::equals);
    }
    return values(bound).filter(r -> r.contains(ValueRange.of("=", value))).isPresent();
  }

  private static List<String> validConjuncts(Table table) {
    return table.constraints(StoredConstraint.Check.class).stream()
        .filter(check -> check.validated() && check.enforced())
        .flatMap(check -> check.condition().facts().conjuncts().stream())
        .toList();
  }
}
