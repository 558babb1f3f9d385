package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterPublication;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.CreatePublication;
import dev.safemigrate.ast.PublicationObject;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.RelationReference;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.List;
import java.util.function.Consumer;

/** A published table whose rows cannot be told apart, so that changing them fails. */
final class PublicationWithoutReplicaIdentity implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "publication-without-replica-identity",
          "Published table has no replica identity",
          Classification.EXPAND_CONTRACT_REQUIRED);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    List<PublicationObject> objects = List.of();
    if (context.statement() instanceof CreatePublication create) {
      objects = create.objects();
    }
    if (context.statement() instanceof AlterPublication alter
        && (alter.change() == AlterPublication.Change.ADD
            || alter.change() == AlterPublication.Change.SET)) {
      objects = alter.objects();
    }
    for (PublicationObject object : objects) {
      if (object instanceof PublicationObject.Table published
          && lacksIdentity(context, published.table().name())) {
        findings.accept(finding(context, published.table()));
      }
    }
  }

  private static boolean lacksIdentity(StatementContext context, QualifiedName name) {
    return context
        .table(name)
        .filter(
            table -> context.isVisible(name) && !table.assumed() && table.primaryKey().isEmpty())
        .filter(
            table ->
                table.properties().replicaIdentity() == AlterTableAction.ReplicaIdentity.DEFAULT
                    || table.properties().replicaIdentity()
                        == AlterTableAction.ReplicaIdentity.NOTHING)
        .isPresent();
  }

  private static Finding finding(StatementContext context, RelationReference table) {
    return new Finding(
        INFO,
        table.span(),
        "%s has neither a primary key nor a replica identity: every UPDATE and DELETE of it fails as soon as it is published."
            .formatted(table.name()),
        Remedy.of(
            "Set a replica identity first: a unique index on NOT NULL columns, or FULL.",
            "ALTER TABLE %s REPLICA IDENTITY FULL".formatted(context.name(table.name())),
            context.sql()));
  }
}
