package dev.safemigrate.parser;

import dev.safemigrate.ast.*;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields that a summary has by kind of statement. */
final class StatementFields {

  /** The lock modes by the numbers that LockStmt gives them. */
  private static final List<String> LOCK_MODES =
      List.of(
          "",
          "ACCESS SHARE",
          "ROW SHARE",
          "ROW EXCLUSIVE",
          "SHARE UPDATE EXCLUSIVE",
          "SHARE",
          "SHARE ROW EXCLUSIVE",
          "EXCLUSIVE",
          "ACCESS EXCLUSIVE");

  private StatementFields() {}

  static void add(TreeSummary summary, Statement statement) {
    if (addDefinition(summary, statement)
        || addChange(summary, statement)
        || addUtility(summary, statement)) {
      return;
    }
    addQuery(summary, statement);
  }

  private static boolean addDefinition(TreeSummary summary, Statement statement) {
    if (statement instanceof CreateTable table) {
      createTable(summary, table);
    } else if (statement instanceof CreateIndex index) {
      createIndex(summary, index);
    } else if (statement instanceof CreateTableAs table) {
      summary
          .relation(table.name())
          .put("objtype", TreeSummary.NodeNames.tableAsType(table))
          .put("noData", !table.withData());
    } else if (statement instanceof CreateView view) {
      summary.relation(view.name()).put("replace", view.replace());
    } else if (statement instanceof CreateFunction function) {
      summary
          .put("name", function.name().toString())
          .put("replace", function.replace())
          .put("procedure", function.procedure());
    } else if (statement instanceof CreateTrigger trigger) {
      summary
          .relation(trigger.table())
          .put("name", trigger.name())
          .put("row", trigger.forEachRow())
          .put("constraint", trigger.constraint());
    } else if (statement instanceof CreatePolicy policy) {
      summary.relation(policy.table()).put("name", policy.name());
    } else if (statement instanceof CreateRule rule) {
      summary.relation(rule.table());
    } else if (statement instanceof CreateSequence sequence) {
      summary.relation(sequence.name());
    } else if (statement instanceof CreateSchema schema) {
      summary.put("name", schema.name()).put("ifNotExists", schema.ifNotExists());
    } else if (statement instanceof CreateDomain domain) {
      summary.put("name", domain.name().toString()).put("type", TreeSummary.type(domain.type()));
    } else if (statement instanceof CreateEnum type) {
      summary.put("type", type.name().toString()).putAlways("values", type.labels());
    } else {
      return false;
    }
    return true;
  }

  private static void createTable(TreeSummary summary, CreateTable table) {
    List<Object> elements = new ArrayList<>();
    for (TableElement element : table.elements()) {
      if (element instanceof TableElement.Column column) {
        elements.add(Map.of("column", ConstraintFields.column(column.definition())));
      } else if (element instanceof TableElement.TableConstraint constraint) {
        elements.add(Map.of("constraint", ConstraintFields.ofTable(constraint.constraint())));
      } else if (element instanceof TableElement.Like like) {
        elements.add(Map.of("like", like.source().toString()));
      }
    }
    List<QualifiedName> parents = new ArrayList<>(table.inherits());
    table.partitionOf().ifPresent(parents::add);
    summary
        .relation(table.name())
        .put("ifNotExists", table.ifNotExists())
        .put("persistence", persistence(table.persistence()))
        .putAlways("elements", elements)
        .put("inherits", TreeSummary.texts(parents))
        .put(
            "partitionBy",
            table.partitionBy().map(by -> "PARTITION_STRATEGY_" + by.strategy().name()))
        .put("partitionOf", table.partitionOf().isPresent());
  }

  private static Optional<String> persistence(PersistenceKind persistence) {
    return switch (persistence) {
      case PERMANENT -> Optional.empty();
      case UNLOGGED -> Optional.of("u");
      case TEMPORARY -> Optional.of("t");
    };
  }

  private static void createIndex(TreeSummary summary, CreateIndex index) {
    List<String> included = new ArrayList<>();
    index.include().forEach(column -> included.add(column.column().orElse(null)));
    summary
        .relation(index.table().name())
        .put("name", index.name())
        .put("unique", index.unique())
        .put("concurrent", index.concurrently())
        .put("ifNotExists", index.ifNotExists())
        .put("method", index.method())
        .put("params", index.columns().stream().map(c -> c.column().orElse("(expr)")).toList())
        .put("include", included)
        .put("where", index.where().isPresent())
        .put("only", index.table().only());
  }

