package dev.safemigrate.parser;

import dev.safemigrate.ast.ExpressionFacts;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.QueryFacts;
import dev.safemigrate.ast.QueryReader;
import dev.safemigrate.ast.TypeName;
import dev.safemigrate.text.Lexer;
import dev.safemigrate.text.Tokens;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.CCJSqlParserConstants;
import net.sf.jsqlparser.parser.ParseException;

/**
 * Reads queries through JSqlParser's tree, and through their tokens where it cannot read them. The
 * tree is asked what it names; what an expression looks like is always told by the tokens.
 *
 * <p>Prediction, fold and rules ask for the same texts, so that the answers of the last ones are
 * kept. They depend on nothing but the text. May be asked by several threads.
 */
public final class JSqlParserQueryReader implements QueryReader {

  private static final long MILLISECONDS = 2_000;

  private static final int KEPT = 4_096;

  private final boolean plainToo;
  private final JSqlParserCall jsqlparser;
  private final RecentAnswers<QueryFacts> queries = new RecentAnswers<>(KEPT);
  private final RecentAnswers<ExpressionFacts> expressions = new RecentAnswers<>(KEPT);

  /** With two seconds for each text. */
  public JSqlParserQueryReader() {
    this(MILLISECONDS);
  }

  JSqlParserQueryReader(long milliseconds) {
    this(milliseconds, true);
  }

  /**
   * @param plainToo whether plain texts are read without JSqlParser
   */
  JSqlParserQueryReader(long milliseconds, boolean plainToo) {
    this.plainToo = plainToo;
    jsqlparser = new JSqlParserCall(milliseconds);
  }

  @Override
  public QueryFacts query(String sql) {
    return queries.of(sql, this::readQuery);
  }

  private QueryFacts readQuery(String sql) {
    Tokens tokens = Lexer.read(sql);
    Optional<QueryFacts> plain = plainToo ? PlainText.query(tokens) : Optional.empty();
    return plain
        .or(() -> jsqlparser.call(sql, JSqlParserQueryReader::query))
        .orElseGet(() -> ofTokens(tokens));
  }

  private static QueryFacts query(CCJSqlParser parser) throws ParseException {
    var statement = parser.Statement();
    TreeFacts facts = TreeFacts.of(statement);
    Optional<Expression> where = TreeFacts.where(statement);
    Set<String> whereColumns = where.map(e -> TreeFacts.of(e).columns).orElse(Set.of());
    return new QueryFacts(
        facts.reads,
        facts.writes,
        facts.columns,
        facts.functions,
        where.isPresent(),
        whereColumns,
        false);
  }

  private static QueryFacts ofTokens(Tokens tokens) {
    TokenFacts facts = TokenFacts.of(tokens);
    return new QueryFacts(
        facts.reads,
        facts.writes,
        facts.columns,
        facts.functions,
        facts.where,
        facts.whereColumns,
        true);
  }

  @Override
  public ExpressionFacts expression(String sql) {
    return expressions.of(sql, this::readExpression);
  }

  private ExpressionFacts readExpression(String sql) {
    Tokens tokens = Lexer.read(sql);
    ExpressionShape shape = new ExpressionShape(tokens);
    List<String> conjuncts = shape.conjuncts().stream().map(shape::normalised).toList();
    Optional<TypeName> cast = shape.cast().flatMap(range -> CastType.read(tokens, range));
    boolean constant = shape.constant();
    // Literals name nothing, so that most defaults need no tree.
    Optional<Named> tree = constant ? Optional.empty() : named(sql, tokens);
    TokenFacts told = TokenFacts.of(tokens);
    return new ExpressionFacts(
        constant ? Set.of() : tree.map(Named::columns).orElse(told.columns),
        constant ? Set.of() : tree.map(Named::functions).orElse(told.functions),
        constant,
        shape.bareColumn(),
        cast,
        conjuncts,
        shape.notNullColumns(),
        told.subquery,
        !constant && tree.isEmpty());
  }

  /** What an expression names. */
  private record Named(Set<String> columns, Set<QualifiedName> functions) {}

  private Optional<Named> named(String sql, Tokens tokens) {
    Optional<PlainText> plain = plainToo ? PlainText.expression(tokens) : Optional.empty();
    return plain
        .map(text -> new Named(text.columns, text.functions))
        .or(
            () ->
                jsqlparser
                    .call(sql, JSqlParserQueryReader::expression)
                    .map(facts -> new Named(facts.columns, facts.functions)));
  }

  private static TreeFacts expression(CCJSqlParser parser) throws ParseException {
    Expression expression = parser.Expression();
    if (parser.getNextToken().kind != CCJSqlParserConstants.EOF) {
      throw new ParseException("more than an expression");
    }
    return TreeFacts.of(expression);
  }
}
