package dev.safemigrate.rule;

import dev.safemigrate.ast.Drop;
import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.effect.Breakage;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.RuleInfo;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** A view, function, type or other object that goes while the running version may use it. */
final class DropObject implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo("drop-object", "Object is dropped", Classification.EXPAND_CONTRACT_REQUIRED);

  /** Kinds that may be there although no migration created them. */
  private static final Set<ObjectType> UNTRACKED =
      Set.of(
          ObjectType.FUNCTION,
          ObjectType.PROCEDURE,
          ObjectType.ROUTINE,
          ObjectType.AGGREGATE,
          ObjectType.TYPE,
          ObjectType.DOMAIN,
          ObjectType.SCHEMA,
          ObjectType.EXTENSION);

  /** Kinds that CREATE OR REPLACE changes in place. */
  private static final Set<ObjectType> REPLACEABLE =
      Set.of(ObjectType.VIEW, ObjectType.FUNCTION, ObjectType.PROCEDURE, ObjectType.ROUTINE);

  private static final String OR_REPLACE =
      " To change it, CREATE OR REPLACE takes nothing away and keeps its privileges.";

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (!(context.statement() instanceof Drop drop)
        || drop.objectType() == ObjectType.TABLE
        || drop.objectType() == ObjectType.FOREIGN_TABLE
        || drop.objectType() == ObjectType.INDEX) {
      return;
    }
    List<Breakage> harm = context.harm(context.effects());
    boolean unseen =
        context.effects().breaks().isEmpty()
            && !drop.ifExists()
            && UNTRACKED.contains(drop.objectType())
            && drop.objects().stream()
                .noneMatch(
                    object ->
                        context.createdInFile(object.name())
                            || !context.schema().functions(object.name()).isEmpty());
    if (harm.isEmpty() && !unseen) {
      return;
    }
    Classification classification =
        unseen ? Classification.EXPAND_CONTRACT_REQUIRED : context.classOf(harm);
    String reason = unseen ? "statements that use it fail" : Words.clause(harm.get(0).reason());
    String it = drop.objects().size() > 1 ? "them" : "it";
    String cascade =
        drop.cascade() ? " CASCADE drops what depends on it too, columns included." : "";
    findings.accept(
        new Finding(
                INFO,
                drop.span(),
                "Dropping %s %s: %s.%s"
                    .formatted(
                        drop.objectType().sqlName().toLowerCase(Locale.ROOT),
                        Words.list(drop.objects().stream().map(ObjectReference::name).toList()),
                        reason,
                        cascade),
                context.plan(
                    "Release a version that does not use %s, and drop %s when no older version runs.%s"
                        .formatted(
                            it, it, REPLACEABLE.contains(drop.objectType()) ? OR_REPLACE : "")))
            .withClassification(classification));
  }
}
