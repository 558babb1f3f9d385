package dev.safemigrate.schema;

import dev.safemigrate.ast.AlterFunction;
import dev.safemigrate.ast.CreateFunction;
import dev.safemigrate.ast.Define;
import dev.safemigrate.ast.FunctionParameter;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.Option;
import dev.safemigrate.ast.PersistenceKind;
import dev.safemigrate.ast.Volatility;
import dev.safemigrate.schema.NameKey.Namespace;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Functions, procedures, aggregates and what else DEFINE statements create. */
final class RoutineFold {

  private final Draft draft;

  RoutineFold(Draft draft) {
    this.draft = draft;
  }

  void create(CreateFunction statement) {
    RelationName name = draft.newName(statement.name(), PersistenceKind.PERMANENT);
    List<DataType> argumentTypes =
        statement.parameters().stream()
            .filter(p -> p.mode() != FunctionParameter.Mode.OUT)
            .map(p -> draft.state().resolve(p.type()))
            .toList();
    Optional<FunctionDefinition> existing =
        draft.state().store().findAll(Namespace.FUNCTION, name).stream()
            .map(FunctionDefinition.class::cast)
            .filter(f -> sameTypes(f.argumentTypes(), argumentTypes))
            .findFirst();
    if (existing.isPresent() && !statement.replace()) {
      throw new Refused("42723", "function " + name + " already exists with same argument types");
    }
    draft.put(
        new FunctionDefinition(
            existing.map(FunctionDefinition::id).orElseGet(draft::nextId),
            name,
            statement.procedure()
                ? FunctionDefinition.Kind.PROCEDURE
                : FunctionDefinition.Kind.FUNCTION,
            statement.parameters(),
            argumentTypes,
            statement.returns().map(draft.state()::resolve),
            statement.returnsSet(),
            statement.language(),
            statement.volatility().orElse(Volatility.VOLATILE),
            statement.strict(),
            statement.body(),
            statement.bodyStatements(),
            Optional.of(statement)));
  }

  private static boolean sameTypes(List<DataType> one, List<DataType> other) {
    return one.size() == other.size()
        && IntStream.range(0, one.size())
            .allMatch(
                i ->
                    one.get(i).name().equals(other.get(i).name())
                        && one.get(i).isArray() == other.get(i).isArray());
  }

  void alter(AlterFunction statement) {
    List<FunctionDefinition> found =
        Signatures.matching(
            draft.state(),
            draft.state().functions(statement.function().name()),
            statement.function());
    for (FunctionDefinition function : found) {
      Volatility volatility = function.volatility();
      boolean strict = function.strict();
      for (Option option : statement.options()) {
        String word = option.value().orElse(option.name()).toUpperCase(Locale.ROOT);
        boolean named = Set.of("IMMUTABLE", "STABLE", "VOLATILE").contains(word);
        volatility = named ? Volatility.valueOf(word) : volatility;
        strict = strict || option.name().equalsIgnoreCase("strict");
      }
      draft.put(function.withVolatility(volatility, strict));
    }
  }

  void define(Define statement) {
    if (statement.objectType() == ObjectType.TYPE) {
      RelationName name = draft.newName(statement.name(), PersistenceKind.PERMANENT);
      // CREATE TYPE name makes a shell that CREATE TYPE name (...) fills.
      if (draft.find(Namespace.TYPE, name).isEmpty()) {
        draft.put(new TypeDefinition.BaseType(draft.nextId(), name));
      }
      return;
    }
    RelationName name = draft.newName(statement.name(), PersistenceKind.PERMANENT);
    if (statement.objectType() == ObjectType.AGGREGATE) {
      aggregate(statement, name);
      return;
    }
    draft.put(new OtherObject(draft.nextId(), name, statement.objectType(), Set.of()));
  }

  private void aggregate(Define statement, RelationName name) {
    int count =
        statement
            .arguments()
            .map(a -> a.isBlank() || a.strip().equals("*") ? 0 : a.split(",").length)
            .orElse(1);
    draft.put(
        new FunctionDefinition(
            draft.nextId(),
            name,
            FunctionDefinition.Kind.AGGREGATE,
            List.of(),
            IntStream.range(0, count).mapToObj(i -> DataType.UNKNOWN).toList(),
            Optional.empty(),
            false,
            "internal",
            Volatility.IMMUTABLE,
            false,
            Optional.empty(),
            List.of(),
            Optional.empty()));
  }
}
