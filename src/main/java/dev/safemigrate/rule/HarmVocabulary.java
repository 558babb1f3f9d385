package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.CreateView;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Rename;
import dev.safemigrate.ast.SetSchema;
import dev.safemigrate.effect.Breakage;
import dev.safemigrate.effect.Effects;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Evidence;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.StoredConstraint;
import dev.safemigrate.schema.Table;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
        .filter(breakage -> !replacedByView(breakage))
        .filter(breakage -> !replacedByTable(breakage))
        .filter(breakage -> !Successors.cover(this, breakage.object()))
        .filter(breakage -> !heldByPartitioning(breakage))
        .filter(breakage -> !staysFilled(breakage))
        .filter(breakage -> !excused(breakage.object()))
        .toList();
  }

  /** Whether the breakage is of a relation that nobody knows yet, or of a part of one. */
  default boolean isNew(String object) {
    return newRelations().stream()
        .map(RelationName::toString)
        .anyMatch(name -> object.equals(name) || object.startsWith(name + "."));
  }

  /** Whether a view takes the place of a renamed or moved table before anybody can miss it. */
  private boolean replacedByView(Breakage breakage) {
    boolean moves =
        (statement() instanceof Rename rename && rename.objectType() == ObjectType.TABLE)
            || (statement() instanceof SetSchema move && move.object().type() == ObjectType.TABLE);
    return moves
        && transaction().state().open()
        && script().statements().stream()
            .filter(later -> later.span().start() > statement().span().start())
            .filter(CreateView.class::isInstance)
            .map(view -> ((CreateView) view).name())
            .anyMatch(
                view ->
                    breakage.object().equals(relation(view).toString())
                        || breakage.object().equals(view.toString()));
  }

  /** Whether a table with the same columns takes the name before anybody can miss it. */
  private boolean replacedByTable(Breakage breakage) {
    if (!(statement() instanceof Rename rename) || rename.objectType() != ObjectType.TABLE) {
      return false;
    }
    QualifiedName old = rename.object().name();
    return breakage.object().equals(relation(old).toString())
        && successor(old)
            .filter(this::runsInSameTransaction)
            .filter(successor -> hasAllColumns(successor.object().name(), old))
            .isPresent();
  }

  private boolean hasAllColumns(QualifiedName in, QualifiedName of) {
    return Stream.of(in, of).allMatch(name -> table(name).filter(Table::columnsKnown).isPresent())
        && columnsLacking(in, of).isEmpty();
  }

  /**
   * Whether a column that loses its default gets an identity, another default or the right to be
   * null in the same statement or transaction.
   */
  private boolean staysFilled(Breakage breakage) {
    if (breakage.kind() != Breakage.Kind.WRITES || !(statement() instanceof AlterTable own)) {
      return false;
    }
    boolean drops =
        own.actions().stream()
            .anyMatch(
                action ->
                    action instanceof AlterTableAction.DropDefault drop
                        && breakage.object().endsWith("." + drop.column()));
    return drops
        && script().statements().stream()
            .filter(AlterTable.class::isInstance)
            .map(AlterTable.class::cast)
            .filter(alter -> alter == own || transaction().state().open())
            .filter(alter -> alter.span().start() >= own.span().start())
            .filter(
                alter -> relation(alter.relation().name()).equals(relation(own.relation().name())))
            .flatMap(alter -> alter.actions().stream())
            .flatMap(action -> filled(action).stream())
            .anyMatch(column -> breakage.object().endsWith("." + column));
  }

  private static Optional<String> filled(AlterTableAction action) {
    if (action instanceof AlterTableAction.AddIdentity identity) {
      return Optional.of(identity.column());
    }
    if (action instanceof AlterTableAction.SetDefault set) {
      return Optional.of(set.column());
    }
    return action instanceof AlterTableAction.DropNotNull drop
        ? Optional.of(drop.column())
        : Optional.empty();
  }

  /** Whether what goes is a CHECK that says no more than the bounds of partitions. */
  private boolean heldByPartitioning(Breakage breakage) {
    int dot = breakage.object().lastIndexOf('.');
    if (breakage.kind() != Breakage.Kind.INVARIANT
        || dot < 0
        || !(statement() instanceof AlterTable alter)) {
      return false;
    }
    Optional<Table> own = table(alter.relation().name());
    return own.flatMap(t -> t.constraint(breakage.object().substring(dot + 1)))
        .filter(StoredConstraint.Check.class::isInstance)
        .map(check -> ((StoredConstraint.Check) check).condition().text())
        .filter(condition -> PartitionRecipe.saysNoMore(schema(), own.get(), condition))
        .isPresent();
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
