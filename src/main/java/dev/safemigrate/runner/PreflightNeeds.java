package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.CreateExtension;
import dev.safemigrate.ast.CreateIndex;
import dev.safemigrate.ast.CreateSchema;
import dev.safemigrate.ast.CreateTable;
import dev.safemigrate.ast.Drop;
import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.SetVariable;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.effect.LockMode;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.schema.RelationName;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the statements that are about to run need of the server. */
final class PreflightNeeds {

  private static final Set<ObjectType> RELATIONS =
      EnumSet.of(
          ObjectType.TABLE,
          ObjectType.INDEX,
          ObjectType.VIEW,
          ObjectType.MATERIALIZED_VIEW,
          ObjectType.SEQUENCE);

  final Set<RelationName> locked = new TreeSet<>();
  final Set<RelationName> owned = new TreeSet<>();
  final Set<RelationName> rewritten = new TreeSet<>();
  final Set<RelationName> reindexed = new TreeSet<>();
  final List<CreateIndex> builds = new ArrayList<>();

  /** Empty for the first schema on the search path. */
  final Set<Optional<String>> filledSchemas = new HashSet<>();

  final List<CreateExtension> extensions = new ArrayList<>();
  final Set<String> mended = new HashSet<>();
  boolean createsInDatabase;
  boolean waitsForSnapshots;

  private PreflightNeeds() {}

  static PreflightNeeds of(List<MigrationRun.Work> works) {
    PreflightNeeds needs = new PreflightNeeds();
    for (MigrationRun.Work work : works) {
      boolean ownRole = true;
      for (WorkUnit unit : work.units()) {
        for (AnalysedStatement statement : unit.statements()) {
          ownRole &= !changesRole(statement.statement());
          needs.add(statement);
          if (ownRole) {
            needs.addRights(statement.statement());
          }
        }
      }
    }
    return needs;
  }

  /** Whose rights count behind it is not known beforehand. */
  private static boolean changesRole(Statement statement) {
    return statement instanceof SetVariable set
        && (set.name().equals("role") || set.name().equals("session_authorization"));
  }

  private void add(AnalysedStatement analysed) {
    for (RelationLock lock : analysed.effects().locks()) {
      if (!lock.unseen() && lock.mode().compareTo(LockMode.SHARE_UPDATE_EXCLUSIVE) >= 0) {
        locked.add(lock.relation());
      }
    }
    waitsForSnapshots |= !analysed.effects().waitsFor().isEmpty();
    rewritten.addAll(analysed.effects().rewrites());
    Statement statement = analysed.statement();
    if (statement instanceof CreateIndex index) {
      builds.add(index);
      index.name().ifPresent(mended::add);
    } else {
      reindexed.addAll(analysed.effects().indexBuilds());
    }
    if (statement instanceof AlterTable alter) {
      alter.actions().stream()
          .filter(AlterTableAction.ValidateConstraint.class::isInstance)
          .map(action -> ((AlterTableAction.ValidateConstraint) action).constraint())
          .forEach(mended::add);
    }
    if (statement instanceof CreateExtension extension) {
      extensions.add(extension);
    }
    if (statement instanceof Drop drop) {
      drop.objects().forEach(object -> mended.add(object.name().name()));
    }
  }

  private void addRights(Statement statement) {
    if (statement instanceof AlterTable alter) {
      owned.add(relation(alter.relation().name()));
    }
    if (statement instanceof CreateIndex index) {
      owned.add(relation(index.table().name()));
    }
    if (statement instanceof CreateTable table) {
      filledSchemas.add(table.name().schema());
    }
    if (statement instanceof Drop drop && RELATIONS.contains(drop.objectType())) {
      drop.objects().stream()
          .map(ObjectReference::name)
          .map(PreflightNeeds::relation)
          .forEach(owned::add);
    }
    createsInDatabase |= statement instanceof CreateSchema || statement instanceof CreateExtension;
  }

  static RelationName relation(QualifiedName name) {
    return new RelationName(name.schema().orElse("public"), name.name());
  }
}
