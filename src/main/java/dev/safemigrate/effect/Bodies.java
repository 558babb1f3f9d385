package dev.safemigrate.effect;

import dev.safemigrate.ast.Call;
import dev.safemigrate.ast.CreateFunction;
import dev.safemigrate.ast.FunctionParameter;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.TransactionControl;
import dev.safemigrate.schema.FunctionDefinition;
import java.util.List;
import java.util.Optional;

/** Statements inside DO blocks, procedures and functions. */
final class Bodies {

  private final Prediction prediction;
  private final EffectModel model;

  Bodies(Prediction prediction, EffectModel model) {
    this.prediction = prediction;
    this.model = model;
  }

  /** Each statement of a body finds the schema as it was before the body. */
  void run(List<Statement> statements) {
    for (Statement statement : statements) {
      if (statement instanceof TransactionControl) {
        if (prediction.transaction().open()) {
          prediction.fail("2D000", "a body cannot end the transaction that it is called in");
        }
        continue;
      }
      Effects nested =
          model.predict(
              statement, prediction.schema(), prediction.transaction(), prediction.version());
      prediction.out().include(withoutFailure(nested));
    }
  }

  /** What fails in a body may be caught there, or may never be reached. */
  private Effects withoutFailure(Effects nested) {
    nested.failure().ifPresent(f -> prediction.out().note("In the body: " + f.reason() + "."));
    return new Effects(
        nested.locks(),
        nested.rewrites(),
        nested.scans(),
        nested.indexBuilds(),
        nested.createdIndexes(),
        nested.created(),
        nested.waitsFor(),
        nested.transaction() == TransactionNeed.FORBIDDEN
            ? TransactionNeed.FORBIDDEN
            : TransactionNeed.ANY,
        Optional.empty(),
        nested.dataLoss(),
        nested.breaks(),
        nested.notes(),
        nested.assumed(),
        nested.unknown());
  }

  /** CALL runs the procedure's body. */
  void call(Call statement) {
    List<FunctionDefinition> found = prediction.schema().functions(statement.procedure());
    if (found.isEmpty()) {
      prediction.out().assume();
      return;
    }
    found.forEach(procedure -> run(procedure.bodyStatements()));
  }

  /** A changed kind, return type or parameter name is refused (ProcedureCreate()). */
  void create(CreateFunction statement) {
    boolean checked =
        prediction.schema().setting("check_function_bodies").filter(Explains::isOff).isEmpty()
            || statement.body().filter(body -> body.sqlStandard()).isPresent();
    if (checked && statement.language().equalsIgnoreCase("sql")) {
      // fmgr_sql_validator() of pg_proc.c
      new AnalysedStatements(prediction).lock(statement.bodyStatements());
    }
    for (FunctionDefinition old : prediction.schema().functions(statement.name())) {
      boolean sameArguments =
          old.argumentTypes()
              .equals(
                  statement.parameters().stream()
                      .filter(p -> p.mode() != FunctionParameter.Mode.OUT)
                      .map(p -> prediction.schema().resolve(p.type()))
                      .toList());
      if (!sameArguments) {
        continue;
      }
      if (!statement.replace()) {
        prediction.fail("42723", "function %s exists", old.name());
      }
      boolean returnsOther =
          statement
              .returns()
              .map(prediction.schema()::resolve)
              .filter(
                  type ->
                      old.returns()
                          .filter(r -> !r.canonical().equals(type.canonical()))
                          .isPresent())
              .isPresent();
      if (returnsOther) {
        prediction.fail("42P13", "the return type of %s cannot change", old.name());
      }
      List<Optional<String>> names = inputNames(statement.parameters());
      List<Optional<String>> oldNames = inputNames(old.parameters());
      for (int i = 0; i < Math.min(names.size(), oldNames.size()); i++) {
        if (oldNames.get(i).isPresent() && !oldNames.get(i).equals(names.get(i))) {
          prediction.fail(
              "42P13",
              "the parameter %s of %s cannot change its name",
              oldNames.get(i).get(),
              old.name());
        }
      }
    }
  }

  private static List<Optional<String>> inputNames(List<FunctionParameter> parameters) {
    return parameters.stream()
        .filter(parameter -> parameter.mode() != FunctionParameter.Mode.OUT)
        .map(FunctionParameter::name)
        .toList();
  }
}
