package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.CreateCompositeType;
import dev.safemigrate.ast.CreateDomain;
import dev.safemigrate.ast.CreateEnum;
import dev.safemigrate.ast.CreateFunction;
import dev.safemigrate.ast.CreateSchema;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.QueryReader;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.TransactionControl;
import dev.safemigrate.ast.Update;
import dev.safemigrate.effect.Breakage;
import dev.safemigrate.effect.Effects;
import dev.safemigrate.effect.Failure;
import dev.safemigrate.effect.LockHold;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.effect.TransactionNeed;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Evidence;
import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.DataType;
import dev.safemigrate.schema.NotNullProof;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.schema.StoredConstraint;
import dev.safemigrate.schema.Table;
import dev.safemigrate.text.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

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
    Set<RelationName> newRelations,
    List<Evidence> evidence,
    ServerVersion version,
    Runner runner,
    QueryReader queries,
    Function<Statement, Effects> predictor) {

  public StatementContext {
    newRelations = Set.copyOf(newRelations);
    evidence = List.copyOf(evidence);
  }

  /** The actions of one kind, each with its own effects; none when it is no ALTER TABLE. */
  <A extends AlterTableAction> List<Action<A>> actions(Class<A> kind) {
    if (!(statement instanceof AlterTable alter)) {
      return List.of();
    }
    return alter.actions().stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .map(action -> new Action<>(alter, action, effectsOf(alter, action)))
        .toList();
  }

  private Effects effectsOf(AlterTable alter, AlterTableAction action) {
    if (alter.actions().size() == 1) {
      return effects;
    }
    return predictor.apply(
        new AlterTable(
            alter.span(), alter.objectType(), alter.relation(), alter.ifExists(), List.of(action)));
  }

  /** The ALTER TABLE without one of its actions, as SQL; none when that was all. */
  List<String> otherActions(Action<?> action) {
    String others =
        action.table().actions().stream()
            .filter(other -> !other.equals(action.action()))
            .map(other -> words(other.span()))
            .collect(Collectors.joining(", "));
    return others.isEmpty()
        ? List.of()
        : List.of("ALTER TABLE %s %s".formatted(name(action.table().relation().name()), others));
  }

  // Locks

  /** The locks that sessions of the running application can wait for. */
  List<RelationLock> felt(Effects of) {
    return of.locks().stream()
        .filter(lock -> !lock.unseen() && !newRelations.contains(lock.relation()))
        .toList();
  }

  /** The felt locks that reads or writes wait for, strongest first. */
  List<RelationLock> blocking(Effects of) {
    return felt(of).stream().filter(this::blocks).toList();
  }

  /** Nobody writes to a materialised view but REFRESH. */
  private boolean blocks(RelationLock lock) {
    boolean readOnly =
        schema
            .find(lock.relation())
            .filter(relation -> relation.kind() == RelationKind.MATERIALIZED_VIEW)
            .isPresent();
    return readOnly ? lock.mode().blocksReads() : lock.mode().blocksWrites();
  }

  /** The strongest felt lock on a relation. */
  Optional<RelationLock> lockFelt(Effects of, QualifiedName relation) {
    RelationName name = relation(relation);
    return felt(of).stream()
        .filter(lock -> lock.relation().equals(name))
        .max(Comparator.comparing(RelationLock::mode));
  }

  /**
   * Whether a lock that reads or writes wait for is held longer than an instant. What runs outside
   * a transaction waits before it takes such a lock.
   */
  boolean blocksForLong() {
    boolean waitsBefore = effects.transaction() == TransactionNeed.FORBIDDEN;
    return blocking(effects).stream()
        .anyMatch(
            lock ->
                lock.hold() != LockHold.INSTANT && !(waitsBefore && lock.hold() == LockHold.WAIT));
  }

  /** Whether the statement takes as long as a table is big, whatever it locks. */
  boolean worksLong() {
    return !visible(effects.rewrites()).isEmpty()
        || !visible(effects.scans()).isEmpty()
        || felt(effects).stream()
            .anyMatch(
                lock ->
                    lock.hold() == LockHold.SCAN
                        || lock.hold() == LockHold.REWRITE
                        || lock.hold() == LockHold.BUILD);
  }

  private List<RelationName> visible(Collection<RelationName> relations) {
    return relations.stream().filter(name -> !newRelations.contains(name)).toList();
  }

  /** The certain failure; what fails inside a body may be caught there, or never be reached. */
  Optional<Failure> certainFailure() {
    return effects
        .failure()
        .filter(failure -> script.statements().stream().anyMatch(own -> own == statement));
  }

  // What breaks

  /** What the running application loses, but for new objects and what evidence covers. */
  List<Breakage> harm(Effects of) {
    return of.breaks().stream()
        .filter(breakage -> breakage.kind() != Breakage.Kind.CACHED_PLAN)
        .filter(breakage -> breakage.kind() != Breakage.Kind.STRICTER)
        .filter(breakage -> !isNew(breakage.object()))
        .filter(breakage -> !keptUpOtherwise(breakage))
        .filter(breakage -> !excused(breakage.object()))
        .toList();
  }

  /** Whether the breakage is of a relation that nobody knows yet, or of a part of one. */
  boolean isNew(String object) {
    return newRelations.stream()
        .map(RelationName::toString)
        .anyMatch(name -> object.equals(name) || object.startsWith(name + "."));
  }

  /** Whether what goes is a CHECK that NOT NULL columns fulfil anyway. */
  private boolean keptUpOtherwise(Breakage breakage) {
    int dot = breakage.object().lastIndexOf('.');
    if (breakage.kind() != Breakage.Kind.INVARIANT
        || !(statement instanceof AlterTable alter)
        || dot < 0) {
      return false;
    }
    QualifiedName name = alter.relation().name();
    return table(name)
        .flatMap(t -> t.constraint(breakage.object().substring(dot + 1)))
        .filter(StoredConstraint.Check.class::isInstance)
        .map(check -> ((StoredConstraint.Check) check).condition().facts())
        .filter(facts -> !facts.opaque() && facts.columns().equals(facts.notNullColumns()))
        .filter(facts -> facts.conjuncts().size() == facts.columns().size())
        .filter(facts -> facts.columns().stream().allMatch(column -> isNotNull(name, column)))
        .isPresent();
  }

  private boolean excused(String object) {
    return evidence.stream().anyMatch(known -> known.complete() && known.covers(object));
  }

  /** The class that breakages give. */
  Classification classOf(List<Breakage> breakages) {
    Classification worst = Classification.SAFE;
    for (Breakage breakage : breakages) {
      worst =
          worst.worst(
              switch (breakage.kind()) {
                case READS, WRITES, LOSS -> Classification.EXPAND_CONTRACT_REQUIRED;
                case INVARIANT -> Classification.RISKY;
                case STRICTER, CACHED_PLAN -> Classification.SAFE;
              });
    }
    return worst;
  }

  // SqlNames and words

  /** The relation that a name of the statement means. */
  RelationName relation(QualifiedName name) {
    return schema.qualify(name);
  }

  /** Whether the running application may know the relation. */
  boolean isVisible(QualifiedName name) {
    RelationName relation = relation(name);
    return !newRelations.contains(relation) && !transaction.state().created().contains(relation);
  }

  /** The characters of the file. */
  String words(Span span) {
    return span.of(script.text());
  }

  /** The statement's words, without the semicolon. */
  String sql() {
    return words(statement.span()).strip();
  }

  /** The words of a span but for some parts, blanks folded where they stood. */
  String wordsWithout(Span span, List<Span> parts) {
    StringBuilder words = new StringBuilder();
    int from = span.start();
    for (Span part : parts.stream().sorted(Comparator.comparingInt(Span::start)).toList()) {
      words.append(words(new Span(from, part.start())).stripTrailing());
      from = part.end();
    }
    return words.append(words(new Span(from, span.end()))).toString().strip();
  }

  /** The earlier statements of the transaction, as the user wrote them. */
  List<String> earlierSql() {
    return transaction.earlier().stream()
        .filter(before -> !(before.statement() instanceof TransactionControl))
        .map(before -> words(before.statement().span()).strip())
        .toList();
  }

  String name(QualifiedName name) {
    return SqlNames.quote(name);
  }

  String name(RelationName name) {
    return SqlNames.quote(name);
  }

  // Schema

  Optional<Table> table(QualifiedName name) {
    return schema.findTable(name);
  }

  boolean isTable(RelationName name) {
    return schema
        .find(name)
        .or(() -> schemaBeforeFile.find(name))
        .map(
            relation ->
                relation.kind().isTable() || relation.kind() == RelationKind.MATERIALIZED_VIEW)
        .orElse(true);
  }

  boolean isIndex(RelationName name) {
    return schema.find(name).map(relation -> relation.kind().isIndex()).orElse(false);
  }

  boolean isPartitioned(QualifiedName name) {
    return table(name).filter(t -> t.kind() == RelationKind.PARTITIONED_TABLE).isPresent();
  }

  /** All partitions below a table, leaves and partitioned ones. */
  List<RelationName> partitionsOf(QualifiedName name) {
    return table(name)
        .map(t -> schema.descendants(t.id()).stream().map(Table::name).toList())
        .orElse(List.of());
  }

  /** Whether a relation is a partition or child of one of the others. */
  boolean isBelow(RelationName name, Set<RelationName> others) {
    return others.stream()
        .flatMap(other -> schema.find(other).stream())
        .flatMap(other -> schema.descendants(other.id()).stream())
        .anyMatch(child -> child.name().equals(name));
  }

  /** Whether an earlier statement of the file created a type, domain, function or schema so. */
  boolean createdInFile(QualifiedName name) {
    return script.statements().stream()
        .filter(before -> before.span().end() <= statement.span().start())
        .anyMatch(before -> created(before).filter(n -> n.name().equals(name.name())).isPresent());
  }

  private static Optional<QualifiedName> created(Statement before) {
    if (before instanceof CreateFunction create) {
      return Optional.of(create.name());
    }
    if (before instanceof CreateEnum create) {
      return Optional.of(create.name());
    }
    if (before instanceof CreateCompositeType create) {
      return Optional.of(create.name());
    }
    if (before instanceof CreateDomain create) {
      return Optional.of(create.name());
    }
    if (before instanceof CreateSchema create) {
      return create.name().map(QualifiedName::of);
    }
    return Optional.empty();
  }

  /** A reason as a part of a sentence: without full stop and capital. */
  static String clause(String reason) {
    String open = reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason;
    return open.substring(0, 1).toLowerCase(Locale.ROOT) + open.substring(1);
  }

  /** Whether the column is known to be marked NOT NULL. */
  boolean isNotNull(QualifiedName name, String column) {
    return table(name).filter(t -> t.notNullProof(column) == NotNullProof.NOT_NULL).isPresent();
  }

  /** The type of a column as SQL writes it, if it is known. */
  Optional<String> typeOf(QualifiedName name, String column) {
    return table(name)
        .flatMap(t -> t.column(column))
        .map(Column::type)
        .filter(DataType::known)
        .map(type -> type.canonical().replace("pg_catalog.", ""));
  }

  /** The column to walk a table by: its primary key, when that is one column. */
  Optional<String> keyColumn(QualifiedName name) {
    return table(name)
        .flatMap(Table::primaryKey)
        .filter(key -> key.columns().size() == 1)
        .map(key -> key.columns().get(0));
  }

  boolean hasColumn(QualifiedName name, String column) {
    return table(name).flatMap(t -> t.column(column)).isPresent();
  }

  /** Whether the table is known in full and has no such column. */
  boolean lacksColumn(QualifiedName name, String column) {
    return table(name)
        .filter(t -> t.columnsKnown() && !t.assumed() && t.column(column).isEmpty())
        .isPresent();
  }

  /** Whether an earlier statement of the file gave the column a value in rows that had none. */
  boolean filledEarlier(QualifiedName name, String column) {
    return script.statements().stream()
        .filter(before -> before.span().end() <= statement.span().start())
        .anyMatch(
            before ->
                before instanceof Update update
                    && relation(update.table().name()).equals(relation(name))
                    && update.columns().contains(column));
  }

  /** Whether migrations before this file created something of that name. */
  boolean knewBefore(QualifiedName name) {
    return schemaBeforeFile.find(name).isPresent() || !schemaBeforeFile.functions(name).isEmpty();
  }

  /** The columns of each unique key; the column {@code id} where the table's past is not known. */
  List<Set<String>> uniqueKeys(QualifiedName name) {
    Optional<Table> known = table(name);
    List<Set<String>> keys = new ArrayList<>();
    known.ifPresent(
        t ->
            schema.indexes(t.id()).stream()
                .filter(index -> index.unique() && !index.hasExpressions())
                .forEach(index -> keys.add(Set.copyOf(index.keyColumns()))));
    if (known.isEmpty() || known.get().assumed()) {
      keys.add(Set.of("id"));
    }
    return keys;
  }
}