  private static boolean addChange(TreeSummary summary, Statement statement) {
    if (statement instanceof AlterTable alter) {
      summary
          .relation(alter.relation().name())
          .put("objtype", TreeSummary.objectType(alter.objectType()))
          .put("ifExists", alter.ifExists())
          // PostgreSQL leaves a composite type's RangeVar without inheritance.
          .put("only", alter.relation().only() || alter.objectType() == ObjectType.TYPE)
          .putAlways("cmds", alter.actions().stream().map(ActionFields::of).toList());
    } else if (statement instanceof Drop drop) {
      TreeSummary.drop(summary, drop);
    } else if (statement instanceof Rename rename) {
      TreeSummary.rename(summary, rename);
    } else if (statement instanceof SetSchema move) {
      TreeSummary.setSchema(summary, move);
    } else if (statement instanceof SetOwner owner) {
      summary.put("objtype", TreeSummary.objectType(owner.object().type()));
    } else if (statement instanceof Comment comment) {
      summary.put("objtype", TreeSummary.objectType(comment.object().type()));
    } else if (statement instanceof AlterEnum type) {
      summary
          .put("type", type.type().toString())
          .put("oldVal", type.oldLabel())
          .put("newVal", type.newLabel())
          .put("neighbor", type.neighbour())
          .put("after", type.after() || type.oldLabel().isEmpty() && type.neighbour().isEmpty())
          .put("ifNotExists", type.ifNotExists());
    } else if (statement instanceof AlterDomain domain) {
      alterDomain(summary, domain);
    } else if (statement instanceof AlterPolicy policy) {
      summary.relation(policy.table()).put("name", policy.name());
    } else if (statement instanceof AlterSequence sequence) {
      summary.relation(sequence.name());
    } else {
      return false;
    }
    return true;
  }

  private static void alterDomain(TreeSummary summary, AlterDomain domain) {
    summary.put("name", domain.name().toString());
    DomainAction action = domain.action();
    if (action instanceof DomainAction.SetDefault || action instanceof DomainAction.DropDefault) {
      summary.put("subtype", "T");
    } else if (action instanceof DomainAction.SetNotNull) {
      summary.put("subtype", "O");
    } else if (action instanceof DomainAction.DropNotNull) {
      summary.put("subtype", "N");
    } else if (action instanceof DomainAction.AddConstraint add) {
      summary
          .put("subtype", "C")
          .putAlways("constraint", ConstraintFields.ofTable(add.constraint()));
    } else if (action instanceof DomainAction.DropConstraint) {
      summary.put("subtype", "X");
    } else if (action instanceof DomainAction.ValidateConstraint) {
      summary.put("subtype", "V");
    }
  }

  private static boolean addUtility(TreeSummary summary, Statement statement) {
    if (statement instanceof SetVariable set) {
      if (set.kind() != SetVariable.Kind.RESET_ALL) {
        summary.put("name", set.name());
      }
      summary.put("setKind", "VAR_" + set.kind().name()).put("local", set.local());
    } else if (statement instanceof TransactionControl transaction) {
      transaction(summary, transaction);
    } else if (statement instanceof Vacuum vacuum) {
      summary
          .put("isVacuum", vacuum.vacuum())
          .put("options", vacuum.options().stream().map(Option::name).toList())
          .putAlways(
              "relations",
              vacuum.targets().stream().map(t -> t.table().name().toString()).toList());
    } else if (statement instanceof Reindex reindex) {
      boolean relation =
          reindex.target() == Reindex.Target.INDEX || reindex.target() == Reindex.Target.TABLE;
      summary
          .put(relation ? "relation" : "name", reindex.name().map(QualifiedName::toString))
          .put("reindexKind", "REINDEX_OBJECT_" + reindex.target().name())
          .put("concurrent", reindex.concurrently());
    } else if (statement instanceof Truncate truncate) {
      summary.put("relations", TreeSummary.names(truncate.tables()));
    } else if (statement instanceof LockTable lock) {
      summary
          .put("relations", TreeSummary.names(lock.tables()))
          .putAlways("mode", LOCK_MODES.indexOf(lock.mode()))
          .put("nowait", lock.nowait());
    } else if (statement instanceof Cluster cluster) {
      summary.put("relation", cluster.table().map(QualifiedName::toString));
    } else if (statement instanceof RefreshMaterializedView refresh) {
      summary.relation(refresh.name()).put("concurrent", refresh.concurrently());
    } else {
      return false;
    }
    return true;
  }

  private static void transaction(TreeSummary summary, TransactionControl transaction) {
    summary.put("txKind", "TRANS_STMT_" + transaction.kind().name());
    switch (transaction.kind()) {
      case SAVEPOINT, RELEASE, ROLLBACK_TO -> summary.put("savepoint", transaction.name());
      default -> {
        // The name of a prepared transaction is not part of the summary.
      }
    }
  }

  private static void addQuery(TreeSummary summary, Statement statement) {
    if (statement instanceof Insert insert) {
      summary.relation(insert.table());
    } else if (statement instanceof Update update) {
      summary.relation(update.table().name()).put("where", update.where().isPresent());
    } else if (statement instanceof Delete delete) {
      summary.relation(delete.table().name()).put("where", delete.where().isPresent());
    } else if (statement instanceof Merge merge) {
      summary.relation(merge.table().name());
    } else if (statement instanceof Copy copy) {
      summary.put("relation", copy.table().map(QualifiedName::toString));
    }
  }
}
