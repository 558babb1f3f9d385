package dev.safemigrate.rule;

import dev.safemigrate.ast.CommandTags;
import dev.safemigrate.ast.DoBlock;
import dev.safemigrate.ast.Opaque;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Unparsed;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** A statement of which nothing is promised. */
final class NotUnderstood implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo("not-understood", "Statement is not understood", Classification.UNKNOWN);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    Statement statement = context.statement();
    boolean saidElsewhere =
        statement instanceof Unparsed
            || statement instanceof Opaque
            || statement instanceof DoBlock
            || statement instanceof dev.safemigrate.ast.PsqlCommand;
    if (context.effects().unknown() && !saidElsewhere) {
      findings.accept(
          new Finding(
              INFO,
              statement.span(),
              "What %s does to the running application is not known to this plugin."
                  .formatted(CommandTags.of(statement)),
              Remedy.of(
                  "Look at it yourself and acknowledge it with a reason: -- migrate:allow"
                      + " not-understood <reason>")));
    }
  }
}
