package dev.safemigrate.rule;

import dev.safemigrate.ast.Drop;
import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.effect.Breakage;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** A view, function, type or other object that goes while the running version may use it. */
final class DropObject implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo("drop-object", "Object is dropped", Classification.EXPAND_CONTRACT_REQUIRED);

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
    if (harm.isEmpty()) {
      return;
    }
    Classification classification = context.classOf(harm);
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
                        harm.get(0).reason(),
                        cascade),
                Remedy.of(
                    "Release a version that does not use it, and drop it when no older version runs."
                        + " To change a view or function, CREATE OR REPLACE keeps its privileges."))
            .withClassification(classification));
  }
}
