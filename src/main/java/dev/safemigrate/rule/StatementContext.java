package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.QueryReader;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.TransactionControl;
import dev.safemigrate.effect.Breakage;
import dev.safemigrate.effect.Effects;
import dev.safemigrate.effect.Failure;
import dev.safemigrate.effect.TransactionNeed;
import dev.safemigrate.finding.Evidence;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.RelationNames;
import dev.safemigrate.schema.SchemaState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One statement in its place, in the words that rules are written in. All questions about locks are
 * answered by its effects.
 *
 * @param statement the statement, on its own or inside a body
 * @param effects what it does
 * @param schema what earlier statements left behind
 * @param schemaBeforeFile what earlier files left behind
 * @param script the file it stands in
 * @param transaction what its transaction has done before
 * @param session the settings in force
 * @param values what the files so far say about the values in columns
 * @param newRelations relations that the running application cannot know
 * @param evidence what is known about objects that contract steps remove
 * @param version of the server
 * @param runner that will run the file
 * @param queries reads expressions and queries
 * @param predictor the effects of other statements in the same place
 */
public record StatementContext(
    Statement statement,
    Effects effects,
    SchemaState schema,
    SchemaState schemaBeforeFile,
    Script script,
    TransactionFacts transaction,
    SessionFacts session,
    RowValues values,
    Set<RelationName> newRelations,
    List<Evidence> evidence,
    ServerVersion version,
    Runner runner,
    QueryReader queries,
    Function<Statement, Effects> predictor)
    implements LockVocabulary, HarmVocabulary {

  public StatementContext {
    newRelations = RelationNames.copyOf(newRelations);
    evidence = List.copyOf(evidence);
  }

  /**
   * The outline of a change that takes several releases, and the goal that writes its files. For a
   * contract, which stands at the end of one already, what its proof lacks.
   */
  @Override
  public Remedy plan(String outline) {
    List<String> lacking =
        evidence.stream()
            .filter(known -> !known.complete())
            .filter(
                known -> effects.breaks().stream().map(Breakage::object).anyMatch(known::covers))
            .flatMap(known -> known.facts().stream())
            .distinct()
            .toList();
    return lacking.isEmpty()
        ? LockVocabulary.super.plan(outline)
        : Remedy.of("The proof that it may go is not complete: " + String.join(" ", lacking));
  }

  /** The actions of one kind, each with its own effects; none when it is no ALTER TABLE. */
  <A extends AlterTableAction> List<Action<A>> actions(Class<A> kind) {
    if (!(statement instanceof AlterTable alter)) {
      return List.of();
    }
    List<Action<A>> found = new ArrayList<>();
    for (AlterTableAction action : alter.actions()) {
      if (kind.isInstance(action)) {
        found.add(new Action<>(alter, kind.cast(action), effectsOf(alter, action)));
      }
    }
    return found;
  }

  private Effects effectsOf(AlterTable alter, AlterTableAction action) {
    if (alter.actions().size() == 1) {
      return effects;
    }
    List<AlterTableAction> alone =
        Stream.concat(
                alter.actions().stream().filter(other -> makesRoom(other, action)),
                Stream.of(action))
            .toList();
    return predictor.apply(
        new AlterTable(
            alter.span(), alter.objectType(), alter.relation(), alter.ifExists(), alone));
  }

  /** Whether a column that is added takes the name of one that the same statement drops. */
  private static boolean makesRoom(AlterTableAction other, AlterTableAction action) {
    return action instanceof AlterTableAction.AddColumn add
        && other instanceof AlterTableAction.DropColumn drop
        && drop.column().equals(add.column().name());
  }

  /** Whether a later statement of the file is in the same transaction. */
  @Override
  public boolean runsInSameTransaction(Statement later) {
    return transaction.state().open()
        && script.statements().stream()
            .filter(between -> between.span().start() > statement.span().start())
            .filter(between -> between.span().start() < later.span().start())
            .noneMatch(this::endsTransaction);
  }

  private boolean endsTransaction(Statement between) {
    if (between instanceof TransactionControl control) {
      return switch (control.kind()) {
        case COMMIT, ROLLBACK, PREPARE -> true;
        case BEGIN, START, SAVEPOINT, RELEASE, ROLLBACK_TO, COMMIT_PREPARED, ROLLBACK_PREPARED ->
            false;
      };
    }
    return predictor.apply(between).transaction() == TransactionNeed.FORBIDDEN;
  }

  /** Whether the statement stands in a DO block. */
  boolean inBody() {
    return script.statements().stream().noneMatch(own -> own == statement);
  }

  /** active_sql_transaction: it stands in the wrong place, but is a good statement elsewhere. */
  private static final String IN_TRANSACTION = "25001";

  /** Why the server refuses the statement wherever it stands, if it does. */
  public Optional<Failure> refusal() {
    return certainFailure().filter(failure -> !failure.sqlstate().equals(IN_TRANSACTION));
  }

  /** The same for a server that accepts the statement after all. */
  public StatementContext accepted() {
    return new StatementContext(
        statement,
        effects.accepted(),
        schema,
        schemaBeforeFile,
        script,
        transaction,
        session,
        values,
        newRelations,
        evidence,
        version,
        runner,
        queries,
        predictor);
  }

  /** The certain failure; what fails inside a body may be caught there, or never be reached. */
  Optional<Failure> certainFailure() {
    return effects.failure().filter(failure -> !inBody());
  }
}
