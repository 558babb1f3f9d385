package dev.safemigrate.rule;

import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.RuleInfo;
import java.util.List;
import java.util.Optional;

/** All rules, sorted by id: the table of contents of the product. */
public final class Rules {

  public static final List<Rule> ALL =
      List.of(
          new AmbiguousOverload(),
          new AttachPartitionScan(),
          new BlockMayStopHalfWay(),
          new BlockingDetachPartition(),
          new BlockingExclusionConstraint(),
          new BlockingIndexBuild(),
          new BlockingIndexDrop(),
          new BlockingKeyBuild(),
          new BlockingRefresh(),
          new BlockingReindex(),
          new BlockingStatement(),
          new BreakingStatement(),
          new CachedPlanChanges(),
          new CertainFailure(),
          new ConcurrentBuildWaitsForRunner(),
          new ConcurrentlyInTransaction(),
          new ConstrainedDomainColumn(),
          new ConstraintWithoutNotValid(),
          new CreateIfNotExistsDoesNothing(),
          new CreatePartitionOf(),
          new DomainConstraintScan(),
          new DropAndRecreate(),
          new DropColumn(),
          new DropConstraint(),
          new DropDefaultOfRequiredColumn(),
          new DropNotNull(),
          new DropObject(),
          new DropTable(),
          new ForeignKeyLocksOtherTable(),
          new ForeignKeyTypeMismatch(),
          new ForeignKeyWithoutIndex(),
          new FunctionStillNames(),
          new GuardStillLocks(),
          new IdentityRestartCollision(),
          new InvalidIndexKept(),
          new LockTimeoutMissing(),
          new LocksOnSeveralTables(),
          new LongWorkUnderLock(),
          new NameCutTo63Bytes(),
          new NamingConvention(),
          new NewColumnBreaksFunction(),
          new NotNullColumnWithoutDefault(),
          new NotRepeatable(),
          new NotValidCheckBreaksUpdates(),
          new OpaqueSql(),
          new PartitionFanOut(),
          new PositionalInsert(),
          new PreferBigintKey(),
          new PreferIdentity(),
          new PreferJsonb(),
          new PreferText(),
          new PreferTimestamptz(),
          new PrivilegeRevoked(),
          new PsqlCommand(),
          new PublicationWithoutReplicaIdentity(),
          new PublishedTableChanges(),
          new RefusedBackfill(),
          new RenameColumn(),
          new RenameObject(),
          new RenameTable(),
          new RowSecurityWithoutPolicy(),
          new SequenceStaysInteger(),
          new SessionSettingLeaks(),
          new SetNotNullBreaksInserts(),
          new SetNotNullScan(),
          new StoredGeneratedColumn(),
          new SyntaxError(),
          new TableRewrite(),
          new TableSwap(),
          new TimeoutCancelsConcurrentBuild(),
          new TimeoutNotInEffect(),
          new TruncateTable(),
          new TypeChangeIndexRebuild(),
          new TypeChangeRewrite(),
          new UnbalancedTransaction(),
          new UnboundedDelete(),
          new UnboundedUpdate(),
          new UniqueMayBeViolated(),
          new ValidateInSameTransaction(),
          new ViewStarFrozen(),
          new VolatileDefault());

  /** A comment that acknowledges what nobody finds. */
  public static final RuleInfo UNUSED_ALLOW =
      new RuleInfo("unused-allow", "Acknowledgement is of no use", Classification.SAFE);

  /** A comment whose last day is over. */
  public static final RuleInfo EXPIRED_ALLOW =
      new RuleInfo("expired-allow", "Acknowledgement has ended", Classification.SAFE);

  /** A rehearsed statement that did something else than was predicted. */
  public static final RuleInfo PREDICTION_DIFFERS =
      new RuleInfo(
          "prediction-differs",
          "Statement does something else than was predicted",
          Classification.SAFE);

  /** A statement of the running version that a rehearsed migration breaks. */
  public static final RuleInfo OLD_STATEMENT_BREAKS =
      new RuleInfo(
          "old-statement-breaks",
          "Statement of the running version fails",
          Classification.EXPAND_CONTRACT_REQUIRED);

  /** What only a rehearsal finds. */
  public static final List<RuleInfo> MEASURED = List.of(OLD_STATEMENT_BREAKS, PREDICTION_DIFFERS);

  private Rules() {}

  /** The rule that is or was called so. */
  public static Optional<Rule> named(String name) {
    return ALL.stream().filter(rule -> rule.info().answersTo(name)).findFirst();
  }
}
