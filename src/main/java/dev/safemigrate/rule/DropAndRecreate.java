package dev.safemigrate.rule;

import dev.safemigrate.ast.CreateFunction;
import dev.safemigrate.ast.CreateTableAs;
import dev.safemigrate.ast.CreateView;
import dev.safemigrate.ast.Drop;
import dev.safemigrate.ast.Grant;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** An object that is dropped and created again, and comes back without what hung on it. */
final class DropAndRecreate implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "drop-and-recreate", "Object comes back without its privileges", Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    Optional<Drop> dropped =
        created(context.statement())
            .flatMap(name -> dropBefore(context, name))
            .filter(drop -> !regranted(context));
    dropped
        .map(
            drop ->
                new Finding(
                        INFO,
                        context.statement().span(),
                        "%s is dropped above and created anew: its privileges, owner and comments are gone, and %s."
                            .formatted(
                                created(context.statement()).orElseThrow(),
                                context.statement() instanceof CreateFunction
                                    ? "everybody may call it"
                                    : "nobody but its owner can use it"),
                        Remedy.of(instead(context.statement())))
                    .withRelated(
                        List.of(new Finding.Related("", drop.span(), "it is dropped here"))))
        .ifPresent(findings);
  }

  private static String instead(Statement statement) {
    String again = "grant and comment again in the same file.";
    if (statement instanceof CreateFunction) {
      return "Use CREATE OR REPLACE, which keeps them, where the signature allows it; else "
          + again;
    }
    return statement instanceof CreateView
        ? "Use CREATE OR REPLACE, which keeps them, where the columns allow it; else " + again
        : "A materialized view cannot be replaced: " + again;
  }

  private static Optional<QualifiedName> created(Statement statement) {
    if (statement instanceof CreateView view) {
      return Optional.of(view.name());
    }
    if (statement instanceof CreateTableAs as && as.materializedView()) {
      return Optional.of(as.name());
    }
    return statement instanceof CreateFunction function
        ? Optional.of(function.name())
        : Optional.empty();
  }

  private static Optional<Drop> dropBefore(StatementContext context, QualifiedName name) {
    boolean function = context.statement() instanceof CreateFunction;
    return context.script().statements().stream()
        .filter(statement -> statement.span().end() <= context.statement().span().start())
        .filter(Drop.class::isInstance)
        .map(Drop.class::cast)
        .filter(
            drop ->
                function
                    == (drop.objectType() == ObjectType.FUNCTION
                        || drop.objectType() == ObjectType.PROCEDURE
                        || drop.objectType() == ObjectType.ROUTINE))
        .filter(drop -> !drop.ifExists() || context.knewBefore(name))
        .filter(drop -> drop.objects().stream().anyMatch(object -> same(object.name(), name)))
        .findFirst();
  }

  private static boolean same(QualifiedName a, QualifiedName b) {
    return a.name().equals(b.name())
        && a.schema().orElse("public").equals(b.schema().orElse("public"));
  }

  private static boolean regranted(StatementContext context) {
    return context.script().statements().stream()
        .anyMatch(
            statement ->
                statement instanceof Grant grant
                    && !grant.revoke()
                    && grant.span().start() > context.statement().span().start());
  }
}
