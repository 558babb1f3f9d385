package dev.safemigrate.analysis;

import dev.safemigrate.ast.CommandTags;
import dev.safemigrate.ast.DoBlock;
import dev.safemigrate.ast.QueryReader;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.TransactionControl;
import dev.safemigrate.effect.EffectModel;
import dev.safemigrate.effect.Effects;
import dev.safemigrate.effect.Estimate;
import dev.safemigrate.effect.Throughput;
import dev.safemigrate.effect.TransactionNeed;
import dev.safemigrate.effect.TransactionState;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.parser.SqlParser;
import dev.safemigrate.rule.RowValues;
import dev.safemigrate.rule.Runner;
import dev.safemigrate.rule.Script;
import dev.safemigrate.rule.StatementContext;
import dev.safemigrate.rule.TransactionFacts;
import dev.safemigrate.schema.Outcome;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.SchemaFold;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.source.BackfillOptions;
import dev.safemigrate.source.Directive;
import dev.safemigrate.source.Directives;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.Position;
import dev.safemigrate.source.SqlText;
import dev.safemigrate.source.Version;
import dev.safemigrate.text.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The fold over the statements of one file. */
final class FileAnalysis {

  private final AnalysisRequest request;
  private final MigrationScript script;
  private final QueryReader queries;
  private final EffectModel model;
  private final SchemaFold fold;
  private final NewObjects newObjects;
  private final SchemaState before;
  private final Acknowledgements acknowledgements;
  private final Fingerprints fingerprints = new Fingerprints();
  private final Session session;
  private SchemaState schema;
  private RowValues values;

  /** Whether the file has ended the transaction that its runner opened. */
  private boolean endedByFile;

  FileAnalysis(
      AnalysisRequest request,
      MigrationScript script,
      QueryReader queries,
      EffectModel model,
      SchemaFold fold,
      NewObjects newObjects,
      SchemaState before,
      Session session,
      RowValues values) {
    this.request = request;
    this.script = script;
    this.queries = queries;
    this.model = model;
    this.fold = fold;
    this.newObjects = newObjects;
    this.before = before;
    this.session = session;
    this.schema = before;
    this.values = values;
    this.acknowledgements = new Acknowledgements(request, script);
  }

  /** The schema behind the file. */
  SchemaState schema() {
    return schema;
  }

  /** What its statements say about the values in columns. */
  RowValues values() {
    return values;
  }

  AnalysedMigration analyse(boolean applied) {
    List<Statement> statements =
        SqlParser.parse(script.sql().text(), request.version()).statements();
    Map<Span, BackfillOptions> backfills = backfills(statements);
    Script seen =
        new Script(
            script.path(),
            script.version().map(Version::text),
            script.sql().text(),
            statements,
            backfills,
            mayRunAgain(statements));
    TransactionPlan plan = plan(statements, backfills.keySet());
    List<AnalysedStatement> analysed = new ArrayList<>();
    int previousEnd = 0;
    for (int i = 0; i < statements.size(); i++) {
      Statement statement = statements.get(i);
      enter(plan.implicit().get(i), statement);
      analysed.add(analyse(seen, statement, previousEnd, applied));
      previousEnd = statement.span().end();
    }
    schema = schema.inTransaction() ? schema.commit() : schema;
    List<ReportedFinding> own =
        applied
            ? List.of()
            : acknowledgements.complaints().stream()
                .map(finding -> report(finding, finding.message(), false, List.of()))
                .sorted(ReportedFinding.READING_ORDER)
                .toList();
    return new AnalysedMigration(
        script.path(),
        script.version().map(Version::text),
        script.description(),
        applied ? AnalysedMigration.State.APPLIED : AnalysedMigration.State.PENDING,
        analysed.stream()
            .map(AnalysedStatement::classification)
            .reduce(Classification.SAFE, Classification::worst),
        analysed.stream().allMatch(statement -> statement.transaction().isPresent()),
        analysed,
        own);
  }

  private Set<Integer> mayRunAgain(List<Statement> statements) {
    return statements.stream()
        .map(statement -> statement.span().start())
        .filter(script::mayRunAgain)
        .collect(Collectors.toSet());
  }

