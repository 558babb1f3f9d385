package dev.safemigrate.rule;

import dev.safemigrate.ast.CreateEnum;
import dev.safemigrate.ast.CreateFunction;
import dev.safemigrate.ast.CreateTableAs;
import dev.safemigrate.ast.CreateTrigger;
import dev.safemigrate.ast.CreateView;
import dev.safemigrate.ast.Drop;
import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.FunctionParameter;
import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Rename;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.TransactionControl;
import dev.safemigrate.parser.SelectedNames;
import dev.safemigrate.schema.FunctionDefinition;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.Trigger;
import dev.safemigrate.schema.TypeDefinition.EnumType;
import dev.safemigrate.schema.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds out whether anybody can miss an object that a statement drops or renames: not when the file
 * itself brought it, and not when the same transaction puts one in its place that answers the same
 * statements. Other sessions see a transaction's changes of the catalogs all at once (PostgreSQL
 * manual, "Transaction Isolation").
 */
final class Successors {

  private final SchemaVocabulary context;

  private Successors(SchemaVocabulary context) {
    this.context = context;
  }

  /** Whether nobody misses what goes under that name, as effects write it. */
  static boolean cover(SchemaVocabulary context, String gone) {
    return new Successors(context).cover(gone);
  }

  private boolean cover(String gone) {
    if (context.statement() instanceof Drop drop && !drop.cascade()) {
      return drop.objects().stream()
          .filter(object -> names(object, gone))
          .anyMatch(object -> unknownBefore(object) || hasSuccessor(object));
    }
    return context.statement() instanceof Rename rename
        && names(rename.object(), gone)
        && hasSuccessor(rename.object());
  }

  private boolean names(ObjectReference object, String gone) {
    String name = object.name().toString();
    return object
        .relation()
        .map(relation -> gone.equals(context.relation(relation) + "." + name))
        .orElse(gone.equals(name) || gone.equals(context.relation(object.name()).toString()));
  }

  /** Whether an earlier statement of the file gave the object its name. */
  private boolean unknownBefore(ObjectReference object) {
    QualifiedName name = object.name();
    return switch (object.type()) {
      case TYPE, DOMAIN ->
          context.schema().findType(name).isPresent()
              && context.schemaBeforeFile().findType(name).isEmpty();
      case VIEW, MATERIALIZED_VIEW ->
          context.schema().find(name).isPresent()
              && context.schemaBeforeFile().find(name).isEmpty();
      case FUNCTION, PROCEDURE, ROUTINE ->
          !context.schema().functions(name).isEmpty()
              && context.schemaBeforeFile().functions(name).isEmpty();
      default -> false;
    };
  }

  private boolean hasSuccessor(ObjectReference object) {
    return switch (object.type()) {
      case TYPE -> enumType(object.name());
      case VIEW, MATERIALIZED_VIEW -> view(object.name());
      case FUNCTION, PROCEDURE, ROUTINE -> function(object.name());
      case TRIGGER -> trigger(object);
      case INDEX -> uniqueIndex(object.name());
      default -> false;
    };
  }

  /** The statements behind this one in its transaction. */
  private Stream<Statement> later() {
    if (!context.transaction().state().open()) {
      return Stream.empty();
    }
    Predicate<Statement> ends =
        statement ->
            statement instanceof TransactionControl control
                && (control.kind() == TransactionControl.Kind.COMMIT
                    || control.kind() == TransactionControl.Kind.ROLLBACK);
    return context.script().statements().stream()
        .filter(statement -> statement.span().start() > context.statement().span().start())
        .takeWhile(ends.negate());
  }

  private boolean same(QualifiedName one, QualifiedName other) {
    return context.relation(one).equals(context.relation(other));
  }

  private boolean uniqueIndex(QualifiedName name) {
    return context
        .schema()
        .find(name)
        .filter(Index.class::isInstance)
        .map(Index.class::cast)
        .filter(before -> later().anyMatch(new IndexSuccessor(context, before)))
        .isPresent();
  }

