package dev.safemigrate.effect;

import dev.safemigrate.ast.AlterDefaultPrivileges;
import dev.safemigrate.ast.AlterDomain;
import dev.safemigrate.ast.AlterEnum;
import dev.safemigrate.ast.AlterEventTrigger;
import dev.safemigrate.ast.AlterExtension;
import dev.safemigrate.ast.AlterFunction;
import dev.safemigrate.ast.AlterPolicy;
import dev.safemigrate.ast.AlterPublication;
import dev.safemigrate.ast.AlterSequence;
import dev.safemigrate.ast.AlterStatistics;
import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAllInTablespace;
import dev.safemigrate.ast.AlterType;
import dev.safemigrate.ast.Call;
import dev.safemigrate.ast.Cluster;
import dev.safemigrate.ast.Comment;
import dev.safemigrate.ast.Copy;
import dev.safemigrate.ast.CreateCompositeType;
import dev.safemigrate.ast.CreateDomain;
import dev.safemigrate.ast.CreateEnum;
import dev.safemigrate.ast.CreateEventTrigger;
import dev.safemigrate.ast.CreateExtension;
import dev.safemigrate.ast.CreateFunction;
import dev.safemigrate.ast.CreateIndex;
import dev.safemigrate.ast.CreatePolicy;
import dev.safemigrate.ast.CreatePublication;
import dev.safemigrate.ast.CreateRangeType;
import dev.safemigrate.ast.CreateRule;
import dev.safemigrate.ast.CreateSchema;
import dev.safemigrate.ast.CreateSequence;
import dev.safemigrate.ast.CreateStatistics;
import dev.safemigrate.ast.CreateTable;
import dev.safemigrate.ast.CreateTableAs;
import dev.safemigrate.ast.CreateTrigger;
import dev.safemigrate.ast.CreateView;
import dev.safemigrate.ast.DeclareCursor;
import dev.safemigrate.ast.Define;
import dev.safemigrate.ast.Delete;
import dev.safemigrate.ast.DependsOnExtension;
import dev.safemigrate.ast.DoBlock;
import dev.safemigrate.ast.Drop;
import dev.safemigrate.ast.Execute;
import dev.safemigrate.ast.Explain;
import dev.safemigrate.ast.Grant;
import dev.safemigrate.ast.GrantRole;
import dev.safemigrate.ast.Insert;
import dev.safemigrate.ast.LockTable;
import dev.safemigrate.ast.Merge;
import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.Opaque;
import dev.safemigrate.ast.Other;
import dev.safemigrate.ast.Prepare;
import dev.safemigrate.ast.PsqlCommand;
import dev.safemigrate.ast.RefreshMaterializedView;
import dev.safemigrate.ast.Reindex;
import dev.safemigrate.ast.Rename;
import dev.safemigrate.ast.SecurityLabel;
import dev.safemigrate.ast.Select;
import dev.safemigrate.ast.SetConstraints;
import dev.safemigrate.ast.SetOwner;
import dev.safemigrate.ast.SetSchema;
import dev.safemigrate.ast.SetVariable;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.TransactionControl;
import dev.safemigrate.ast.Truncate;
import dev.safemigrate.ast.Unparsed;
import dev.safemigrate.ast.Update;
import dev.safemigrate.ast.Vacuum;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Hands each statement to the class that knows it. */
final class StatementEffects implements Statement.Visitor<EffectCollector> {

  private final Prediction prediction;
  private final EffectModel model;

  StatementEffects(Prediction prediction, EffectModel model) {
    this.prediction = prediction;
    this.model = model;
  }

  private EffectCollector out() {
    return prediction.out();
  }

  @Override
  public EffectCollector visit(AlterDefaultPrivileges statement) {
    return out();
  }

  @Override
  public EffectCollector visit(AlterDomain statement) {
    new TypeEffects(prediction).alter(statement);
    return out();
  }

