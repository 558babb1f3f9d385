package dev.safemigrate.rule;

import dev.safemigrate.ast.Grant;
import dev.safemigrate.ast.GrantRole;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** A privilege that the running version may need and loses. */
final class PrivilegeRevoked implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "privilege-revoked", "Privilege is revoked", Classification.EXPAND_CONTRACT_REQUIRED);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    boolean revokes =
        (context.statement() instanceof Grant grant && grant.revoke())
            || (context.statement() instanceof GrantRole role && role.revoke());
    if (revokes && !context.harm(context.effects()).isEmpty()) {
      findings.accept(
          new Finding(
              INFO,
              context.statement().span(),
              "Statements of the running version that need this privilege fail as soon as it is revoked.",
              Remedy.of(
                  "Release a version that does not need it, and revoke it when no older version"
                      + " runs.")));
    }
  }
}
