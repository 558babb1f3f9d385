package dev.safemigrate.parser;

/**
 * The parts of the grammar that lean on each other (an expression holds a query, a query holds
 * types and expressions), around one cursor.
 */
final class Grammar {

  final TokenCursor cursor;
  final Names names;
  final TypeNames types;
  final ExpressionRecogniser expressions;
  final PredicateRecogniser predicates;
  final OperatorNames operators;
  final PrimaryRecogniser primaries;
  final ConstantRecogniser constants;
  final FunctionRecogniser functions;
  final SpecialFunctions specialFunctions;
  final JsonFunctions jsonFunctions;
  final XmlFunctions xmlFunctions;
  final WindowRecogniser windows;
  final QueryRecogniser queries;
  final SelectRecogniser selects;
  final FromRecogniser from;
  final TableFunctions tableFunctions;
  final DmlParser dml;

  Grammar(TokenCursor cursor) {
    this.cursor = cursor;
    names = new Names(this);
    types = new TypeNames(this);
    expressions = new ExpressionRecogniser(this);
    predicates = new PredicateRecogniser(this);
    operators = new OperatorNames(this);
    primaries = new PrimaryRecogniser(this);
    constants = new ConstantRecogniser(this);
    functions = new FunctionRecogniser(this);
    specialFunctions = new SpecialFunctions(this);
    jsonFunctions = new JsonFunctions(this);
    xmlFunctions = new XmlFunctions(this);
    windows = new WindowRecogniser(this);
    queries = new QueryRecogniser(this);
    selects = new SelectRecogniser(this);
    from = new FromRecogniser(this);
    tableFunctions = new TableFunctions(this);
    dml = new DmlParser(this);
  }
}
