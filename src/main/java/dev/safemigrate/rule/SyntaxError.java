package dev.safemigrate.rule;

import dev.safemigrate.ast.SyntaxProblem;
import dev.safemigrate.ast.Unparsed;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** What the server cannot read. */
final class SyntaxError implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo("syntax-error", "Syntax error", Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public boolean concernsRefused() {
    return true;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (context.statement() instanceof Unparsed unparsed) {
      SyntaxProblem problem = unparsed.problem();
      findings.accept(
          new Finding(
              INFO, problem.span(), problem.message(), Remedy.of(problem.hint().orElse(""))));
    }
  }
}