  @Override
  public EffectCollector visit(AlterEnum statement) {
    new TypeEffects(prediction).alter(statement);
    return out();
  }

  @Override
  public EffectCollector visit(AlterEventTrigger statement) {
    return out();
  }

  @Override
  public EffectCollector visit(AlterExtension statement) {
    if (statement.member().isEmpty()) {
      // An update script may do anything (manual: ALTER EXTENSION, "Extension Updates"). ADD and
      // DROP of a member only change what the extension holds.
      out().unknown();
    }
    return out();
  }

  @Override
  public EffectCollector visit(AlterFunction statement) {
    new ObjectExistence(prediction).require(statement.function(), false);
    return out();
  }

  @Override
  public EffectCollector visit(AlterPolicy statement) {
    new ObjectEffects(prediction).alterPolicy(statement);
    return out();
  }

  @Override
  public EffectCollector visit(AlterPublication statement) {
    new PublicationEffects(prediction).alter(statement);
    return out();
  }

  @Override
  public EffectCollector visit(AlterSequence statement) {
    new SequenceEffects(prediction).alter(statement);
    return out();
  }

  @Override
  public EffectCollector visit(AlterStatistics statement) {
    new ObjectExistence(prediction)
        .require(
            new ObjectReference(
                statement.span(),
                ObjectType.STATISTICS,
                statement.name(),
                Optional.empty(),
                Optional.empty()),
            statement.ifExists());
    return out();
  }

  @Override
  public EffectCollector visit(AlterTable statement) {
    new AlterTableEffects(prediction).alter(statement);
    return out();
  }

  @Override
  public EffectCollector visit(AlterTableAllInTablespace statement) {
    new TablespaceMoves(prediction).move(statement);
    return out();
  }

  @Override
  public EffectCollector visit(AlterType statement) {
    new TypeEffects(prediction).alter(statement);
    return out();
  }

  @Override
  public EffectCollector visit(Call statement) {
    new Bodies(prediction, model).call(statement);
    return out();
  }

  @Override
  public EffectCollector visit(Cluster statement) {
    new VacuumEffects(prediction).cluster(statement);
    return out();
  }

  @Override
  public EffectCollector visit(Comment statement) {
    new ObjectEffects(prediction).comment(statement);
    return out();
  }

  @Override
  public EffectCollector visit(Copy statement) {
    new MaintenanceEffects(prediction).copy(statement);
    statement.query().ifPresent(this::nested);
    return out();
  }

  @Override
  public EffectCollector visit(CreateCompositeType statement) {
    new TypeEffects(prediction).create(statement.name());
    return out();
  }

  @Override
  public EffectCollector visit(CreateDomain statement) {
    new TypeEffects(prediction).create(statement.name());
    return out();
  }

  @Override
  public EffectCollector visit(CreateEnum statement) {
    new TypeEffects(prediction).create(statement.name());
    return out();
  }

  @Override
  public EffectCollector visit(CreateEventTrigger statement) {
    new TriggerChecks(prediction).function(statement.function(), "event_trigger");
    return out();
  }

  @Override
  public EffectCollector visit(CreateExtension statement) {
    return out();
  }

  @Override
  public EffectCollector visit(CreateFunction statement) {
    new Bodies(prediction, model).create(statement);
    return out();
  }

  @Override
  public EffectCollector visit(CreateIndex statement) {
    new IndexEffects(prediction).create(statement);
    return out();
  }

  @Override
  public EffectCollector visit(CreatePolicy statement) {
    new ObjectEffects(prediction).createPolicy(statement);
    return out();
  }

  @Override
  public EffectCollector visit(CreatePublication statement) {
    new PublicationEffects(prediction).create(statement);
    return out();
  }

  @Override
  public EffectCollector visit(CreateRangeType statement) {
    new TypeEffects(prediction).create(statement.name());
    return out();
  }

