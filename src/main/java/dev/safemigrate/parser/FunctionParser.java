package dev.safemigrate.parser;

import dev.safemigrate.ast.AlterFunction;
import dev.safemigrate.ast.CreateFunction;
import dev.safemigrate.ast.DoBlock;
import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.FunctionBody;
import dev.safemigrate.ast.FunctionParameter;
import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.Option;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.TypeName;
import dev.safemigrate.ast.Volatility;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.Span;
import dev.safemigrate.text.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Functions and procedures, and DO. */
final class FunctionParser {

  private final TokenCursor cursor;
  private final Clauses clauses;
  private final FunctionArguments arguments;
  private final SettingParser settings;
  private final Supplier<Statement> nested;

  FunctionParser(Clauses clauses, SettingParser settings, Supplier<Statement> nested) {
    this.cursor = clauses.cursor();
    this.clauses = clauses;
    this.arguments = new FunctionArguments(clauses);
    this.settings = settings;
    this.nested = nested;
  }

  /** From behind FUNCTION or PROCEDURE. */
  Statement create(int start, boolean replace, boolean procedure) {
    QualifiedName name = clauses.names().functionName();
    List<FunctionParameter> parameters = arguments.parameters();
    Optional<TypeName> returns = Optional.empty();
    List<FunctionParameter> table = List.of();
    if (cursor.at(Keyword.RETURNS) && cursor.keyword(1) != Keyword.NULL && !procedure) {
      cursor.advance();
      if (cursor.accept(Keyword.TABLE)) {
        table = arguments.tableColumns();
      } else {
        returns = Optional.of(clauses.functionType());
      }
    }
    Attributes attributes = new Attributes();
    while (attributes.readCreateOption()) {
      // Each reads one clause.
    }
    attributes.readStandardBody();
    attributes.linkSymbol.ifPresent(attributes.others::add);
    return new CreateFunction(
        cursor.spanFrom(start),
        name,
        replace,
        procedure,
        parameters,
        returns,
        !table.isEmpty() || returns.filter(TypeName::setOf).isPresent(),
        table,
        attributes.language,
        attributes.volatility,
        attributes.strict,
        attributes.securityDefiner,
        attributes.settings,
        attributes.others,
        attributes.body,
        attributes.statements);
  }

  /** From behind the function's name in ALTER. */
  Statement alter(int start, ObjectReference function) {
    Attributes attributes = new Attributes();
    List<Option> options = new ArrayList<>();
    do {
      int first = cursor.position();
      if (!attributes.readCommonOption()) {
        throw cursor.failExpecting("an attribute, RENAME, OWNER, SET SCHEMA or DEPENDS");
      }
      options.add(asWritten(first));
    } while (isCommonOption());
    cursor.accept(Keyword.RESTRICT);
    return new AlterFunction(cursor.spanFrom(start), function, options);
  }

  /** A clause as an option: its words but for a value behind them. */
  private Option asWritten(int first) {
    int last = cursor.position() - 1;
    Keyword word = cursor.tokens().keyword(first);
    boolean valued =
        word == Keyword.COST
            || word == Keyword.ROWS
            || word == Keyword.SUPPORT
            || word == Keyword.PARALLEL
            || word == Keyword.SET
            || word == Keyword.RESET;
    StringBuilder name = new StringBuilder(word.name());
    if (valued) {
      return clauses.optionFrom(first, name.toString(), first + 1);
    }
    for (int token = first + 1; token <= last; token++) {
      name.append(' ').append(cursor.tokens().keyword(token).name());
    }
    return clauses.bare(first, name.toString());
  }

  private boolean isCommonOption() {
    return switch (cursor.keyword()) {
      case CALLED,
          COST,
          EXTERNAL,
          IMMUTABLE,
          LEAKPROOF,
          NOT,
          PARALLEL,
          RESET,
          RETURNS,
          ROWS,
          SECURITY,
          SET,
          STABLE,
          STRICT,
          SUPPORT,
          VOLATILE ->
          true;
      default -> false;
    };
  }

  /** DO. */
  Statement doBlock(int start) {
    String language = "plpgsql";
    Optional<FunctionBody> body = Optional.empty();
    do {
      if (cursor.accept(Keyword.LANGUAGE)) {
        language = clauses.wordOrString();
      } else {
        cursor.at(Keyword.LANGUAGE);
        body = Optional.of(string());
      }
    } while (cursor.at(Keyword.LANGUAGE) || cursor.at(TokenKind.STRING));
    Span span = cursor.spanFrom(start);
    // Without a body the grammar is content; the server refuses to run it.
    FunctionBody none = new FunctionBody(new Span(span.end(), span.end()), "", false);
    return new DoBlock(span, language, body.orElse(none), List.of());
  }

  /** The string here as a body, with the place of what its quotes enclose. */
  private FunctionBody string() {
    int token = cursor.position();
    String text = cursor.string();
    int first = cursor.tokens().contentStart(token);
    int last = Math.max(first, Math.min(first + text.length(), cursor.tokens().end(token)));
    boolean exact = cursor.tokens().text().startsWith(text, first);
    Span span = new Span(first, exact ? last : Math.max(first, cursor.tokens().end(token) - 1));
    return new FunctionBody(span, text, false);
  }

