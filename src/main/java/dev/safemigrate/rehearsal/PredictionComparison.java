package dev.safemigrate.rehearsal;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.effect.Effects;
import dev.safemigrate.effect.LockHold;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.schema.RelationName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds a measured statement against its prediction.
 *
 * <p>Compared is the strongest lock on each relation: two modes held at once by one session keep
 * others out as the stronger one does. A scan of a table without rows may be predicted or not, and
 * locks that only rows take need not be seen where no row was changed. Where what was seen is a
 * lower bound it must be predicted, and more may be. Left out are temporary relations and those
 * that the statement's own transaction has created.
 */
final class PredictionComparison {

  private static final String NOTHING = "none";

  private final String file;
  private final int line;
  private final Observation observation;
  private final List<Difference> differences = new ArrayList<>();

  private PredictionComparison(String file, int line, Observation observation) {
    this.file = file;
    this.line = line;
    this.observation = observation;
  }

  /**
   * What differs, an entry for each aspect.
   *
   * @param file of the statement, for the differences
   */
  static List<Difference> compare(
      String file, AnalysedStatement statement, Observation observation) {
    return compare(file, statement.line(), statement.effects(), observation);
  }

  static List<Difference> compare(
      String file, int line, Effects predicted, Observation observation) {
    if (predicted.unknown()) {
      return List.of(); // Nothing was promised.
    }
    PredictionComparison comparison = new PredictionComparison(file, line, observation);
    comparison.compareAll(predicted);
    return List.copyOf(comparison.differences);
  }

  private void compareAll(Effects predicted) {
    predicted
        .failure()
        .ifPresent(
            failure ->
                differ("outcome", "SQLSTATE " + failure.sqlstate(), "the server accepted it"));
    compareLocks(strongest(predicted.locks()), strongest(observation.measured().locks()));
    compareSets("rewrites", predicted.rewrites(), observation.measured().rewrites(), Set.of());
    // A statement's own new indexes have nothing to compare with; what counts is unasked work.
    Set<RelationName> rebuilt = new HashSet<>(predicted.indexBuilds());
    rebuilt.removeAll(predicted.createdIndexes());
    compareSets("index rebuilds", rebuilt, observation.rebuilt(), Set.of());
    compareSets(
        "scans", predicted.scans(), observation.measured().scans(), observation.emptyScans());
  }

  private void compareLocks(
      Map<RelationName, RelationLock> predicted, Map<RelationName, RelationLock> measured) {
    Set<RelationName> relations = new TreeSet<>(measured.keySet());
    if (!observation.lowerBound()) {
      relations.addAll(predicted.keySet());
    }
    relations.removeIf(relation -> agrees(predicted.get(relation), measured.get(relation)));
    if (!relations.isEmpty()) {
      differ("locks", modes(relations, predicted), modes(relations, measured));
    }
  }

  private boolean agrees(@Nullable RelationLock predicted, @Nullable RelationLock measured) {
    if (predicted == null) {
      return measured == null;
    }
    if (measured == null) {
      return observation.changedNoRow() && predicted.hold() == LockHold.ROWS;
    }
    return observation.lowerBound()
        ? predicted.mode().compareTo(measured.mode()) >= 0
        : predicted.mode() == measured.mode();
  }

  private void compareSets(
      String aspect,
      Set<RelationName> predicted,
      Set<RelationName> measured,
      Set<RelationName> optional) {
    Set<RelationName> unseen = compared(predicted);
    unseen.removeAll(measured);
    unseen.removeAll(optional);
    if (observation.lowerBound()) {
      unseen.clear();
    }
    Set<RelationName> unpredicted = compared(measured);
    unpredicted.removeAll(predicted);
    unpredicted.removeAll(optional);
    if (!unseen.isEmpty() || !unpredicted.isEmpty()) {
      differ(aspect, names(unseen), names(unpredicted));
    }
  }

  private Set<RelationName> compared(Set<RelationName> relations) {
    return relations.stream()
        .filter(this::isCompared)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private boolean isCompared(RelationName relation) {
    return !relation.schema().startsWith("pg_") && !observation.newRelations().contains(relation);
  }

  private Map<RelationName, RelationLock> strongest(List<RelationLock> locks) {
    Map<RelationName, RelationLock> strongest = new TreeMap<>();
    for (RelationLock lock : locks) {
      if (!lock.unseen() && isCompared(lock.relation())) {
        strongest.merge(lock.relation(), lock, (a, b) -> a.mode().compareTo(b.mode()) >= 0 ? a : b);
      }
    }
    return strongest;
  }

  private static String modes(Set<RelationName> relations, Map<RelationName, RelationLock> locks) {
    return relations.stream()
        .map(
            relation -> {
              RelationLock lock = locks.get(relation);
              return (lock == null ? "no lock" : lock.mode().sqlName()) + " on " + relation;
            })
        .collect(Collectors.joining(", "));
  }

  private static String names(Set<RelationName> relations) {
    return relations.isEmpty()
        ? NOTHING
        : relations.stream().map(RelationName::toString).collect(Collectors.joining(", "));
  }

  private void differ(String aspect, String predicted, String measured) {
    differences.add(new Difference(file, line, aspect, predicted, measured));
  }
}
