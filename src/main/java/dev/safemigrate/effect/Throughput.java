package dev.safemigrate.effect;

import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Truncate;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.RelationSize;
import dev.safemigrate.schema.SchemaState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How long a statement works, from the sizes of what it reads and writes. The only place that knows
 * how fast a server is; waiting for locks and for other transactions comes on top.
 *
 * <p>The fast end is processor time, measured on PostgreSQL 18 with everything in memory and one
 * process: a table of 2 million rows and 334 MB was scanned by SET NOT NULL and a CHECK in 0.14 and
 * 0.22 s (rounded down to 1,500 MB a second), indexed on an integer and a timestamp in 0.76 and
 * 0.65 s (450), rewritten by a type change in 2.2 s (150), and updated row by row in 4.7 s (70).
 * The slow end is a cloud disk of 125 MB a second (the baseline of AWS EBS gp3 volumes) of which
 * the application takes half: a scan reads once, a rewrite and an update write the rows and their
 * WAL too; an index on 96 bytes of text, 6.1 s in memory (55), takes twice that from disk.
 */
public final class Throughput {

  private static final double MEGABYTE = 1_000_000;

  /** What is done to a table; rates are MB of it in a second. */
  private enum Work {
    REWRITE("rewrites", 20, 150),
    BUILD("builds an index of", 25, 450),
    WRITE("writes rows of", 10, 70),
    SCAN("reads", 60, 1500);

    private final String verb;
    private final int slow;
    private final int fast;

    Work(String verb, int slow, int fast) {
      this.verb = verb;
      this.slow = slow;
      this.fast = fast;
    }
  }

  private final SchemaState before;
  private final SchemaState after;
  private final Set<RelationName> created;
  private final Map<Work, Double> megabytes = new LinkedHashMap<>();
  private final List<String> basis = new ArrayList<>();
  private boolean complete = true;

  private Throughput(SchemaState before, SchemaState after, Set<RelationName> created) {
    this.before = before;
    this.after = after;
    this.created = created;
  }

  /**
   * Estimates one statement.
   *
   * @param statement itself; TRUNCATE gives tables a new file without writing to it
   * @param effects what it does
   * @param before the schema in front of it, with sizes
   * @param after the schema behind it
   * @param created relations that pending statements have created, taken for empty
   * @return empty for catalog work alone, and where the size of something is not known
   */
  public static Optional<Estimate> of(
      Statement statement,
      Effects effects,
      SchemaState before,
      SchemaState after,
      Set<RelationName> created) {
    if (effects.failure().isPresent() || effects.unknown() || statement instanceof Truncate) {
      return Optional.empty();
    }
    return new Throughput(before, after, created).estimate(effects);
  }

  private Optional<Estimate> estimate(Effects effects) {
    Set<RelationName> rewritten = new TreeSet<>(effects.rewrites());
    rewritten.forEach(relation -> add(Work.REWRITE, relation));
    new TreeSet<>(effects.indexBuilds()).forEach(index -> build(index, effects));
    Set<RelationName> scanned = new TreeSet<>(effects.scans());
    scanned.removeAll(rewritten);
    scanned.forEach(relation -> add(Work.SCAN, relation));
    if (writesRows(effects)) {
      scanned.forEach(relation -> add(Work.WRITE, relation));
    }
    if (!complete || megabytes.isEmpty()) {
      return Optional.empty();
    }
    double low = 0;
    double high = 0;
    for (Map.Entry<Work, Double> entry : megabytes.entrySet()) {
      // How many of the rows are written is not known: at best hardly any.
      low += entry.getKey() == Work.WRITE ? 0 : entry.getValue() / entry.getKey().fast;
      high += entry.getValue() / entry.getKey().slow;
    }
    return Optional.of(new Estimate(rounded(low), rounded(high), String.join("; ", basis)));
  }

  private static boolean writesRows(Effects effects) {
    return effects.locks().stream()
        .anyMatch(lock -> lock.hold() == LockHold.ROWS && lock.mode() == LockMode.ROW_EXCLUSIVE);
  }

  private void build(RelationName index, Effects effects) {
    tableOf(index)
        .or(() -> builtOn(effects))
        .ifPresentOrElse(table -> add(Work.BUILD, table), () -> complete = false);
  }

  private Optional<RelationName> tableOf(RelationName index) {
    return indexIn(after, index).or(() -> indexIn(before, index)).map(Relation::name);
  }

  /** The table of an index that the schema does not know, because it does not know the table. */
  private static Optional<RelationName> builtOn(Effects effects) {
    return effects.locks().stream()
        .filter(lock -> lock.hold() == LockHold.BUILD)
        .map(RelationLock::relation)
        .filter(relation -> !effects.indexBuilds().contains(relation))
        .findFirst();
  }

  private static Optional<Relation> indexIn(SchemaState schema, RelationName name) {
    return schema
        .find(name)
        .filter(Index.class::isInstance)
        .map(found -> schema.relation(((Index) found).table()));
  }

  private void add(Work work, RelationName relation) {
    if (created.contains(relation)) {
      return;
    }
    Optional<RelationSize> size = before.size(relation);
    if (size.isEmpty()) {
      complete = false;
      return;
    }
    double amount = size.get().bytes() / MEGABYTE;
    megabytes.merge(work, amount, Double::sum);
    basis.add(
        "%s %s, %s at %d to %d MB a second"
            .formatted(work.verb, relation, shown(amount), work.slow, work.fast));
  }

  private static String shown(double megabytes) {
    return megabytes >= 1000
        ? String.format(Locale.ROOT, "%.1f GB", megabytes / 1000)
        : String.format(Locale.ROOT, "%.1f MB", megabytes);
  }

  /** To a thousandth, so that reports do not pretend more. */
  private static double rounded(double seconds) {
    return Math.round(seconds * 1000) / 1000.0;
  }
}