  private boolean enumType(QualifiedName name) {
    List<String> labels =
        context
            .schema()
            .findType(name)
            .filter(EnumType.class::isInstance)
            .map(EnumType.class::cast)
            .filter(type -> !type.assumed())
            .map(EnumType::labels)
            .orElse(List.of());
    return !labels.isEmpty()
        && later()
            .filter(CreateEnum.class::isInstance)
            .map(CreateEnum.class::cast)
            .anyMatch(type -> same(type.name(), name) && type.labels().containsAll(labels));
  }

  private boolean view(QualifiedName name) {
    Optional<Map<String, String>> before =
        context
            .schema()
            .find(name)
            .filter(View.class::isInstance)
            .map(View.class::cast)
            .flatMap(view -> SelectedNames.casts(view.columns(), view.query()));
    return before.isPresent()
        && later()
            .flatMap(statement -> columns(statement, name).stream())
            .anyMatch(columns -> columns.entrySet().containsAll(before.get().entrySet()));
  }

  private Optional<Map<String, String>> columns(Statement statement, QualifiedName name) {
    if (statement instanceof CreateView view && same(view.name(), name)) {
      return SelectedNames.casts(view.columns(), view.query());
    }
    return statement instanceof CreateTableAs as && same(as.name(), name)
        ? SelectedNames.casts(as.columns(), as.query())
        : Optional.empty();
  }

  private boolean function(QualifiedName name) {
    List<FunctionDefinition> before = context.schema().functions(name);
    return before.size() == 1
        && later()
            .filter(CreateFunction.class::isInstance)
            .map(CreateFunction.class::cast)
            .anyMatch(create -> same(create.name(), name) && answersLike(create, before.get(0)));
  }

  /** Whether calls of the old function work with the new one and get what they got. */
  private boolean answersLike(CreateFunction create, FunctionDefinition before) {
    boolean columns =
        !create.returnsTable().isEmpty()
            || create.parameters().stream()
                .anyMatch(parameter -> parameter.mode() != FunctionParameter.Mode.IN);
    List<String> arguments =
        create.parameters().stream()
            .map(parameter -> context.schema().resolve(parameter.type()).canonical())
            .toList();
    return !columns
        && create.returnsSet() == before.returnsSet()
        && arguments.equals(before.argumentTypes().stream().map(t -> t.canonical()).toList())
        && create
            .returns()
            .map(type -> context.schema().resolve(type).canonical())
            .equals(before.returns().map(type -> type.canonical()));
  }

  /**
   * One of the same name or with the same function that fires whenever the old one did; or the
   * whole table goes.
   */
  private boolean trigger(ObjectReference object) {
    QualifiedName table = object.relation().orElseThrow();
    Optional<CreateTrigger> before =
        context
            .table(table)
            .map(known -> context.schema().triggers(known.id()))
            .orElse(List.of())
            .stream()
            .map(Trigger::definition)
            .filter(definition -> definition.name().equals(object.name().name()))
            .findFirst();
    return later()
        .anyMatch(
            statement ->
                (statement instanceof CreateTrigger create
                        && same(create.table(), table)
                        && before
                            .map(old -> firesLike(create, old))
                            .orElse(create.name().equals(object.name().name())))
                    || drops(statement, table));
  }

  private static boolean firesLike(CreateTrigger create, CreateTrigger old) {
    boolean same =
        create.name().equals(old.name()) || create.function().name().equals(old.function().name());
    boolean columns =
        create.updateColumns().isEmpty()
            || (!old.updateColumns().isEmpty()
                && create.updateColumns().containsAll(old.updateColumns()));
    return same
        && columns
        && create.timing().equalsIgnoreCase(old.timing())
        && create.events().containsAll(old.events())
        && create.forEachRow() == old.forEachRow()
        && (create.when().isEmpty()
            || create.when().map(Expression::text).equals(old.when().map(Expression::text)));
  }

  private boolean drops(Statement statement, QualifiedName table) {
    return statement instanceof Drop drop
        && drop.objectType() == ObjectType.TABLE
        && drop.objects().stream().anyMatch(object -> same(object.name(), table));
  }
}
