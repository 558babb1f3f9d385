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
import dev.safemigrate.schema.Table;
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
    withoutIdentity(context, findings);
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

  /** A published table that loses what its changed rows are told by. */
  private static void withoutIdentity(StatementContext context, Consumer<Finding> findings) {
    for (var set : context.actions(AlterTableAction.SetReplicaIdentity.class)) {
      if (set.action().identity() == AlterTableAction.ReplicaIdentity.NOTHING) {
        losing(context, set, "take away its replica identity", findings);
      }
    }
    for (var drop : context.actions(AlterTableAction.DropConstraint.class)) {
      boolean key =
          context
              .table(drop.table().relation().name())
              .filter(
                  table ->
                      table.properties().replicaIdentity()
                          == AlterTableAction.ReplicaIdentity.DEFAULT)
              .flatMap(Table::primaryKey)
              .filter(primary -> primary.name().equals(drop.action().constraint()))
              .isPresent();
      boolean replaced =
          drop.table().actions().stream()
              .anyMatch(
                  action ->
                      action instanceof AlterTableAction.AddConstraint
                          || action instanceof AlterTableAction.SetReplicaIdentity);
      if (key && !replaced) {
        losing(context, drop, "take away its primary key", findings);
      }
    }
  }

  private static void losing(
      StatementContext context, Action<?> action, String what, Consumer<Finding> findings) {
    QualifiedName name = action.table().relation().name();
    boolean published =
        context
            .table(name)
            .filter(table -> !context.schema().publications(table).isEmpty())
            .isPresent();
    if (published) {
      findings.accept(
          new Finding(
              INFO,
              action.action().span(),
              "%s is published, and to %s makes every UPDATE and DELETE of it fail."
                  .formatted(name, what),
              Remedy.of(
                  "Take the table out of its publications first, or give it another replica"
                      + " identity.",
                  statements(context, action, name))));
    }
  }

  private static String[] statements(
      StatementContext context, Action<?> action, QualifiedName name) {
    String full = "ALTER TABLE %s REPLICA IDENTITY FULL".formatted(context.name(name));
    return action.action() instanceof AlterTableAction.SetReplicaIdentity
        ? new String[] {full}
        : new String[] {full, context.sql()};
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
