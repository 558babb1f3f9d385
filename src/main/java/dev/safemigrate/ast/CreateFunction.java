package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;
import java.util.Optional;

/**
 * CREATE FUNCTION and CREATE PROCEDURE; {@code bodyStatements} are the static SQL statements found
 * in a SQL or PL/pgSQL body.
 */
public record CreateFunction(
    Span span,
    QualifiedName name,
    boolean replace,
    boolean procedure,
    List<FunctionParameter> parameters,
    Optional<TypeName> returns,
    boolean returnsSet,
    List<FunctionParameter> returnsTable,
    String language,
    Optional<Volatility> volatility,
    boolean strict,
    boolean securityDefiner,
    List<Option> settings,
    Optional<FunctionBody> body,
    List<Statement> bodyStatements)
    implements Statement {
  public CreateFunction {
    parameters = List.copyOf(parameters);
    returnsTable = List.copyOf(returnsTable);
    settings = List.copyOf(settings);
    bodyStatements = List.copyOf(bodyStatements);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
