package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.effect.Effects;
import dev.safemigrate.effect.LockHold;
import dev.safemigrate.effect.LockMode;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.schema.RelationName;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The locks of one transaction that writers or readers wait for, where there are several: taken up
 * front, so that no statement waits for one of them while it holds another. A statement's own table
 * comes first and then, by name, what its foreign keys reach: writers of the application lock them
 * in the same order, the referenced table when the row is checked.
 *
 * <p>Up front means before the first statement that needs one, but never before long work that
 * comes first: a lock that is needed behind a rewrite would be held during all of it.
 */
final class StrongLocks {

  private static final StrongLocks NONE = new StrongLocks(Map.of());

  private final Map<Integer, Step.UpFront> before;

  private StrongLocks(Map<Integer, Step.UpFront> before) {
    this.before = before;
  }

  static StrongLocks of(List<AnalysedStatement> statements) {
    Map<Integer, Step.UpFront> before = new HashMap<>();
    Map<RelationName, LockMode> held = new HashMap<>();
    int next = 0;
    while (next < statements.size()) {
      if (wanted(statements.get(next), held).isEmpty()) {
        next++;
        continue;
      }
      int first = next;
      Map<RelationName, LockMode> group = new LinkedHashMap<>();
      do {
        wanted(statements.get(next), held)
            .forEach((table, mode) -> group.merge(table, mode, StrongLocks::stronger));
        next++;
      } while (next < statements.size() && isBrief(statements.get(next - 1)));
      held.putAll(group);
      before.put(
          first,
          new Step.UpFront(
              group.entrySet().stream()
                  .map(lock -> new Step.TableLock(lock.getKey(), lock.getValue()))
                  .toList()));
    }
    int locks = before.values().stream().mapToInt(step -> step.locks().size()).sum();
    return locks > 1 ? new StrongLocks(before) : NONE;
  }

  /** What is taken before the statement at that position. */
  Optional<Step> before(int position) {
    return Optional.ofNullable(before.get(position));
  }

  /** The strong locks of a statement that are not held yet in that mode. */
  private static Map<RelationName, LockMode> wanted(
      AnalysedStatement statement, Map<RelationName, LockMode> held) {
    Map<RelationName, LockMode> wanted =
        new TreeMap<>(
            Comparator.comparing((RelationName table) -> !isOwn(statement.statement(), table))
                .thenComparing(Comparator.naturalOrder()));
    for (RelationLock lock : statement.effects().locks()) {
      LockMode known = held.get(lock.relation());
      if (!lock.unseen()
          && lock.mode().blocksWrites()
          && (known == null || known.compareTo(lock.mode()) < 0)) {
        wanted.merge(lock.relation(), lock.mode(), StrongLocks::stronger);
      }
    }
    return wanted;
  }

  private static boolean isOwn(Statement statement, RelationName table) {
    return statement instanceof AlterTable alter
        && alter.relation().name().name().equals(table.name());
  }

  /** Whether it does catalog work only, so that locks of the next statement may be held by now. */
  private static boolean isBrief(AnalysedStatement statement) {
    Effects effects = statement.effects();
    return statement.newObjects()
        || (!effects.unknown()
            && effects.rewrites().isEmpty()
            && effects.scans().isEmpty()
            && effects.indexBuilds().isEmpty()
            && effects.waitsFor().isEmpty()
            && effects.locks().stream().allMatch(lock -> lock.hold() == LockHold.INSTANT));
  }

  private static LockMode stronger(LockMode one, LockMode other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
