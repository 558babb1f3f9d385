package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction.AlterColumnType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.effect.Effects;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** A type change that keeps the rows but builds indexes anew or reads the table. */
final class TypeChangeIndexRebuild implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "type-change-index-rebuild",
          "Type change rebuilds indexes or reads the table",
          Classification.RISKY);

  private static final String STAND_IN =
      "Build an index that the change leaves alone CONCURRENTLY, let it serve the queries while the"
          + " old one is dropped and the type changes, and then put it in its place.";

  private static final String PROVE =
      "Drop the constraint, change the type, add the constraint NOT VALID in one transaction, and"
          + " validate it in another.";

  private static final String BY_HAND =
      "Where queries and uniqueness can do without the index for a while, drop it with DROP INDEX"
          + " CONCURRENTLY before and build it with CREATE INDEX CONCURRENTLY after; otherwise"
          + " build an index on a new column.";

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    for (var change : context.actions(AlterColumnType.class)) {
      Effects effects = change.effects();
      boolean works = !effects.indexBuilds().isEmpty() || !effects.scans().isEmpty();
      if (!works || !effects.rewrites().isEmpty()) {
        continue;
      }
      QualifiedName table = change.table().relation().name();
      context
          .lockFelt(effects, table)
          .filter(lock -> lock.mode().blocksWrites())
          .map(
              lock ->
                  new Finding(
                      INFO,
                      change.action().span(),
                      "Changing the type of %s.%s keeps the rows but %s and blocks %s meanwhile (%s lock)."
                          .formatted(
                              table,
                              change.action().column(),
                              work(effects),
                              Words.blocked(lock.mode()),
                              lock.mode().sqlName()),
                      remedy(context, change)))
          .ifPresent(findings);
    }
  }

  private static String work(Effects effects) {
    return effects.indexBuilds().isEmpty()
        ? "reads them all to check constraints again"
        : "builds " + Words.list(effects.indexBuilds().stream().sorted().toList()) + " anew";
  }

  private static Remedy remedy(StatementContext context, Action<AlterColumnType> change) {
    boolean indexes = !change.effects().indexBuilds().isEmpty();
    return TypeChangeRecipe.files(context, change)
        .map(files -> context.besideOthers(change, new Remedy(STAND_IN, files)))
        .orElse(Remedy.of(indexes ? BY_HAND : PROVE));
  }
}