  /** Only our own runner reads the directive. */
  private Map<Span, BackfillOptions> backfills(List<Statement> statements) {
    Map<Span, BackfillOptions> backfills = new HashMap<>();
    if (request.runner() != Runner.MIGRATE) {
      return backfills;
    }
    int previousEnd = 0;
    for (Statement statement : statements) {
      Directives.backfill(Directives.of(script.directives(), previousEnd, statement.span()))
          .ifPresent(directive -> backfills.put(statement.span(), directive.options()));
      previousEnd = statement.span().end();
    }
    return backfills;
  }

  /** A backfill commits after each batch, so that it cannot run in a transaction. */
  private TransactionPlan plan(List<Statement> statements, Set<Span> backfills) {
    return TransactionPlan.of(
        statements,
        statement ->
            backfills.contains(statement.span())
                ? TransactionNeed.FORBIDDEN
                : model.transactionNeed(statement, before, request.version()),
        script.transaction(),
        request.runner());
  }

  /** Opens and closes what the runner opens and closes in front of a statement. */
  private void enter(boolean implicit, Statement statement) {
    boolean open = session.state().open();
    if (implicit && !open && !(endedByFile && !request.runner().beginsAgain())) {
      session.open(true);
      schema = schema.begin();
    }
    if (!implicit && open && session.state().implicit()) {
      session.close();
      schema = schema.commit();
    }
  }

  private AnalysedStatement analyse(
      Script seen, Statement statement, int previousEnd, boolean applied) {
    Set<RelationName> unknown = newObjects.names(schema);
    StatementContext context = context(seen, statement, unknown);
    List<Directive> nearby = Directives.of(script.directives(), previousEnd, statement.span());
    RuleRun run = RuleRun.of(context, request.style(), this::inside);
    List<ReportedFinding> findings = applied ? List.of() : report(run, context, nearby);
    Classification classification = run.classification();
    if (context.refusal().isPresent() && findings.stream().anyMatch(FileAnalysis::deniesFailure)) {
      RuleRun accepted = RuleRun.of(context.accepted(), request.style(), this::inside);
      classification = classification.worst(accepted.classification());
      findings =
          Stream.concat(findings.stream(), report(accepted.without(run), context, nearby).stream())
              .sorted(ReportedFinding.READING_ORDER)
              .toList();
    }
    OptionalInt number = session.number();
    Outcome outcome = fold.apply(schema, statement);
    Optional<Estimate> estimate =
        Throughput.of(statement, context.effects(), schema, outcome.state(), unknown);
    values = values.after(context);
    step(statement, context.effects(), outcome);
    Position start = script.sql().position(statement.span().start());
    return new AnalysedStatement(
        statement,
        start.line(),
        start.column(),
        script
            .sql()
            .position(Math.max(statement.span().start(), statement.span().end() - 1))
            .line(),
        CommandTags.of(statement),
        classification,
        statement.span().of(script.sql().text()),
        number,
        context.effects().assumed(),
        context.effects(),
        onlyNew(context.effects(), unknown),
        findings,
        applied ? Optional.empty() : estimate,
        Optional.empty());
  }

  /**
   * Whether somebody says that a failure will not come: then what else the statement does counts.
   */
  private static boolean deniesFailure(ReportedFinding finding) {
    return finding.certainFailure() && finding.acknowledged();
  }

  private List<ReportedFinding> report(
      RuleRun run, StatementContext context, List<Directive> nearby) {
    String words = context.statement().span().of(context.script().text());
    return run.findings().stream()
        .map(finding -> report(finding, words, certain(context, finding), nearby))
        .sorted(ReportedFinding.READING_ORDER)
        .toList();
  }

  private StatementContext context(Script seen, Statement statement, Set<RelationName> unknown) {
    SchemaState now = schema;
    TransactionState state = session.state();
    Function<Statement, Effects> predictor =
        other -> model.predict(other, now, state, request.version());
    return new StatementContext(
        statement,
        predictor.apply(statement),
        now,
        before,
        seen,
        session.facts(unknown),
        session.settings(),
        values,
        unknown,
        request.evidence(),
        request.version(),
        request.runner(),
        queries,
        predictor);
  }

