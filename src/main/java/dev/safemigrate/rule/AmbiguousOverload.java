package dev.safemigrate.rule;

import dev.safemigrate.ast.CreateFunction;
import dev.safemigrate.ast.FunctionParameter;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.RuleInfo;
import dev.safemigrate.schema.DataType;
import java.util.List;
import java.util.function.Consumer;

/** A second function of one name whose defaults make calls of the first ambiguous. */
final class AmbiguousOverload implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "ambiguous-overload",
          "Overload with defaults makes calls ambiguous",
          Classification.EXPAND_CONTRACT_REQUIRED);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (!(context.statement() instanceof CreateFunction create)) {
      return;
    }
    List<FunctionParameter> inputs =
        create.parameters().stream()
            .filter(parameter -> parameter.mode() != FunctionParameter.Mode.OUT)
            .toList();
    long required = inputs.stream().filter(p -> p.defaultValue().isEmpty()).count();
    List<DataType> types =
        inputs.stream().map(parameter -> context.schema().resolve(parameter.type())).toList();
    context.schema().functions(create.name()).stream()
        .filter(other -> other.argumentTypes().size() < types.size())
        .filter(other -> other.argumentTypes().size() >= required)
        .filter(
            other -> types.subList(0, other.argumentTypes().size()).equals(other.argumentTypes()))
        .findFirst()
        .map(
            other ->
                new Finding(
                    INFO,
                    create.span(),
                    "With the default of its last parameters, calls with %d arguments match both functions named %s and fail as not unique."
                        .formatted(other.argumentTypes().size(), create.name()),
                    context.plan(
                        "Give the new function another name, or no defaults; or replace the old one"
                            + " by a call of the new one in a later release.")))
        .ifPresent(findings);
  }
}