  /** What the clauses behind a function's parameters say, in any order. */
  private final class Attributes {
    private String language = "";
    private Optional<Volatility> volatility = Optional.empty();
    private boolean strict;
    private boolean securityDefiner;
    private final List<Option> settings = new ArrayList<>();
    private final List<Option> others = new ArrayList<>();
    private Optional<FunctionBody> body = Optional.empty();
    private Optional<Option> linkSymbol = Optional.empty();
    private List<Statement> statements = List.of();

    /** createfunc_opt_item, if one stands here. */
    boolean readCreateOption() {
      int start = cursor.position();
      if (cursor.accept(Keyword.LANGUAGE)) {
        language = clauses.wordOrString();
        return true;
      }
      if (cursor.accept(Keyword.AS)) {
        body = Optional.of(string());
        if (cursor.accept(TokenKind.COMMA)) {
          int token = cursor.position();
          linkSymbol =
              Optional.of(
                  new Option(
                      cursor.tokens().span(token),
                      "LINK SYMBOL",
                      Optional.of(cursor.string()),
                      true));
        }
        return true;
      }
      if (cursor.accept(Keyword.WINDOW)) {
        others.add(clauses.bare(start, "WINDOW"));
        return true;
      }
      if (cursor.accept(Keyword.TRANSFORM)) {
        int first = cursor.position();
        do {
          cursor.expect(Keyword.FOR);
          cursor.expect(Keyword.TYPE);
          clauses.type();
        } while (cursor.accept(TokenKind.COMMA));
        others.add(clauses.optionFrom(start, "TRANSFORM", first));
        return true;
      }
      return readCommonOption();
    }

    /** common_func_opt_item, if one stands here. */
    boolean readCommonOption() {
      int start = cursor.position();
      switch (cursor.keyword()) {
        case IMMUTABLE -> volatility(Volatility.IMMUTABLE);
        case STABLE -> volatility(Volatility.STABLE);
        case VOLATILE -> volatility(Volatility.VOLATILE);
        case STRICT -> {
          cursor.advance();
          strict = true;
        }
        case CALLED -> {
          cursor.advance();
          onNullInput();
          strict = false;
        }
        case RETURNS -> {
          cursor.advance();
          cursor.expect(Keyword.NULL);
          onNullInput();
          strict = true;
        }
        case EXTERNAL -> {
          cursor.advance();
          security();
        }
        case SECURITY -> security();
        case LEAKPROOF -> {
          cursor.advance();
          others.add(clauses.bare(start, "LEAKPROOF"));
        }
        case NOT -> {
          cursor.advance();
          cursor.expect(Keyword.LEAKPROOF);
          others.add(clauses.bare(start, "NOT LEAKPROOF"));
        }
        case COST, ROWS -> {
          String name = cursor.keyword().name();
          cursor.advance();
          others.add(clauses.option(start, name, clauses.number()));
        }
        case SUPPORT -> {
          cursor.advance();
          int first = cursor.position();
          clauses.names().anyName();
          others.add(clauses.optionFrom(start, "SUPPORT", first));
        }
        case PARALLEL -> {
          cursor.advance();
          others.add(clauses.option(start, "PARALLEL", cursor.columnId()));
        }
        case SET -> {
          cursor.advance();
          settings.add(FunctionParser.this.settings.functionSetting(start));
        }
        case RESET -> {
          cursor.advance();
          int first = cursor.position();
          FunctionParser.this.settings.reset(start);
          others.add(clauses.optionFrom(start, "RESET", first));
        }
        default -> {
          cursor.expecting("an attribute of the function");
          return false;
        }
      }
      return true;
    }

    private void volatility(Volatility value) {
      cursor.advance();
      volatility = Optional.of(value);
    }

    private void onNullInput() {
      cursor.expect(Keyword.ON);
      cursor.expect(Keyword.NULL);
      cursor.expect(Keyword.INPUT);
    }

    private void security() {
      cursor.expect(Keyword.SECURITY);
      securityDefiner = cursor.accept(Keyword.DEFINER);
      if (!securityDefiner) {
        cursor.expect(Keyword.INVOKER);
      }
    }

    /** opt_routine_body. */
    void readStandardBody() {
      int start = cursor.position();
      if (cursor.accept(Keyword.RETURN)) {
        clauses.expression();
        standardBody(start);
      } else if (cursor.accept(Keyword.BEGIN)) {
        cursor.expect(Keyword.ATOMIC);
        statements = new ArrayList<>();
        while (!cursor.at(Keyword.END)) {
          if (cursor.accept(Keyword.RETURN)) {
            clauses.expression();
          } else if (!cursor.at(TokenKind.SEMICOLON)) {
            statements.add(nested.get());
          }
          cursor.expect(TokenKind.SEMICOLON);
        }
        cursor.expect(Keyword.END);
        standardBody(start);
      }
    }

    private void standardBody(int start) {
      Expression text = cursor.expressionFrom(start);
      body = Optional.of(new FunctionBody(text.span(), text.text(), true));
      language = language.isEmpty() ? "sql" : language;
    }
  }
}