  /** The statements of a DO block: they run where the block runs, one behind the other. */
  private List<StatementContext> inside(StatementContext outer) {
    if (!(outer.statement() instanceof DoBlock block)) {
      return List.of();
    }
    List<StatementContext> contexts = new ArrayList<>();
    Set<RelationName> unknown = new HashSet<>(outer.newRelations());
    SchemaState now = outer.schema();
    TransactionFacts facts = outer.transaction();
    RowValues known = outer.values();
    for (Statement inner : block.statements()) {
      SchemaState state = now;
      TransactionState progress = facts.state();
      Function<Statement, Effects> predictor =
          other -> model.predict(other, state, progress, outer.version());
      contexts.add(
          new StatementContext(
              inner,
              predictor.apply(inner),
              state,
              outer.schemaBeforeFile(),
              outer.script(),
              facts,
              outer.session(),
              known,
              unknown,
              outer.evidence(),
              outer.version(),
              outer.runner(),
              outer.queries(),
              predictor));
      StatementContext context = contexts.get(contexts.size() - 1);
      known = known.after(context);
      Outcome outcome = fold.apply(state, inner);
      if (!state.mayHoldAlready(inner)) {
        outcome.created().stream()
            .filter(Relation.class::isInstance)
            .forEach(created -> unknown.add(created.name()));
      }
      facts = behind(facts, inner, context, unknown);
      now = outcome.state();
    }
    return contexts;
  }

  /** A block holds the locks of its statements to its end, or to its own COMMIT. */
  private static TransactionFacts behind(
      TransactionFacts facts,
      Statement inner,
      StatementContext context,
      Set<RelationName> unknown) {
    if (inner instanceof TransactionControl) {
      return new TransactionFacts(TransactionState.OPENED, List.of(), unknown);
    }
    TransactionState before = facts.state().open() ? facts.state() : TransactionState.OPENED;
    List<TransactionFacts.Earlier> earlier = new ArrayList<>(facts.earlier());
    earlier.add(new TransactionFacts.Earlier(inner, context.effects()));
    return new TransactionFacts(
        before.after(inner, context.effects(), context.schema()), earlier, unknown);
  }

  private static boolean onlyNew(Effects effects, Set<RelationName> unknown) {
    return !effects.locks().isEmpty()
        && effects.locks().stream()
            .allMatch(lock -> lock.unseen() || unknown.contains(lock.relation()));
  }

  /** Carries transaction, new objects and schema over a statement. */
  private void step(Statement statement, Effects effects, Outcome outcome) {
    if (statement instanceof TransactionControl control) {
      control(control);
    } else {
      session.after(statement, effects, schema);
      newObjects.after(statement, outcome);
    }
    schema = outcome.state();
  }

  private void control(TransactionControl control) {
    switch (control.kind()) {
      case BEGIN, START -> {
        if (!session.state().open()) {
          session.open(false);
        }
      }
      case COMMIT, ROLLBACK, PREPARE -> {
        endedByFile |= session.state().implicit();
        session.close();
      }
      case SAVEPOINT, RELEASE, ROLLBACK_TO, COMMIT_PREPARED, ROLLBACK_PREPARED -> {}
    }
  }

  private static boolean certain(StatementContext context, Finding finding) {
    String rule = finding.rule().id();
    return rule.equals("syntax-error")
        || rule.equals("certain-failure")
        || rule.equals("concurrently-in-transaction")
        || rule.equals("refused-backfill")
        || (rule.equals("psql-command") && context.runner() != Runner.PSQL);
  }

  private ReportedFinding report(
      Finding finding, String words, boolean certain, List<Directive> nearby) {
    SqlText sql = script.sql();
    Position start = sql.position(finding.span().start());
    Position end = sql.position(finding.span().end());
    String fingerprint = fingerprints.of(finding.rule().id(), script.path(), words);
    return new ReportedFinding(
        finding.rule(),
        finding.classification(),
        SqlParser.shown(finding.message()),
        script.path(),
        start.line(),
        start.column(),
        end.line(),
        end.column(),
        fingerprint,
        shown(finding),
        finding.related().stream().map(this::place).toList(),
        certain,
        acknowledgements.find(finding.rule(), fingerprint, nearby));
  }

  /** SQL that nobody can complete is no SQL to paste. */
  private static Remedy shown(Finding finding) {
    String words = finding.message() + finding.remedy().sql();
    return SqlParser.shown(words).equals(words)
        ? finding.remedy()
        : Remedy.of(SqlParser.shown(finding.remedy().text()));
  }

  private ReportedFinding.Place place(Finding.Related related) {
    MigrationScript file = related.file().isEmpty() ? script : named(related.file());
    Position position = file.sql().position(related.span().start());
    return new ReportedFinding.Place(
        file.path(), position.line(), position.column(), related.message());
  }

  private MigrationScript named(String path) {
    return request.scripts().stream()
        .filter(other -> other.path().equals(path))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no file " + path));
  }
}
