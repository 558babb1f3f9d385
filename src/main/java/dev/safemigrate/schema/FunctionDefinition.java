package dev.safemigrate.schema;

import dev.safemigrate.ast.CreateFunction;
import dev.safemigrate.ast.FunctionBody;
import dev.safemigrate.ast.FunctionParameter;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Volatility;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A function, procedure or aggregate.
 *
 * @param argumentTypes types of the IN, INOUT and VARIADIC parameters: what tells overloads apart
 * @param returns empty for procedures
 * @param body its text, where there is one
 * @param bodyStatements the static SQL statements of the body
 * @param definition the statement that made it, as long as nothing has altered it since
 */
public record FunctionDefinition(
    ObjectId id,
    RelationName name,
    Kind kind,
    List<FunctionParameter> parameters,
    List<DataType> argumentTypes,
    Optional<DataType> returns,
    boolean returnsSet,
    String language,
    Volatility volatility,
    boolean strict,
    Optional<FunctionBody> body,
    List<Statement> bodyStatements,
    Optional<CreateFunction> definition)
    implements SchemaObject {

  public FunctionDefinition {
    parameters = List.copyOf(parameters);
    argumentTypes = List.copyOf(argumentTypes);
    bodyStatements = List.copyOf(bodyStatements);
  }

  /** The kinds of routines. */
  public enum Kind {
    FUNCTION,
    PROCEDURE,
    AGGREGATE
  }

  @Override
  public Set<ObjectId> references() {
    Set<ObjectId> references = new HashSet<>();
    argumentTypes.forEach(type -> type.definition().ifPresent(references::add));
    returns.flatMap(DataType::definition).ifPresent(references::add);
    return references;
  }

  FunctionDefinition withName(RelationName newName) {
    return new FunctionDefinition(
        id,
        newName,
        kind,
        parameters,
        argumentTypes,
        returns,
        returnsSet,
        language,
        volatility,
        strict,
        body,
        bodyStatements,
        Optional.empty());
  }

  FunctionDefinition withVolatility(Volatility newVolatility, boolean newStrict) {
    return new FunctionDefinition(
        id,
        name,
        kind,
        parameters,
        argumentTypes,
        returns,
        returnsSet,
        language,
        newVolatility,
        newStrict,
        body,
        bodyStatements,
        Optional.empty());
  }
}
