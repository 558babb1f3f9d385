package dev.safemigrate.plan;

import dev.safemigrate.ast.CreateFunction;
import dev.safemigrate.ast.CreateView;
import dev.safemigrate.ast.Drop;
import dev.safemigrate.ast.FunctionParameter;
import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.parser.SelectedNames;
import dev.safemigrate.schema.DataType;
import dev.safemigrate.schema.FunctionDefinition;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.schema.View;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The change of a view or function that a script drops and creates anew, or replaces in place. */
final class ReplacementChange {

  private static final Set<ObjectType> ROUTINES =
      Set.of(ObjectType.FUNCTION, ObjectType.PROCEDURE, ObjectType.ROUTINE);

  private final SchemaState schema;
  private final String text;
  private final List<Statement> later;

  /**
   * @param text of the script
   * @param later the statements behind the one that is asked about
   */
  ReplacementChange(SchemaState schema, String text, List<Statement> later) {
    this.schema = schema;
    this.text = text;
    this.later = later;
  }

  Optional<Change> of(Statement statement) {
    if (statement instanceof Drop drop && drop.objectType() == ObjectType.VIEW) {
      return Optional.of(view(drop.objects().get(0)));
    }
    if (statement instanceof Drop drop && ROUTINES.contains(drop.objectType())) {
      return Optional.of(routine(drop.objects().get(0)));
    }
    if (statement instanceof CreateView view && view.replace() && losesColumns(view)) {
      return Optional.of(new Change.ReplaceView(view.name(), definition(view), Optional.empty()));
    }
    if (statement instanceof CreateFunction function && function.replace()) {
      return sameArguments(function)
          .filter(known -> isRefused(known, function))
          .map(known -> replaced(function));
    }
    return Optional.empty();
  }

  private Change view(ObjectReference dropped) {
    return later.stream()
        .filter(CreateView.class::isInstance)
        .map(CreateView.class::cast)
        .filter(create -> same(create.name(), dropped.name()))
        .findFirst()
        .<Change>map(
            create -> new Change.ReplaceView(dropped.name(), definition(create), Optional.empty()))
        .orElseGet(() -> gone(dropped));
  }

  private Change routine(ObjectReference dropped) {
    return later.stream()
        .filter(CreateFunction.class::isInstance)
        .map(CreateFunction.class::cast)
        .filter(create -> same(create.name(), dropped.name()))
        .findFirst()
        .<Change>map(
            create ->
                new Change.ReplaceFunction(
                    dropped.name(), dropped.arguments(), definition(create), Optional.empty()))
        .orElseGet(() -> gone(dropped));
  }

  private static Change gone(ObjectReference dropped) {
    return new Change.NotPlanned(
        "Nothing comes in the place of "
            + dropped.name()
            + ": release a version that does not use it, and drop it with a later release.");
  }

  /** Whether it does not begin with the columns that there are, as far as the words tell. */
  private boolean losesColumns(CreateView next) {
    Optional<List<String>> after = SelectedNames.of(next.columns(), next.query());
    return schema
        .find(next.name())
        .filter(View.class::isInstance)
        .map(View.class::cast)
        .flatMap(old -> SelectedNames.of(old.columns(), old.query()))
        .filter(before -> after.isPresent() && !startsWith(after.get(), before))
        .isPresent();
  }

  private static boolean startsWith(List<String> names, List<String> first) {
    return names.size() >= first.size() && names.subList(0, first.size()).equals(first);
  }

  private Optional<FunctionDefinition> sameArguments(CreateFunction function) {
    List<DataType> types =
        inputs(function.parameters()).map(p -> schema.resolve(p.type())).toList();
    return schema.functions(function.name()).stream()
        .filter(known -> known.argumentTypes().equals(types))
        .findFirst();
  }

  /** Another result or another parameter's name (manual, CREATE FUNCTION, "Notes"). */
  private boolean isRefused(FunctionDefinition known, CreateFunction next) {
    boolean otherResult = !known.returns().equals(next.returns().map(schema::resolve));
    List<FunctionParameter> before = inputs(known.parameters()).toList();
    List<FunctionParameter> after = inputs(next.parameters()).toList();
    for (int i = 0; i < before.size(); i++) {
      Optional<String> name = before.get(i).name();
      if (name.isPresent() && !name.equals(after.get(i).name())) {
        return true;
      }
    }
    return otherResult;
  }

  private Change replaced(CreateFunction next) {
    StringBuilder arguments = new StringBuilder();
    inputs(next.parameters())
        .forEach(
            parameter ->
                arguments
                    .append(arguments.isEmpty() ? "" : ", ")
                    .append(parameter.type().canonical()));
    return new Change.ReplaceFunction(
        next.name(), Optional.of(arguments.toString()), definition(next), Optional.empty());
  }

  private static Stream<FunctionParameter> inputs(List<FunctionParameter> parameters) {
    return parameters.stream().filter(parameter -> parameter.mode() != FunctionParameter.Mode.OUT);
  }

  private String definition(Statement statement) {
    return statement.span().of(text);
  }

  private static boolean same(QualifiedName one, QualifiedName other) {
    return one.name().equals(other.name())
        && one.schema().orElse("public").equals(other.schema().orElse("public"));
  }
}
