package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Optional;

/**
 * CREATE FUNCTION and CREATE PROCEDURE; {@code bodyStatements} are the static SQL statements found
 * in a SQL or PL/pgSQL body. {@code settings} are its SET clauses, {@code attributes} what is left:
 * COST, ROWS, PARALLEL, LEAKPROOF, SUPPORT, WINDOW, TRANSFORM and, for C, LINK SYMBOL. {@code
 * language} is sql for SQL-standard bodies and otherwise empty where none is written.
 */
@RecordBuilder
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
    List<Option> attributes,
    Optional<FunctionBody> body,
    List<Statement> bodyStatements)
    implements Statement, CreateFunctionBuilder.With {

  public CreateFunction {
    parameters = List.copyOf(parameters);
    returnsTable = List.copyOf(returnsTable);
    settings = List.copyOf(settings);
    attributes = List.copyOf(attributes);
    bodyStatements = List.copyOf(bodyStatements);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
