package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.effect.Breakage;
import dev.safemigrate.effect.Effects;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Evidence;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.StoredConstraint;
import java.util.List;

/** What rules ask about what the running application loses. */
interface HarmVocabulary extends SchemaVocabulary {

  List<Evidence> evidence();

  /** What the running application loses, but for new objects and what evidence covers. */
  default List<Breakage> harm(Effects of) {
    return of.breaks().stream()
        .filter(breakage -> breakage.kind() != Breakage.Kind.CACHED_PLAN)
        .filter(breakage -> breakage.kind() != Breakage.Kind.STRICTER)
        .filter(breakage -> !isNew(breakage.object()))
        .filter(breakage -> !keptUpOtherwise(breakage))
        .filter(breakage -> !excused(breakage.object()))
        .toList();
  }

  /** Whether the breakage is of a relation that nobody knows yet, or of a part of one. */
  default boolean isNew(String object) {
    return newRelations().stream()
        .map(RelationName::toString)
        .anyMatch(name -> object.equals(name) || object.startsWith(name + "."));
  }

  /** Whether what goes is a CHECK that NOT NULL columns fulfil anyway. */
  private boolean keptUpOtherwise(Breakage breakage) {
    int dot = breakage.object().lastIndexOf('.');
    if (breakage.kind() != Breakage.Kind.INVARIANT
        || !(statement() instanceof AlterTable alter)
        || dot < 0) {
      return false;
    }
    QualifiedName name = alter.relation().name();
    return table(name)
        .flatMap(t -> t.constraint(breakage.object().substring(dot + 1)))
        .filter(StoredConstraint.Check.class::isInstance)
        .map(check -> ((StoredConstraint.Check) check).condition().facts())
        .filter(facts -> !facts.opaque() && facts.columns().equals(facts.notNullColumns()))
        .filter(facts -> facts.conjuncts().size() == facts.columns().size())
        .filter(facts -> facts.columns().stream().allMatch(column -> isNotNull(name, column)))
        .isPresent();
  }

  private boolean excused(String object) {
    return evidence().stream().anyMatch(known -> known.complete() && known.covers(object));
  }

  /** The class that breakages give. */
  default Classification classOf(List<Breakage> breakages) {
    Classification worst = Classification.SAFE;
    for (Breakage breakage : breakages) {
      worst =
          worst.worst(
              switch (breakage.kind()) {
                case READS, WRITES, LOSS -> Classification.EXPAND_CONTRACT_REQUIRED;
                case INVARIANT -> Classification.RISKY;
                case STRICTER, CACHED_PLAN -> Classification.SAFE;
              });
    }
    return worst;
  }
}
