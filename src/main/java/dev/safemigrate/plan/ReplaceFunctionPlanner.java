package dev.safemigrate.plan;

import dev.safemigrate.ast.CreateFunction;
import dev.safemigrate.ast.FunctionParameter;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.SqlWriter;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.parser.SqlParser;
import dev.safemigrate.schema.DataType;
import dev.safemigrate.schema.FunctionDefinition;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.text.Lexer;
import dev.safemigrate.text.TokenKind;
import dev.safemigrate.text.Tokens;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A function with other parameters or another result. Both stand under one name only where no call
 * can mean both: with as many arguments, an untyped literal or parameter could be taken by either
 * (manual, section 10.3).
 */
final class ReplaceFunctionPlanner implements Planner<Change.ReplaceFunction> {

  @Override
  public Class<Change.ReplaceFunction> handles() {
    return Change.ReplaceFunction.class;
  }

  @Override
  public ExpandContractPlan plan(Change.ReplaceFunction change, Before before) {
    CreateFunction next = definition(change.definition(), before);
    FunctionDefinition known = function(change, before);
    CreateFunction old =
        known
            .definition()
            .orElseThrow(
                () ->
                    new Refusal(
                        known.name().name()
                            + " was altered since it was created, so the way back is not known:"
                            + " create it again (CREATE OR REPLACE) in a migration first."));
    if (old.procedure() != next.procedure()) {
      throw new Refusal(known.name().name() + " is one of a function and a procedure, not both.");
    }
    String kind = old.procedure() ? "PROCEDURE" : "FUNCTION";
    boolean overload = change.newName().isEmpty() && !overlap(old, next);
    RelationName name =
        overload
            ? known.name()
            : new RelationName(
                known.name().schema(),
                change.newName().orElseGet(() -> Names.join(known.name().name(), "next")));
    if (!overload && !before.schema().functions(qualified(name)).isEmpty()) {
      throw new Refusal("There is a function " + name + " already.");
    }
    return new ReplacedObject(
            "Replace the %s %s".formatted(kind.toLowerCase(Locale.ROOT), known.name().name()),
            kind,
            known.name(),
            name,
            change.newName().isEmpty() && !overload,
            sql(old, known.name()),
            drop(old, known.name(), before),
            as -> named(change.definition(), kind, as),
            as -> drop(next, as, before),
            as -> (next.procedure() ? "CALL " : "SELECT ") + Names.sql(as) + "(...);",
            List.of(
                "Everybody may execute a new function: revoke and grant as on the old one.",
                "Views, defaults, triggers and policies that call the old one hold it: the contract"
                    + " is refused until they call the next."))
        .plan();
  }

  private static CreateFunction definition(String text, Before before) {
    List<Statement> statements = SqlParser.parse(text, before.version()).statements();
    if (statements.size() == 1 && statements.get(0) instanceof CreateFunction function) {
      return function;
    }
    throw new Refusal("'" + text.strip() + "' is not a function's definition.");
  }

  private static FunctionDefinition function(Change.ReplaceFunction change, Before before) {
    List<FunctionDefinition> named = before.schema().functions(change.function());
    List<FunctionDefinition> found =
        change
            .arguments()
            .map(arguments -> types(arguments, before))
            .map(
                types ->
                    named.stream()
                        .filter(function -> names(function.argumentTypes()).equals(names(types)))
                        .toList())
            .orElse(named);
    if (found.size() == 1) {
      return found.get(0);
    }
    throw new Refusal(
        found.isEmpty()
            ? "The migrations create no function %s%s. Give the plan a base: migrate:snapshot writes one."
                .formatted(change.function(), change.arguments().map(a -> "(" + a + ")").orElse(""))
            : "There are %d functions %s; say which with its arguments: %s(<types>)."
                .formatted(found.size(), change.function(), change.function()));
  }

  private static List<DataType> types(String arguments, Before before) {
    CreateFunction read =
        definition("CREATE FUNCTION f(%s) RETURNS int RETURN 1".formatted(arguments), before);
    return inputs(read).stream().map(p -> before.schema().resolve(p.type())).toList();
  }

  private static List<String> names(List<DataType> types) {
    return types.stream().map(type -> type.name() + (type.isArray() ? "[]" : "")).toList();
  }

  /** Whether a call could have a number of arguments that both take. */
  private static boolean overlap(CreateFunction one, CreateFunction other) {
    return least(one) <= most(other) && least(other) <= most(one);
  }

  private static int least(CreateFunction function) {
    return (int)
        inputs(function).stream()
            .filter(p -> p.defaultValue().isEmpty())
            .filter(p -> p.mode() != FunctionParameter.Mode.VARIADIC)
            .count();
  }

  private static int most(CreateFunction function) {
    boolean any =
        inputs(function).stream().anyMatch(p -> p.mode() == FunctionParameter.Mode.VARIADIC);
    return any ? Integer.MAX_VALUE : inputs(function).size();
  }

  private static List<FunctionParameter> inputs(CreateFunction function) {
    return function.parameters().stream()
        .filter(parameter -> parameter.mode() != FunctionParameter.Mode.OUT)
        .toList();
  }

  private static String sql(CreateFunction function, RelationName name) {
    return SqlWriter.write(function.withName(qualified(name)).withReplace(false)).orElseThrow();
  }

  /** The words of the user under another name. */
  private static String named(String definition, String kind, RelationName name) {
    Tokens tokens = Lexer.read(definition);
    int word = 0;
    while (!tokens.spells(word, kind.toLowerCase(Locale.ROOT))) {
      word++;
    }
    int end = word + 1;
    while (!tokens.is(end, TokenKind.OPEN_PARENTHESIS)) {
      end++;
    }
    return "CREATE %s %s%s"
        .formatted(kind, Names.sql(name), definition.substring(tokens.start(end)).strip());
  }

  private static String drop(CreateFunction function, RelationName name, Before before) {
    return "DROP %s %s(%s)"
        .formatted(
            function.procedure() ? "PROCEDURE" : "FUNCTION",
            Names.sql(name),
            inputs(function).stream()
                .map(p -> SqlType.of(before.schema().resolve(p.type()), "a parameter").sql())
                .collect(Collectors.joining(", ")));
  }

  private static QualifiedName qualified(RelationName name) {
    return name.schema().equals("public")
        ? QualifiedName.of(name.name())
        : QualifiedName.of(name.schema(), name.name());
  }
}
