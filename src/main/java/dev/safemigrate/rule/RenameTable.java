package dev.safemigrate.rule;

import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Rename;
import dev.safemigrate.ast.SetSchema;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.List;
import java.util.function.Consumer;

/** A new name or schema for a table that the running version knows by the old one. */
final class RenameTable implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "rename-table", "Table is renamed or moved", Classification.EXPAND_CONTRACT_REQUIRED);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (context.statement() instanceof Rename rename
        && rename.objectType() == ObjectType.TABLE
        && context.successor(rename.object().name()).isEmpty()
        && !context.harm(context.effects()).isEmpty()) {
      QualifiedName old = rename.object().name();
      findings.accept(finding(context, old, sibling(old, rename.newName())));
    }
    if (context.statement() instanceof SetSchema move
        && move.object().type() == ObjectType.TABLE
        && !context.harm(context.effects()).isEmpty()) {
      QualifiedName old = move.object().name();
      findings.accept(finding(context, old, QualifiedName.of(move.newSchema(), old.name())));
    }
  }

  private static QualifiedName sibling(QualifiedName old, String name) {
    return old.schema()
        .map(schema -> QualifiedName.of(schema, name))
        .orElse(QualifiedName.of(name));
  }

  private static Finding finding(
      StatementContext context, QualifiedName old, QualifiedName renamed) {
    if (context.createdLater(old)) {
      return new Finding(
          INFO,
          context.statement().span(),
          "Statements of the running version that name %s meet another table below, and the rows are in %s."
              .formatted(old, renamed),
          context.plan(
              "Give the new table a name of its own, move the application over, and drop the old"
                  + " one in a later release."));
    }
    return new Finding(
        INFO,
        context.statement().span(),
        "Statements of the running version that name %s fail as soon as it is %s."
            .formatted(old, renamed),
        new Remedy(
            context
                .plan(
                    "Leave a view under the old name, in the same transaction: simple views can be"
                        + " written through. Drop it in a later release.")
                .text(),
            List.of(
                Remedy.File.inPlace(
                    context.sql(),
                    "CREATE VIEW %s AS SELECT * FROM %s"
                        .formatted(context.name(old), context.name(renamed))))));
  }
}