  @Override
  public EffectCollector visit(CreateRule statement) {
    new ObjectEffects(prediction).createRule(statement, model);
    return out();
  }

  @Override
  public EffectCollector visit(CreateSchema statement) {
    boolean taken =
        prediction.schema().complete()
            && statement.name().filter(prediction.schema()::hasSchema).isPresent();
    if (taken && !statement.ifNotExists()) {
      prediction.fail("42P06", "schema %s exists", statement.name().orElse(""));
    }
    return out();
  }

  @Override
  public EffectCollector visit(CreateSequence statement) {
    new SequenceEffects(prediction).create(statement);
    return out();
  }

  @Override
  public EffectCollector visit(CreateStatistics statement) {
    new ObjectEffects(prediction).createStatistics(statement);
    return out();
  }

  @Override
  public EffectCollector visit(CreateTable statement) {
    new CreateTables(prediction).create(statement);
    return out();
  }

  @Override
  public EffectCollector visit(CreateTableAs statement) {
    new CreateTables(prediction).create(statement, model);
    return out();
  }

  @Override
  public EffectCollector visit(CreateTrigger statement) {
    new ObjectEffects(prediction).createTrigger(statement);
    return out();
  }

  @Override
  public EffectCollector visit(CreateView statement) {
    new ObjectEffects(prediction).createView(statement);
    return out();
  }

  @Override
  public EffectCollector visit(DeclareCursor statement) {
    if (!statement.hold()) {
      out().needs(TransactionNeed.REQUIRED);
    }
    // Opening a cursor plans its query; rows are read by FETCH.
    Prediction planning = prediction.aside();
    new QueryEffects(planning).run(statement.query().text());
    out().include(Explains.planned(planning.out().effects(prediction.transaction())));
    return out();
  }

  @Override
  public EffectCollector visit(Define statement) {
    return out();
  }

  @Override
  public EffectCollector visit(Delete statement) {
    new DmlEffects(prediction).delete(statement);
    return out();
  }

  @Override
  public EffectCollector visit(DependsOnExtension statement) {
    ObjectReference object = statement.object();
    object
        .relation()
        .or(() -> isRelation(object) ? Optional.of(object.name()) : Optional.empty())
        .flatMap(name -> prediction.relation(name, false))
        .ifPresent(relation -> prediction.lock(relation, LockMode.ACCESS_EXCLUSIVE));
    return out();
  }

  private static boolean isRelation(ObjectReference object) {
    return switch (object.type()) {
      case INDEX, MATERIALIZED_VIEW -> true;
      default -> false;
    };
  }

  @Override
  public EffectCollector visit(DoBlock statement) {
    new Bodies(prediction, model).run(statement.statements());
    return out();
  }

  @Override
  public EffectCollector visit(Drop statement) {
    new DropEffects(prediction).drop(statement);
    return out();
  }

  @Override
  public EffectCollector visit(Execute statement) {
    out().note("What was prepared under the name %s runs here.".formatted(statement.name()));
    out().assume();
    return out();
  }

  /** EXPLAIN plans, which takes the same locks; ANALYZE runs. */
  @Override
  public EffectCollector visit(Explain statement) {
    boolean runs =
        statement.options().stream()
            .anyMatch(
                o ->
                    o.name().toLowerCase(Locale.ROOT).equals("analyze")
                        && o.value().filter(Explains::isOff).isEmpty());
    Effects nested = predict(statement.statement());
    out().include(runs ? nested : Explains.planned(nested));
    return out();
  }

  @Override
  public EffectCollector visit(Grant statement) {
    new GrantEffects(prediction).grant(statement);
    return out();
  }

  @Override
  public EffectCollector visit(GrantRole statement) {
    return out();
  }

  @Override
  public EffectCollector visit(Insert statement) {
    new DmlEffects(prediction).insert(statement);
    return out();
  }

  @Override
  public EffectCollector visit(LockTable statement) {
    new MaintenanceEffects(prediction).lock(statement);
    return out();
  }

