package dev.safemigrate.rehearsal;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.effect.Effects;
import dev.safemigrate.effect.LockHold;
import dev.safemigrate.effect.LockMode;
import dev.safemigrate.effect.Measurement.Blocking;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.schema.RelationName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds a measured statement against its prediction.
 *
 * <p>Compared is the strongest lock on each relation: two modes held at once by one session keep
 * others out as the stronger one does. Scans of queries are not compared: how it reads a table is
 * the planner's choice, which depends on the table's size. Locks that only rows take need not be
 * seen, or may be those of a reader, where no row was changed. A look at an index (ACCESS SHARE) by
 * what is no query need not be seen. Where what was seen is a lower bound it must be predicted, and
 * more may be. Left out are temporary relations and those that the statement's own transaction has
 * created.
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
    compareBlocking(strongest(predicted.locks()));
    compareSets("rewrites", predicted.rewrites(), observation.measured().rewrites(), Set.of());
    // A statement's own new indexes have nothing to compare with; what counts is unasked work.
    compareSets(
        "index rebuilds",
        without(predicted.indexBuilds(), predicted.createdIndexes()),
        without(observation.rebuilt(), predicted.createdIndexes()),
        Set.of());
    if (!observation.query()) {
      compareSets("scans", predicted.scans(), observation.measured().scans(), ofJoins(predicted));
    }
  }

  /**
   * A foreign key is validated by a join of both tables: it may read one of them by its index, and
   * nothing where the other has no row.
   */
  private Set<RelationName> ofJoins(Effects predicted) {
    Set<RelationName> optional = new HashSet<>(observation.emptyScans());
    boolean readsAny =
        observation.measured().scans().stream().anyMatch(predicted.scans()::contains);
    if (!optional.isEmpty() || readsAny && predicted.scans().size() > 1) {
      optional.addAll(predicted.scans());
    }
    return optional;
  }

  private static Set<RelationName> without(Set<RelationName> names, Set<RelationName> left) {
    Set<RelationName> rest = new HashSet<>(names);
    rest.removeAll(left);
    return rest;
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

  /**
   * What other sessions met is held against what the predicted locks conflict with, those that the
   * transaction held before among them.
   */
  private void compareBlocking(Map<RelationName, RelationLock> predicted) {
    for (Blocking met : observation.measured().blocking()) {
      if (!isCompared(met.relation())) {
        continue;
      }
      Set<LockMode> modes = new HashSet<>();
      Optional.ofNullable(predicted.get(met.relation()))
          .map(RelationLock::mode)
          .ifPresent(modes::add);
      Optional.ofNullable(observation.heldBefore().get(met.relation())).ifPresent(modes::add);
      Blocking expected =
          new Blocking(
              met.relation(),
              modes.stream().anyMatch(LockMode::blocksReads),
              met.writes().map(tried -> modes.stream().anyMatch(LockMode::blocksWrites)));
      if (!expected.equals(met) && !(observation.lowerBound() && isLess(met, expected))) {
        differ("blocking", waits(expected) + " on " + met.relation(), waits(met));
      }
    }
  }

  private static boolean isLess(Blocking met, Blocking expected) {
    return (expected.reads() || !met.reads())
        && (expected.writes().orElse(false) || !met.writes().orElse(false));
  }

  private static String waits(Blocking blocking) {
    return "reads "
        + (blocking.reads() ? "wait" : "pass")
        + blocking.writes().map(wait -> wait ? ", writes wait" : ", writes pass").orElse("");
  }

  private boolean agrees(@Nullable RelationLock predicted, @Nullable RelationLock measured) {
    if (predicted == null) {
      return measured == null;
    }
    if (observation.changedNoRow() && ofRows(predicted)) {
      return measured == null || measured.mode().compareTo(predicted.mode()) <= 0;
    }
    if (measured == null) {
      return isLookUp(predicted);
    }
    return observation.lowerBound()
        ? predicted.mode().compareTo(measured.mode()) >= 0
        : predicted.mode() == measured.mode();
  }

  /**
   * A session keeps what it knows of a table's indexes: whether a foreign key to it opens them once
   * more differs from run to run. Plans of queries always open them.
   */
  private boolean isLookUp(RelationLock predicted) {
    return !observation.query()
        && predicted.mode() == LockMode.ACCESS_SHARE
        && observation.indexes().contains(predicted.relation());
  }

  /** Whether only the checks and actions of foreign keys take the lock, row by row. */
  private boolean ofRows(RelationLock lock) {
    return lock.hold() == LockHold.ROWS
        || (observation.query() && lock.hold() == LockHold.SCAN && !lock.mode().blocksWrites());
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
