package dev.safemigrate.analysis;

import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.schema.RelationName;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The relations that a migration works on, as far as its effects are known. */
public final class TouchedTables {

  private TouchedTables() {}

  /** All that it locks, reads in full, rewrites or creates. */
  public static SortedSet<RelationName> of(AnalysedMigration migration) {
    SortedSet<RelationName> touched = new TreeSet<>();
    for (AnalysedStatement statement : migration.statements()) {
      statement.effects().locks().stream().map(RelationLock::relation).forEach(touched::add);
      touched.addAll(statement.effects().scans());
      touched.addAll(statement.effects().rewrites());
      touched.addAll(statement.effects().created());
    }
    return touched;
  }

  /** Those that both work on. */
  public static SortedSet<RelationName> common(AnalysedMigration one, AnalysedMigration other) {
    SortedSet<RelationName> common = of(one);
    Set<RelationName> others = of(other);
    common.retainAll(others);
    return common;
  }
}
