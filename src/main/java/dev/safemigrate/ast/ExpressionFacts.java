package dev.safemigrate.ast;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an expression is made of, as far as it can be read.
 *
 * @param columns columns used, by their own names
 * @param functions functions called, folded; CURRENT_TIMESTAMP and its like as {@code now}
 * @param constant true when nothing but literals, casts, operators on them and constructors of them
 * @param bareColumn the column, when the expression is nothing else (parentheses aside)
 * @param cast the type of an outermost cast, as {@code x::integer} or {@code CAST (x AS integer)}
 * @param conjuncts the parts joined by an outermost AND, each as normalised text; one when there is
 *     none
 * @param notNullColumns columns that must not be null for the expression to be true: a conjunct
 *     {@code c IS NOT NULL} or {@code NOT (c IS NULL)}
 * @param subquery true when it holds a query
 * @param opaque true where only the tokens' answer stands
 */
public record ExpressionFacts(
    Set<String> columns,
    Set<QualifiedName> functions,
    boolean constant,
    Optional<String> bareColumn,
    Optional<TypeName> cast,
    List<String> conjuncts,
    Set<String> notNullColumns,
    boolean subquery,
    boolean opaque) {

  public ExpressionFacts {
    columns = Set.copyOf(columns);
    functions = Set.copyOf(functions);
    conjuncts = List.copyOf(conjuncts);
    notNullColumns = Set.copyOf(notNullColumns);
  }
}
