package dev.safemigrate.effect;

import dev.safemigrate.schema.RelationName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Gathers the effects of one statement while its parts are looked at. */
final class EffectCollector {

  private final Map<RelationName, EnumMap<LockMode, LockHold>> locks = new TreeMap<>();
  private final Set<RelationName> rewrites = new LinkedHashSet<>();
  private final Set<RelationName> scans = new LinkedHashSet<>();
  private final Set<RelationName> indexBuilds = new LinkedHashSet<>();
  private final Set<RelationName> createdIndexes = new LinkedHashSet<>();
  private final Set<RelationName> created = new LinkedHashSet<>();
  private final Set<String> waitsFor = new LinkedHashSet<>();
  private final Set<String> dataLoss = new LinkedHashSet<>();
  private final Set<Breakage> breaks = new LinkedHashSet<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private TransactionNeed transaction = TransactionNeed.ANY;
  private Optional<Failure> failure = Optional.empty();
  private boolean assumed;
  private boolean unknown;

  /** A lock for catalog work. */
  void lock(RelationName relation, LockMode mode) {
    lock(relation, mode, LockHold.INSTANT);
  }

  void lock(RelationName relation, LockMode mode, LockHold hold) {
    locks
        .computeIfAbsent(relation, name -> new EnumMap<>(LockMode.class))
        .merge(mode, hold, EffectCollector::longer);
  }

  /** The table gets a new file; the lock on it is held for as long. */
  void rewrite(RelationName table) {
    rewrites.add(table);
    prolong(table, LockHold.REWRITE);
  }

  /** The table is read in full. */
  void scan(RelationName table) {
    scans.add(table);
    prolong(table, LockHold.SCAN);
  }

  /** An index that existed before is built anew. */
  void rebuild(RelationName index) {
    indexBuilds.add(index);
  }

  /** An index that did not exist before is built. */
  void createIndex(RelationName index) {
    indexBuilds.add(index);
    createdIndexes.add(index);
  }

  /** The locks on a relation are held for as long as an index is built. */
  void build(RelationName table) {
    prolong(table, LockHold.BUILD);
  }

  void create(RelationName relation) {
    created.add(relation);
  }

  void waitFor(String what) {
    waitsFor.add(what);
  }

  void needs(TransactionNeed need) {
    transaction = need;
  }

  /** The first thing that the server refuses is what the user sees. */
  void fail(String sqlstate, String reason) {
    if (failure.isEmpty()) {
      failure = Optional.of(new Failure(sqlstate, reason));
    }
  }

  boolean failed() {
    return failure.isPresent();
  }

  void lose(String what) {
    dataLoss.add(what);
  }

  void breaks(Breakage.Kind kind, String object, String reason) {
    breaks.add(new Breakage(kind, object, reason));
  }

  void note(String sentence) {
    notes.add(sentence);
  }

  void assume() {
    assumed = true;
  }

  void unknown() {
    unknown = true;
  }

  /** Takes in what a nested statement does. */
  void include(Effects nested) {
    nested.locks().forEach(lock -> lock(lock.relation(), lock.mode(), lock.hold()));
    rewrites.addAll(nested.rewrites());
    scans.addAll(nested.scans());
    indexBuilds.addAll(nested.indexBuilds());
    createdIndexes.addAll(nested.createdIndexes());
    created.addAll(nested.created());
    waitsFor.addAll(nested.waitsFor());
    dataLoss.addAll(nested.dataLoss());
    breaks.addAll(nested.breaks());
    notes.addAll(nested.notes());
    nested.failure().ifPresent(f -> fail(f.sqlstate(), f.reason()));
    if (nested.transaction() != TransactionNeed.ANY) {
      transaction = nested.transaction();
    }
    assumed |= nested.assumed();
    unknown |= nested.unknown();
  }

  /** The effects, with what the transaction itself created marked as unseen. */
  Effects effects(TransactionState state) {
    List<RelationLock> list = new ArrayList<>();
    locks.forEach(
        (relation, modes) -> {
          if (created.contains(relation)) {
            return;
          }
          boolean unseen = state.created().contains(relation);
          modes.forEach((mode, hold) -> list.add(new RelationLock(relation, mode, hold, unseen)));
        });
    list.sort(
        Comparator.comparing(RelationLock::mode).reversed().thenComparing(RelationLock::relation));
    return new Effects(
        list,
        rewrites,
        scans,
        indexBuilds,
        createdIndexes,
        created,
        waitsFor,
        transaction,
        failure,
        List.copyOf(dataLoss),
        List.copyOf(breaks),
        List.copyOf(notes),
        assumed,
        unknown);
  }

  private void prolong(RelationName relation, LockHold hold) {
    EnumMap<LockMode, LockHold> modes = locks.get(relation);
    if (modes != null) {
      modes.replaceAll((mode, held) -> longer(held, hold));
    }
  }

  private static LockHold longer(LockHold one, LockHold other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
