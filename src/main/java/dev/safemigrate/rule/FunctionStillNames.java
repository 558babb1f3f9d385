package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.CreateFunction;
import dev.safemigrate.ast.Drop;
import dev.safemigrate.ast.FunctionBody;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Rename;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import dev.safemigrate.schema.FunctionDefinition;
import dev.safemigrate.schema.RelationName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A function that still names what goes; the server finds out when the function is called. */
final class FunctionStillNames implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "function-still-names", "Function body still names what goes", Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    Set<String> gone = new TreeSet<>();
    if (context.statement() instanceof Drop drop && drop.objectType() == ObjectType.TABLE) {
      drop.objects().forEach(object -> gone.add(object.name().name()));
    }
    if (context.statement() instanceof Rename rename
        && (rename.objectType() == ObjectType.TABLE || rename.objectType() == ObjectType.COLUMN)) {
      gone.add(rename.object().name().name());
    }
    context
        .actions(AlterTableAction.DropColumn.class)
        .forEach(drop -> gone.add(drop.action().column()));
    context
        .actions(AlterTableAction.AddColumn.class)
        .forEach(add -> gone.remove(add.action().column().name()));
    gone.removeIf(name -> comesBack(context, name));
    for (String name : gone) {
      List<RelationName> callers =
          context
              .schema()
              .all(FunctionDefinition.class)
              .filter(function -> names(context, function, name))
              .filter(function -> !replacedLater(context, function.name()))
              .map(FunctionDefinition::name)
              .sorted()
              .toList();
      if (!callers.isEmpty()) {
        findings.accept(
            new Finding(
                INFO,
                context.statement().span(),
                callers.size() > 1
                    ? "The bodies of %s still name %s; PostgreSQL does not notice until they are called, and then they fail."
                        .formatted(Words.list(callers), name)
                    : "The body of %s still names %s; PostgreSQL does not notice until it is called, and then fails."
                        .formatted(callers.get(0), name),
                Remedy.of(
                    callers.size() > 1
                        ? "Replace the functions in the same transaction."
                        : "Replace the function in the same transaction.")));
      }
    }
  }

  /** The table whose column goes, which the body must name too. */
  private static Optional<String> table(StatementContext context) {
    if (context.statement() instanceof AlterTable alter) {
      return Optional.of(alter.relation().name().name());
    }
    return context.statement() instanceof Rename rename
        ? rename.object().relation().map(QualifiedName::name)
        : Optional.empty();
  }

  private static boolean names(StatementContext context, FunctionDefinition function, String name) {
    Optional<String> table = table(context);
    return function
        .body()
        .filter(body -> !body.sqlStandard())
        .map(FunctionBody::text)
        .filter(
            body ->
                table.isEmpty()
                    ? word(body, name)
                    : word(body, table.get()) && column(body, name, table.get()))
        .isPresent();
  }

  /** Whether the column stands there bare, or behind the table, an alias of it, NEW or OLD. */
  private static boolean column(String body, String column, String table) {
    Matcher found =
        Pattern.compile(
                "(?i)(?:(\\w+|\"[^\"]+\")\\s*\\.\\s*)?(?<![\\w$])\"?"
                    + Pattern.quote(column)
                    + "(?![\\w$])")
            .matcher(body);
    return found
        .results()
        .map(match -> Optional.ofNullable(match.group(1)))
        .anyMatch(qualifier -> qualifier.isEmpty() || means(body, qualifier.get(), table));
  }

  private static boolean means(String body, String qualifier, String table) {
    String bare = qualifier.replace("\"", "");
    return Set.of("new", "old", table.toLowerCase(Locale.ROOT))
            .contains(bare.toLowerCase(Locale.ROOT))
        || Pattern.compile(
                "(?i)(?<![\\w$])"
                    + Pattern.quote(table)
                    + "\"?\\s+(?:as\\s+)?\"?"
                    + Pattern.quote(bare)
                    + "(?![\\w$])")
            .matcher(body)
            .find();
  }

  private static boolean word(String text, String name) {
    return Pattern.compile("(?i)(?<![\\w$])" + Pattern.quote(name) + "(?![\\w$])")
        .matcher(text)
        .find();
  }

  /** Whether a later statement of the file adds a column of that name. */
  private static boolean comesBack(StatementContext context, String column) {
    Optional<String> table = table(context);
    return context.script().statements().stream()
        .filter(AlterTable.class::isInstance)
        .map(AlterTable.class::cast)
        .filter(later -> later.span().start() > context.statement().span().start())
        .filter(later -> table.equals(Optional.of(later.relation().name().name())))
        .flatMap(later -> later.actions().stream())
        .anyMatch(
            action ->
                action instanceof AlterTableAction.AddColumn add
                    && add.column().name().equals(column));
  }

  private static boolean replacedLater(StatementContext context, RelationName function) {
    return context.script().statements().stream()
        .filter(statement -> statement.span().start() > context.statement().span().start())
        .anyMatch(
            statement ->
                (statement instanceof CreateFunction create
                        && create.name().name().equals(function.name()))
                    || (statement instanceof Drop drop
                        && drop.objects().stream()
                            .anyMatch(o -> o.name().name().equals(function.name()))));
  }
}
