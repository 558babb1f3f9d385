package dev.safemigrate.rehearsal;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.effect.LockMode;
import dev.safemigrate.schema.RelationName;
import java.util.Comparator;
import java.util.List;

/** Finds the statement of a migration that has most likely broken one of the running version. */
final class Culprit {

  private Culprit() {}

  /**
   * The worst of those that lock a relation of the broken statement against others; the worst of
   * all where none does.
   *
   * @param statements of one migration, at least one
   */
  static AnalysedStatement of(List<AnalysedStatement> statements, OldStatement broken) {
    List<AnalysedStatement> near =
        statements.stream().filter(statement -> locksOneOf(statement, broken)).toList();
    return (near.isEmpty() ? statements : near)
        .stream()
            .max(Comparator.comparing(AnalysedStatement::classification))
            .orElseThrow(() -> new IllegalStateException("a migration without statements broke"));
  }

  private static boolean locksOneOf(AnalysedStatement statement, OldStatement broken) {
    return statement.effects().locks().stream()
        .filter(lock -> lock.mode().compareTo(LockMode.SHARE_UPDATE_EXCLUSIVE) >= 0)
        .anyMatch(lock -> broken.relations().stream().anyMatch(name -> is(name, lock.relation())));
  }

  private static boolean is(QualifiedName name, RelationName relation) {
    return name.name().equals(relation.name());
  }
}
