package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.AlterTableAction.AddIdentity;
import dev.safemigrate.ast.AlterTableAction.SetDefault;
import dev.safemigrate.ast.CreateSequence;
import dev.safemigrate.ast.DoBlock;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Select;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An identity or sequence that starts at 1 on a column that has values already. */
final class IdentityRestartCollision implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "identity-restart-collision",
          "Identity starts at 1 on a column with values",
          Classification.RISKY);

  private static final Pattern NEXTVAL = Pattern.compile("(?i)\\bnextval\\s*\\(\\s*'([^']+)'");

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    for (var set : context.actions(SetDefault.class)) {
      newSequence(context, set, findings);
    }
    for (var add : context.actions(AddIdentity.class)) {
      QualifiedName table = add.table().relation().name();
      String column = add.action().column();
      boolean starts =
          add.action().identity().sequenceOptions().stream()
              .anyMatch(
                  option ->
                      option.name().equalsIgnoreCase("start")
                          || option.name().equalsIgnoreCase("restart"));
      if (!starts && context.isVisible(table) && !setLater(context, table)) {
        findings.accept(
            new Finding(
                INFO,
                add.action().span(),
                "The identity of %s.%s starts at 1, so the next insert meets a key that exists."
                    .formatted(table, column),
                Remedy.of(
                    "Set the sequence behind the highest value, in the same transaction.",
                    context.sql(),
                    "SELECT setval(pg_get_serial_sequence('%s', '%s'), (SELECT COALESCE(max(%s), 0) + 1 FROM %s), false)"
                        .formatted(
                            context.name(table).replace("'", "''"),
                            column.replace("'", "''"),
                            SqlNames.quote(column),
                            context.name(table)))));
      }
    }
  }

  /** A default that draws from a sequence which an earlier statement of the file created. */
  private static void newSequence(
      StatementContext context, Action<SetDefault> set, Consumer<Finding> findings) {
    QualifiedName table = set.table().relation().name();
    Matcher call = NEXTVAL.matcher(set.action().value().text());
    if (!call.find() || !context.isVisible(table) || setLater(context, table)) {
      return;
    }
    String sequence = call.group(1);
    boolean keyed =
        context.uniqueKeys(table).stream()
            .anyMatch(key -> key.equals(Set.of(set.action().column())));
    boolean startsAtOne =
        context.script().statements().stream()
            .filter(before -> before.span().end() <= context.statement().span().start())
            .anyMatch(
                before ->
                    before instanceof CreateSequence create
                        && sequence.replace("\"", "").endsWith(create.name().name())
                        && create.options().stream()
                            .noneMatch(option -> option.name().equalsIgnoreCase("start")));
    if (keyed && startsAtOne && !setBefore(context)) {
      findings.accept(
          new Finding(
              INFO,
              set.action().span(),
              "%s starts at 1, so the next insert into %s meets a key that exists."
                  .formatted(sequence, table),
              Remedy.of(
                  "Set the sequence behind the highest value, in the same transaction.",
                  context.sql(),
                  "SELECT setval('%s', (SELECT COALESCE(max(%s), 0) + 1 FROM %s), false)"
                      .formatted(
                          sequence, SqlNames.quote(set.action().column()), context.name(table)))));
    }
  }

  private static boolean setBefore(StatementContext context) {
    return context.script().statements().stream()
        .filter(before -> before.span().end() <= context.statement().span().start())
        .anyMatch(
            before ->
                before instanceof Select select
                    && select.query().text().toLowerCase(Locale.ROOT).contains("setval"));
  }

  /** Whether the file moves the sequence: setval, or ALTER COLUMN ... RESTART. */
  private static boolean setLater(StatementContext context, QualifiedName table) {
    return context.script().statements().stream()
        .filter(statement -> statement.span().start() > context.statement().span().start())
        .anyMatch(
            statement ->
                (statement instanceof Select select
                        && select.query().text().toLowerCase(Locale.ROOT).contains("setval"))
                    || statement instanceof DoBlock
                    || (statement instanceof AlterTable alter
                        && context.relation(alter.relation().name()).equals(context.relation(table))
                        && alter.actions().stream()
                            .anyMatch(AlterTableAction.SetIdentity.class::isInstance)));
  }
}