  @Override
  public EffectCollector visit(Merge statement) {
    new DmlEffects(prediction).merge(statement);
    return out();
  }

  @Override
  public EffectCollector visit(Opaque statement) {
    out().unknown();
    return out();
  }

  @Override
  public EffectCollector visit(Other statement) {
    OtherStatements.of(prediction, statement);
    return out();
  }

  @Override
  public EffectCollector visit(Prepare statement) {
    new AnalysedStatements(prediction).lock(List.of(statement.statement()));
    return out();
  }

  @Override
  public EffectCollector visit(PsqlCommand statement) {
    out().unknown();
    return out();
  }

  @Override
  public EffectCollector visit(RefreshMaterializedView statement) {
    new MaintenanceEffects(prediction).refresh(statement);
    return out();
  }

  @Override
  public EffectCollector visit(Reindex statement) {
    new IndexEffects(prediction).reindex(statement);
    return out();
  }

  @Override
  public EffectCollector visit(Rename statement) {
    new Renames(prediction).rename(statement);
    return out();
  }

  @Override
  public EffectCollector visit(SecurityLabel statement) {
    ObjectReference object = statement.object();
    if (object.type() == ObjectType.TABLE || object.type() == ObjectType.COLUMN) {
      object
          .relation()
          .or(() -> Optional.of(object.name()))
          .flatMap(name -> prediction.relation(name, false))
          .ifPresent(r -> prediction.lock(r, LockMode.SHARE_UPDATE_EXCLUSIVE));
    }
    return out();
  }

  @Override
  public EffectCollector visit(Select statement) {
    new QueryEffects(prediction).run(statement.query().text());
    statement.into().ifPresent(name -> out().create(prediction.schema().creationName(name)));
    return out();
  }

  @Override
  public EffectCollector visit(SetConstraints statement) {
    out().needs(TransactionNeed.REQUIRED);
    return out();
  }

  @Override
  public EffectCollector visit(SetOwner statement) {
    new Renames(prediction).owner(statement);
    return out();
  }

  @Override
  public EffectCollector visit(SetSchema statement) {
    new Renames(prediction).setSchema(statement);
    return out();
  }

  @Override
  public EffectCollector visit(SetVariable statement) {
    if (statement.local()) {
      out().needs(TransactionNeed.REQUIRED);
    }
    return out();
  }

  @Override
  public EffectCollector visit(TransactionControl statement) {
    switch (statement.kind()) {
      case SAVEPOINT, RELEASE, ROLLBACK_TO -> out().needs(TransactionNeed.REQUIRED);
      case COMMIT_PREPARED, ROLLBACK_PREPARED -> out().needs(TransactionNeed.FORBIDDEN);
      default -> {
        // BEGIN, COMMIT and their like make the transactions.
      }
    }
    return out();
  }

  @Override
  public EffectCollector visit(Truncate statement) {
    new MaintenanceEffects(prediction).truncate(statement);
    return out();
  }

  @Override
  public EffectCollector visit(Unparsed statement) {
    // gram.y refuses a constraint attribute that does not fit as a feature, not as syntax.
    boolean attribute = statement.problem().message().contains("cannot be marked");
    prediction.fail(
        attribute ? Prediction.NOT_SUPPORTED : Prediction.SYNTAX_ERROR,
        "%s",
        statement.problem().message());
    out().unknown();
    return out();
  }

  @Override
  public EffectCollector visit(Update statement) {
    new DmlEffects(prediction).update(statement);
    return out();
  }

  @Override
  public EffectCollector visit(Vacuum statement) {
    new VacuumEffects(prediction).vacuum(statement);
    return out();
  }

  private void nested(Statement statement) {
    out().include(predict(statement));
  }

  private Effects predict(Statement statement) {
    return model.predict(
        statement, prediction.schema(), prediction.transaction(), prediction.version());
  }
}
